//! Whether somebody is who they say: password, second factor, and how often they tried.

use std::{
    fmt,
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use http::StatusCode;
use secrecy::{ExposeSecret, SecretString};

use super::{Account, Accounts, Secrets, attempts::Attempts};
use crate::{
    audit::{self, By},
    causes::causes,
    problem::Problem,
    sign_in::password::{Busy, PasswordHash, Passwords},
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

/// Checks credentials against the accounts of one server. Cheap to clone.
///
/// A [`Desk`](super::desk::Desk) keeps whoever passes signed in by a session; a server whose
/// people show something else, such as a token, checks here by itself.
#[derive(Clone)]
pub struct CredentialCheck {
    accounts: Accounts,
    parts: Arc<Parts>,
}

struct Parts {
    passwords: Passwords,
    attempts: Attempts,
    /// What an unknown address is checked against, so that it takes as long as a known one.
    nobody: PasswordHash,
    now: fn() -> DateTime<Utc>,
}

impl fmt::Debug for CredentialCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialCheck").finish_non_exhaustive()
    }
}

impl CredentialCheck {
    /// A check for these accounts.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn new(accounts: Accounts) -> anyhow::Result<Self> {
        Self::with_clock(accounts, Utc::now)
    }

    /// A check with another clock, for tests.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn with_clock(accounts: Accounts, now: fn() -> DateTime<Utc>) -> anyhow::Result<Self> {
        let parts = Parts {
            passwords: Passwords::default(),
            attempts: Attempts::new(Instant::now()),
            nobody: PasswordHash::of(&uuid::Uuid::new_v4().to_string().into())?,
            now,
        };
        Ok(Self {
            accounts,
            parts: Arc::new(parts),
        })
    }

    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The account of whoever comes from this address with these credentials, and an audit
    /// line about it.
    ///
    /// # Errors
    /// Says why not, as much as whoever tries may know.
    pub async fn check(&self, from: IpAddr, given: Credentials) -> Result<Account, Refused> {
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
                let checked = self.proves(Some(&found), given).await;
                (Some(found.account), checked)
            }
            Ok(None) => (None, self.proves(None, given).await),
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
            Ok(account) => audit::write("sign_in", account.by(), None, outcome),
            Err(_) => audit::write("sign_in", By::role("nobody"), tried.as_deref(), outcome),
        }
        account
    }

    async fn proves(&self, found: Option<&Secrets>, given: Credentials) -> Result<(), Refused> {
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
}
