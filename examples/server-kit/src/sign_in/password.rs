//! Passwords, known by their argon2id hashes.

use std::{fmt, sync::Arc, time::Duration};

use anyhow::Context;
use argon2::{
    Algorithm, Argon2, Params,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use http::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::problem::Problem;

/// Each check takes much memory and a whole core.
const AT_ONCE: usize = 2;
/// How many wait for their turn; more are turned away at once.
const WAITING: usize = 32;
/// How long a check waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// When to try again if too many passwords are being checked.
const AGAIN: Duration = Duration::from_secs(5);
/// The longest password, in bytes.
pub const MAX_PASSWORD: usize = 1024;
/// A password of fewer characters works, with a warning.
const SHORT: usize = 12;
/// The password that the documents name; it works, with a warning.
const DOCUMENTED: &str = "demo123";

/// The hash of a password. Cheap to clone.
#[derive(Clone)]
pub struct PasswordHash(Arc<phc::PasswordHash>);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

impl PasswordHash {
    /// Reads a PHC string of argon2id, as the subcommand `hash-password` prints it, from the
    /// setting of this name.
    ///
    /// # Errors
    /// A text for the operator, if it is anything else.
    pub fn from_setting(name: &str, phc: &SecretString) -> anyhow::Result<Self> {
        Self::read(phc.expose_secret()).with_context(|| {
            format!(
                "{name} must be a PHC string of argon2id, which starts with $argon2id$; make \
                 one with the subcommand hash-password. In .env, put it in single quotes"
            )
        })
    }

    /// Reads a PHC string of argon2id; None if it is anything else.
    #[must_use]
    pub fn read(phc: &str) -> Option<Self> {
        let hash = phc::PasswordHash::new(phc.trim()).ok()?;
        let usable = hash.algorithm == Algorithm::Argon2id.ident()
            && hash.salt.is_some()
            && hash.hash.is_some()
            && Params::try_from(&hash).is_ok();
        usable.then(|| Self(Arc::new(hash)))
    }

    /// Hashes a password with a fresh salt, at argon2id's recommended cost. That takes a
    /// while: call it on no thread that others wait for.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn of(password: &SecretString) -> anyhow::Result<Self> {
        let hash = Argon2::default().hash_password(password.expose_secret().as_bytes());
        let hash = hash.context("could not hash the password")?;
        Ok(Self(Arc::new(hash)))
    }

    /// The PHC string.
    #[must_use]
    pub fn phc(&self) -> String {
        self.0.to_string()
    }

    /// Warns if this is the hash of the password that the documents name.
    pub fn warn_if_documented(&self, setting: &str) {
        if self.is_of(&DOCUMENTED.into()) {
            tracing::warn!("{setting} is that of {DOCUMENTED}, which everybody can look up");
        }
    }

    /// Compares in constant time.
    fn is_of(&self, password: &SecretString) -> bool {
        let password = password.expose_secret().as_bytes();
        let verified = Argon2::default().verify_password(password, &*self.0);
        verified.is_ok()
    }
}

/// Whether a password is so short that somebody could try them all.
#[must_use]
pub fn is_short(password: &SecretString) -> bool {
    password.expose_secret().chars().count() < SHORT
}

/// Checks passwords, two at a time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    line: Arc<Semaphore>,
}

/// Too many passwords are being checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many passwords are being checked")]
pub struct Busy;

impl From<Busy> for Problem {
    fn from(_: Busy) -> Self {
        let text = "Too many sign-ins at once, please try again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, text).with_retry_after(Some(AGAIN))
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            line: Arc::new(Semaphore::new(WAITING)),
        }
    }
}

impl Passwords {
    /// Whether this is the password of that hash.
    ///
    /// # Errors
    /// [`Busy`] if many others are being checked.
    pub async fn is_password(
        &self,
        password: SecretString,
        hash: &PasswordHash,
    ) -> Result<bool, Busy> {
        let turn = self.turn().await?;
        let hash = hash.clone();
        let check = tokio::task::spawn_blocking(move || {
            let right = hash.is_of(&password);
            // A caller who went away must not let a third check begin.
            drop(turn);
            right
        });
        Ok(check.await.unwrap_or(false))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, Busy> {
        let _place = self.line.try_acquire().map_err(|_| Busy)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        turn.map_err(|_| Busy)?.map_err(|_| Busy)
    }
}

#[cfg(test)]
mod tests {
    use std::task::{self, Poll, Waker};

    use super::*;

    /// The hash of `swordfish` at a cost that suits tests.
    fn cheap() -> PasswordHash {
        let params = Params::new(8, 1, 1, None).unwrap();
        let hash = Argon2::from(params).hash_password(b"swordfish").unwrap();
        PasswordHash::read(&hash.to_string()).unwrap()
    }

    #[tokio::test]
    async fn only_the_password_is_the_password() {
        let (passwords, hash) = (Passwords::default(), cheap());

        let right = passwords.is_password("swordfish".into(), &hash).await;
        assert!(right.unwrap());
        for wrong in ["", "Swordfish", "swordfish ", "swordfis"] {
            let right = passwords.is_password(wrong.into(), &hash).await;
            assert!(!right.unwrap(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn what_is_hashed_here_is_known_here() {
        let phc = PasswordHash::of(&"correct horse".into()).unwrap().phc();
        let read = PasswordHash::from_setting("HASH", &format!(" {phc}\n").into()).unwrap();

        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        let passwords = Passwords::default();
        let right = passwords.is_password("correct horse".into(), &read).await;
        assert!(right.unwrap());
        assert_ne!(
            phc,
            PasswordHash::of(&"correct horse".into()).unwrap().phc()
        );
    }

    #[tokio::test]
    async fn who_finds_a_full_line_is_turned_away_at_once() {
        let (passwords, hash) = (Passwords::default(), cheap());
        let _checked = [(); AT_ONCE].map(|()| passwords.turns.try_acquire().unwrap());
        let come = || Box::pin(passwords.is_password("swordfish".into(), &hash));
        let mut now = task::Context::from_waker(Waker::noop());
        let mut line: Vec<_> = (0..WAITING).map(|_| come()).collect();
        for waiting in &mut line {
            assert!(waiting.as_mut().poll(&mut now).is_pending());
        }

        let refused = come().as_mut().poll(&mut now);

        assert!(matches!(refused, Poll::Ready(Err(Busy))));
        line.pop();
        assert!(
            come().as_mut().poll(&mut now).is_pending(),
            "who leaves the line makes a place"
        );
    }

    #[test]
    fn other_hashes_are_refused_without_being_shown() {
        let good = cheap().phc();
        for bad in [
            "",
            "swordfish",
            "$2b$12$abcdefghijklmnopqrstuv",
            &good.replace("argon2id", "argon2i"),
            &good.replace("m=8", "m=1"),
            good.rsplit_once('$').unwrap().0,
        ] {
            let error = PasswordHash::from_setting("DESK_HASH", &bad.into()).unwrap_err();
            let error = error.to_string();
            assert!(error.starts_with("DESK_HASH "), "{error}");
            assert!(error.contains("hash-password"), "{error}");
            assert!(bad.is_empty() || !error.contains(bad), "{error}");
        }
    }

    #[test]
    fn short_passwords_are_known() {
        assert!(is_short(&"demo123".into()) && is_short(&"éééééé".into()));
        assert!(!is_short(&"correct horse".into()));
    }

    #[test]
    fn debug_shows_no_hash() {
        let shown = format!("{:?}", cheap());

        assert!(
            !shown.contains("argon2") && !shown.contains("Salt"),
            "{shown}"
        );
    }
}
