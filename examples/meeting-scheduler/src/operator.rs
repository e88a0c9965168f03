//! The operator's password.

use std::{fmt, sync::Arc, time::Duration};

use anyhow::Context;
use argon2::{
    Algorithm, Argon2, Params,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::Semaphore, time::timeout};

/// Each check takes much memory and a whole core.
const AT_ONCE: usize = 2;
/// How many wait for their turn; more are turned away at once.
const WAITING: usize = 32;
/// How long a check waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest password, in bytes.
pub const MAX_PASSWORD: usize = 1024;

/// Knows the operator's password by its hash. Cheap to clone.
#[derive(Clone)]
pub struct Operator {
    hash: Arc<PasswordHash>,
    turns: Arc<Semaphore>,
    line: Arc<Semaphore>,
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator").finish_non_exhaustive()
    }
}

/// Too many passwords are being checked.
#[derive(Debug)]
pub struct Busy;

impl Operator {
    /// Reads a PHC string of argon2id, as `meeting-scheduler hash-password` prints it.
    ///
    /// # Errors
    /// A text for the operator, if it is anything else.
    pub fn new(phc: &SecretString) -> anyhow::Result<Self> {
        let usable = "OPERATOR_PASSWORD_HASH must be a PHC string of argon2id, which starts with \
            $argon2id$; make one with: meeting-scheduler hash-password. \
            In .env, put it in single quotes";
        let hash = PasswordHash::new(phc.expose_secret().trim())
            .ok()
            .filter(|hash| hash.algorithm == Algorithm::Argon2id.ident())
            .filter(|hash| hash.salt.is_some() && hash.hash.is_some())
            .filter(|hash| Params::try_from(hash).is_ok());
        Ok(Self {
            hash: Arc::new(hash.context(usable)?),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            line: Arc::new(Semaphore::new(WAITING)),
        })
    }

    /// Whether this is the password. It is compared in constant time.
    ///
    /// # Errors
    /// [`Busy`] if many others are being checked.
    pub async fn is_password(&self, password: SecretString) -> Result<bool, Busy> {
        let place = self.line.try_acquire().map_err(|_| Busy)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| Busy)?.map_err(|_| Busy)?;
        drop(place);
        let hash = Arc::clone(&self.hash);
        let check = tokio::task::spawn_blocking(move || {
            let password = password.expose_secret().as_bytes();
            let right = Argon2::default().verify_password(password, &*hash).is_ok();
            // A caller who went away must not let a third check begin.
            drop(turn);
            right
        });
        Ok(check.await.unwrap_or(false))
    }
}

/// Hashes a password with a fresh salt, at argon2id's recommended cost.
///
/// # Errors
/// If the system gives no random bytes.
pub fn hash(password: &SecretString) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.expose_secret().as_bytes());
    Ok(hash.context("could not hash the password")?.to_string())
}

#[cfg(test)]
mod tests {
    use std::task::{self, Poll, Waker};

    use super::*;

    /// The hash of `swordfish` at a cost that suits tests.
    fn cheap() -> SecretString {
        let params = Params::new(8, 1, 1, None).unwrap();
        let hash = Argon2::from(params).hash_password(b"swordfish").unwrap();
        hash.to_string().into()
    }

    #[tokio::test]
    async fn only_the_password_is_the_password() {
        let operator = Operator::new(&cheap()).unwrap();

        assert!(operator.is_password("swordfish".into()).await.unwrap());
        for wrong in ["", "Swordfish", "swordfish ", "swordfis"] {
            assert!(
                !operator.is_password(wrong.into()).await.unwrap(),
                "{wrong}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_hashed_here_is_known_here() {
        let phc = hash(&"correct horse".into()).unwrap();
        let operator = Operator::new(&format!(" {phc}\n").into()).unwrap();

        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(operator.is_password("correct horse".into()).await.unwrap());
        assert_ne!(phc, hash(&"correct horse".into()).unwrap());
    }

    #[tokio::test]
    async fn who_finds_a_full_line_is_turned_away_at_once() {
        let operator = Operator::new(&cheap()).unwrap();
        let _checked = [(); AT_ONCE].map(|()| operator.turns.try_acquire().unwrap());
        let come = || Box::pin(operator.is_password("swordfish".into()));
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
        let good = cheap();
        let good = good.expose_secret();
        for bad in [
            "",
            "swordfish",
            "$2b$12$abcdefghijklmnopqrstuv",
            &good.replace("argon2id", "argon2i"),
            &good.replace("m=8", "m=1"),
            good.rsplit_once('$').unwrap().0,
        ] {
            let error = Operator::new(&bad.into()).unwrap_err().to_string();
            assert!(error.contains("hash-password"), "{error}");
            assert!(bad.is_empty() || !error.contains(bad), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_hash() {
        let shown = format!("{:?}", Operator::new(&cheap()).unwrap());

        assert!(
            !shown.contains("argon2") && !shown.contains("Salt"),
            "{shown}"
        );
    }
}
