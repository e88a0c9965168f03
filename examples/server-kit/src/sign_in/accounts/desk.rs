//! Where people sign in with their accounts, and are known again.

use std::{fmt, net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::{
    Account, Accounts,
    check::{CredentialCheck, Credentials, Refused},
};
use crate::{
    audit::{self, By},
    problem::Problem,
    sign_in::{
        cookie::Signer,
        session::{MOST_SESSIONS, Session, Sessions},
    },
};

/// What a session holds: an account as it was when it signed in.
#[derive(Clone)]
struct Of {
    account: String,
    revision: i64,
}

/// Somebody who is signed in. Handlers behind [`require`] take it as an `Extension`.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Their account, as it is now.
    pub account: Account,
    session: Session<Of>,
}

impl SignedIn {
    /// When they have to sign in again.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        self.session.expires_at
    }

    /// Whether they may do what this role may: theirs is the same, or comes after it in the
    /// server's list.
    #[must_use]
    pub fn may(&self, desk: &Desk, role: &str) -> bool {
        self.account.may(desk.accounts(), role)
    }

    /// How the audit calls them.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        self.account.by()
    }
}

/// Signs people in to one server. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    check: CredentialCheck,
    parts: Arc<Parts>,
}

struct Parts {
    sessions: Sessions<Of>,
    signer: Signer,
    now: fn() -> DateTime<Utc>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk for these accounts, whose sessions live for `life`.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn new(accounts: Accounts, signer: Signer, life: TimeDelta) -> anyhow::Result<Self> {
        Self::with_clock(accounts, signer, life, Utc::now)
    }

    /// A desk with another clock, for tests.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn with_clock(
        accounts: Accounts,
        signer: Signer,
        life: TimeDelta,
        now: fn() -> DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let parts = Parts {
            sessions: Sessions::new(life, MOST_SESSIONS),
            signer,
            now,
        };
        Ok(Self {
            check: CredentialCheck::with_clock(accounts, now)?,
            parts: Arc::new(parts),
        })
    }

    /// Lets people sign in on a page that another site shows in a frame, see
    /// [`Signer::in_frames`].
    ///
    /// # Panics
    /// If the desk has been cloned.
    #[must_use]
    pub fn in_frames(mut self) -> Self {
        let parts = Arc::get_mut(&mut self.parts).expect("the desk is not shared yet");
        parts.signer = parts.signer.clone().in_frames();
        self
    }

    /// The accounts of the desk.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        self.check.accounts()
    }

    /// Signs somebody in who comes from this address, and writes an audit line about it.
    ///
    /// # Errors
    /// Says why not, as much as whoever tries may know.
    pub async fn sign_in(&self, from: IpAddr, given: Credentials) -> Result<SignedIn, Refused> {
        let account = self.check.check(from, given).await?;
        let of = Of {
            account: account.id.clone(),
            revision: account.revision,
        };
        let session = self.parts.sessions.begin(of, (self.parts.now)());
        Ok(SignedIn { account, session })
    }

    /// Who makes a request with these headers. The account is read each time, so that one
    /// that was disabled, or given another role or password, is so at once.
    ///
    /// # Errors
    /// If the accounts cannot be read.
    pub async fn who(&self, headers: &HeaderMap) -> Result<Option<SignedIn>, sqlx::Error> {
        let now = (self.parts.now)();
        let ids = self.parts.signer.read(headers);
        let mut sessions = ids
            .iter()
            .filter_map(|id| self.parts.sessions.find(id, now));
        let Some(session) = sessions.next() else {
            return Ok(None);
        };
        let of = &session.data;
        let account = self.accounts().current(&of.account, of.revision).await?;
        match account {
            Some(account) => Ok(Some(SignedIn { account, session })),
            None => {
                self.parts.sessions.end(session.scope);
                Ok(None)
            }
        }
    }

    /// Ends a session.
    pub fn sign_out(&self, signed_in: &SignedIn) {
        self.parts.sessions.end(signed_in.session.scope);
        audit::write("sign_out", signed_in.by(), None, "done");
    }

    /// The `Set-Cookie` that lets a browser stay signed in; of nobody, that signs it out.
    #[must_use]
    pub fn cookie(&self, signed_in: Option<&SignedIn>) -> HeaderValue {
        let signer = &self.parts.signer;
        match signed_in {
            Some(SignedIn { session, .. }) => {
                let left = session.expires_at - (self.parts.now)();
                signer.set(&session.id, left.num_seconds())
            }
            None => signer.clear(),
        }
    }
}

/// Middleware: lets pass who is signed in and may do what this role may, and puts
/// [`SignedIn`] into the request; else the answer is 401 or 403.
///
/// # Errors
/// The answer.
pub async fn require(
    State((desk, role)): State<(Desk, &'static str)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let who = desk.who(request.headers()).await;
    let signed_in = who.map_err(Refused::Store)?;
    let signed_in = signed_in.ok_or_else(Problem::sign_in_required)?;
    if !signed_in.may(&desk, role) {
        let text = "Your account may not do this";
        return Err(Problem::new(StatusCode::FORBIDDEN, text));
    }
    request.extensions_mut().insert(signed_in);
    Ok(next.run(request).await)
}
