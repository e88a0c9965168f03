//! Signing in over a connection. Credentials are checked beside the lobby: it waits for nobody.

use std::net::IpAddr;

use secrecy::SecretString;
use server_kit::{
    causes::causes,
    sign_in::accounts::check::{Credentials as Given, Refused},
};
use signaling_core::{
    ConnectionId, Credentials, Input, Login, Reply, Resume, SignIn, StaffId, Text,
};
use socketioxide::{adapter::LocalAdapter, extract::AckSender};

use super::{Note, actor::Actor};
use crate::staff::{Directory, SignedIn};

/// What whoever shows a void token is told.
pub(super) const SIGN_IN_AGAIN: &str = "Please sign in again";
const WRONG: &str = "Invalid credentials";
const BUSY: &str = "Too many sign-ins at once, please try again in a moment";
const TOO_MANY: &str = "Too many failed sign-ins, please try again later";
const UNREADABLE: &str = "Accounts cannot be read, please try again in a moment";

/// Credentials that were checked.
pub(crate) struct Checked {
    pub(super) number: ConnectionId,
    pub(super) take_over: Option<bool>,
    pub(super) outcome: Result<Box<SignedIn>, NotIn>,
    pub(super) ack: AckSender<LocalAdapter>,
}

/// Why somebody is not signed in.
pub(super) struct NotIn {
    pub(super) message: Text,
    pub(super) code_required: bool,
}

impl NotIn {
    pub(super) fn because(message: &'static str) -> Self {
        Self {
            message: message.into(),
            code_required: false,
        }
    }
}

impl Actor {
    /// Signs in whoever showed a token when they came, unless that is done.
    pub(super) fn decide(&mut self, number: ConnectionId, resume: Option<Resume>) -> Option<Reply> {
        let connection = self.connections.get_mut(number)?;
        let signed_in = connection.arrival.signed_in.take()?;
        Some(self.sign_in(number, &signed_in, None, resume))
    }

    /// Has credentials checked, beside the lobby.
    pub(super) fn check(&self, number: ConnectionId, login: Login, ack: AckSender<LocalAdapter>) {
        let Some(connection) = self.connections.get(number) else {
            return;
        };
        let (lobby, directory) = (self.lobby.clone(), self.parts.directory.clone());
        let (from, take_over) = (connection.arrival.address, login.take_over);
        tokio::spawn(async move {
            let outcome = check(&directory, from, login).await;
            let checked = Checked {
                number,
                take_over,
                outcome,
                ack,
            };
            lobby.tell(Note::Checked(checked)).await;
        });
    }

    pub(super) fn checked(&mut self, checked: Checked) {
        let connection = checked.number;
        let reply = match checked.outcome {
            Ok(signed_in) => self.sign_in(connection, &signed_in, checked.take_over, None),
            Err(NotIn {
                message,
                code_required,
            }) => self.hand(Input::SignInRefused {
                connection,
                message,
                code_required,
            }),
        };
        self.answer(connection, &reply, checked.ack);
    }

    fn sign_in(
        &mut self,
        connection: ConnectionId,
        signed_in: &SignedIn,
        take_over: Option<bool>,
        resume: Option<Resume>,
    ) -> Reply {
        let member = &signed_in.member;
        for input in self.roster.put(member) {
            self.hand(input);
        }
        let staff = StaffId::new(member.account.id.as_str());
        self.claims.insert(staff.clone(), signed_in.claims.clone());
        self.hand(Input::SignIn(SignIn {
            connection,
            staff,
            take_over,
            resume,
        }))
    }
}

/// Who this is, coming from this address.
async fn check(directory: &Directory, from: IpAddr, login: Login) -> Result<Box<SignedIn>, NotIn> {
    match login.credentials {
        Credentials::Token(token) => match directory.by_token(token.as_str()).await {
            Ok(Some(signed_in)) => Ok(Box::new(signed_in)),
            Ok(None) => Err(NotIn::because(SIGN_IN_AGAIN)),
            Err(error) => Err(refused(&Refused::Store(error))),
        },
        Credentials::Password {
            email,
            password,
            code,
        } => {
            let given = Given {
                email: secret(&email),
                password: secret(&password),
                code: code.as_ref().map(secret),
            };
            let signed_in = directory.sign_in(from, given).await;
            signed_in.map(Box::new).map_err(|why| refused(&why))
        }
    }
}

fn secret(text: &Text) -> SecretString {
    text.as_str().into()
}

fn refused(why: &Refused) -> NotIn {
    NotIn::because(match why {
        Refused::Wrong => WRONG,
        Refused::CodeRequired => {
            return NotIn {
                message: "Code required".into(),
                code_required: true,
            };
        }
        Refused::TooMany(_) => TOO_MANY,
        Refused::Busy => BUSY,
        Refused::Store(error) => {
            tracing::error!(error = %causes(error), "accounts cannot be read");
            UNREADABLE
        }
    })
}
