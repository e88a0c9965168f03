//! Where people sign in with their accounts, and are known again.

use std::{fmt, net::IpAddr, sync::Arc, time::Duration, time::Instant};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderValue, StatusCode};
use secrecy::{ExposeSecret, SecretString};

use super::{Account, Accounts, Secrets, attempts::Attempts};
use crate::{
    audit::{self, By},
    causes::causes,
    problem::Problem,
    sign_in::{
        cookie::Signer,
        password::{Busy, PasswordHash, Passwords},
        session::{MOST_SESSIONS, Session, Sessions},
    },
};

/// When to try again if too many passwords are being checked, or nothing can be read.
const WAIT: Duration = Duration::from_secs(5);

/// What somebody signs in with.
#[derive(Debug)]
pub struct Credentials {
    /// The account's e-mail address.
    pub email: SecretString,
    /// The account's password.
    pub password: SecretString,
    /// What the authenticator app shows, if the account has one.
    pub code: Option<SecretString>,
}

/// Why nobody was signed in.
#[derive(Debug)]
pub enum Refused {
    /// There is no such account, the password or the code is wrong, or the account is
    /// disabled: which of them, only the server knows.
    Wrong,
    /// The password is right; the account's second factor is missing.
    CodeRequired,
    /// Too many sign-ins failed for this account or from this address.
    TooMany(Duration),
    /// Too many passwords are being checked.
    Busy,
    /// The accounts could not be read.
    Store(sqlx::Error),
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let new = Problem::new;
        match refused {
            Refused::Wrong => new(
                StatusCode::UNAUTHORIZED,
                "E-mail address, password or code is wrong",
            ),
            Refused::CodeRequired => {
                let problem = new(StatusCode::UNAUTHORIZED, "Code required");
                problem.with("codeRequired", true)
            }
            Refused::TooMany(wait) => {
                let text = "Too many failed sign-ins, please try again later";
                new(StatusCode::TOO_MANY_REQUESTS, text).with_retry_after(Some(wait))
            }
            Refused::Busy => Busy.into(),
            Refused::Store(error) => unreadable(&error),
        }
    }
}

fn unreadable(error: &sqlx::Error) -> Problem {
    tracing::error!(error = %causes(error), "accounts cannot be read");
    let text = "Accounts cannot be read, please try again in a moment";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text).with_retry_after(Some(WAIT))
}

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
        desk.accounts
            .role(role)
            .is_some_and(|least| self.account.role >= least)
    }

    /// How the audit calls them.
    #[must_use]
    pub fn by(&self) -> By<'_> {
        by(&self.account)
    }
}

fn by(account: &Account) -> By<'_> {
    By {
        role: account.role.name(),
        account: Some(&account.id),
    }
}

/// Signs people in to one server. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    accounts: Accounts,
    parts: Arc<Parts>,
}

struct Parts {
    passwords: Passwords,
    attempts: Attempts,
    sessions: Sessions<Of>,
    signer: Signer,
    /// What an unknown address is checked against, so that it takes as long as a known one.
    nobody: PasswordHash,
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
        let nobody = PasswordHash::of(&uuid::Uuid::new_v4().to_string().into())?;
        let parts = Parts {
            passwords: Passwords::default(),
            attempts: Attempts::new(Instant::now()),
            sessions: Sessions::new(life, MOST_SESSIONS),
            signer,
            nobody,
            now,
        };
        Ok(Self {
            accounts,
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
        &self.accounts
    }

    /// Signs somebody in who comes from this address, and writes an audit line about it.
    ///
    /// # Errors
    /// Says why not, as much as whoever tries may know.
    pub async fn sign_in(&self, from: IpAddr, given: Credentials) -> Result<SignedIn, Refused> {
        let email = super::normal(given.email.expose_secret());
        let attempts = &self.parts.attempts;
        let begun = attempts.begin(from, &email, Instant::now());
        let attempt = begun.map_err(|wait| {
            audit::write("sign_in", By::role("nobody"), None, "too_many");
            Refused::TooMany(wait)
        })?;
        let found = self.accounts.secrets(&email).await;
        let (account, checked) = match found {
            Ok(Some(found)) => {
                let checked = self.check(Some(&found), given).await;
                (Some(found.account), checked)
            }
            Ok(None) => (None, self.check(None, given).await),
            Err(error) => (None, Err(Refused::Store(error))),
        };
        let outcome = match &checked {
            Ok(()) => "accepted",
            Err(Refused::CodeRequired) => "code_required",
            Err(Refused::Busy | Refused::Store(_)) => "failed",
            Err(_) => "refused",
        };
        match outcome {
            "accepted" => attempts.succeeded(&attempt),
            // Whoever is asked for a code knows the password, and is about to type the code.
            "failed" | "code_required" => attempts.take_back(&attempt),
            _ => {}
        }
        let tried = account.as_ref().map(|account| audit::mark(&account.id));
        let account = checked.and(account.ok_or(Refused::Wrong));
        match &account {
            Ok(account) => audit::write("sign_in", by(account), None, outcome),
            Err(_) => audit::write("sign_in", By::role("nobody"), tried.as_deref(), outcome),
        }
        let account = account?;
        let of = Of {
            account: account.id.clone(),
            revision: account.revision,
        };
        let session = self.parts.sessions.begin(of, (self.parts.now)());
        Ok(SignedIn { account, session })
    }

    async fn check(&self, found: Option<&Secrets>, given: Credentials) -> Result<(), Refused> {
        let known = found.and_then(|found| found.password.as_ref());
        let hash = known.unwrap_or(&self.parts.nobody);
        let right = self.parts.passwords.is_password(given.password, hash).await;
        let right = right.map_err(|Busy| Refused::Busy)? && known.is_some();
        let usable = |found: &&Secrets| right && !found.account.disabled;
        let found = found.filter(usable).ok_or(Refused::Wrong)?;
        let Some(key) = &found.totp else {
            return Ok(());
        };
        let code = given.code.ok_or(Refused::CodeRequired)?;
        let now = (self.parts.now)().timestamp().unsigned_abs();
        let step = key.step_of(code.expose_secret(), now);
        let step = step.ok_or(Refused::Wrong)?;
        let used = self.accounts.use_step(&found.account.id, step).await;
        match used.map_err(Refused::Store)? {
            true => Ok(()),
            false => Err(Refused::Wrong),
        }
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
        let account = self.accounts.by_id(&of.account).await?;
        let same = |account: &Account| !account.disabled && account.revision == of.revision;
        match account.filter(same) {
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
    let signed_in = who.map_err(|error| unreadable(&error))?;
    let signed_in = signed_in.ok_or_else(Problem::sign_in_required)?;
    if !signed_in.may(&desk, role) {
        let text = "Your account may not do this";
        return Err(Problem::new(StatusCode::FORBIDDEN, text));
    }
    request.extensions_mut().insert(signed_in);
    Ok(next.run(request).await)
}
