//! VideoEngager: a client for each login, and its errors as our answers.

mod answer;

use std::{fmt, sync::Arc};

use ccaas_http::{BuildError, Clock, Timeouts, reqwest_client};
use server_kit::words::Secrets;
use videoengager_client::{
    Environment, Error, JoinError, Login as Credentials, Schedule, VideoEngagerClient,
};

use crate::{problem::Problem, settings::Installation};

pub use answer::{
    CANCEL, CHANGE, LOAD_AGENTS, LOAD_MEETING, LOAD_MEETINGS, Purpose, SCHEDULE, may_have_effect,
    too_late, too_late_to_join, uncertain,
};

/// How somebody signed in to VideoEngager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// With a Partner API Key.
    Pak,
    /// With an account's own password.
    Local,
}

impl Method {
    /// The word that stands for it in answers and logs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pak => "pak",
            Self::Local => "local",
        }
    }
}

/// A login at VideoEngager, with a client of its own.
#[derive(Clone, Debug)]
pub struct Login {
    /// How it was made.
    pub method: Method,
    /// Signs in anew, unseen, when its token runs out.
    pub client: VideoEngagerClient,
    secrets: Secrets,
}

impl Login {
    /// The answer to a call that failed, and a line in the log if it was not the caller's
    /// doing.
    #[must_use]
    pub fn problem(&self, error: &Error, purpose: &Purpose) -> Problem {
        answer::problem(error, purpose, &self.secrets)
    }

    /// The answer to a sign-in that failed.
    #[must_use]
    pub fn no_sign_in(&self, error: &Error) -> Problem {
        answer::no_sign_in(error, &self.secrets)
    }

    /// The answer when there is no way into a meeting for its agent.
    #[must_use]
    pub fn no_join(&self, error: &JoinError, schedule: &Schedule) -> Problem {
        answer::no_join(error, schedule, &self.secrets)
    }

    /// The answer when the meeting that somebody joins cannot be read.
    #[must_use]
    pub fn unread_for_join(&self, error: &Error) -> Problem {
        answer::unread_for_join(error, &self.secrets)
    }
}

type Make =
    dyn Fn(Environment, Credentials) -> Result<VideoEngagerClient, BuildError> + Send + Sync;

/// Makes clients that share their connections. Cheap to clone.
#[derive(Clone)]
pub struct Clients {
    make: Arc<Make>,
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clients").finish_non_exhaustive()
    }
}

impl Clients {
    /// Clients with these settings.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new(timeouts: Timeouts, clock: Clock) -> Result<Self, BuildError> {
        let shared = reqwest_client(&timeouts)?;
        let make = move |environment, credentials| {
            VideoEngagerClient::builder_with(environment, credentials)
                .timeouts(timeouts)
                .clock(clock.clone())
                .reqwest(shared.clone())
                .build()
        };
        Ok(Self {
            make: Arc::new(make),
        })
    }

    /// A login that signs in with its first call.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn login(
        &self,
        installation: &Installation,
        method: Method,
        credentials: impl Into<Credentials>,
    ) -> Result<Login, BuildError> {
        let environment = installation.environment.clone();
        let credentials = credentials.into();
        let secrets = secrets_of(&credentials);
        let client = (self.make)(environment, credentials)?;
        Ok(Login {
            method,
            client,
            secrets,
        })
    }
}

/// What a sentence of the vendor must not tell to whom these credentials are not known.
fn secrets_of(credentials: &Credentials) -> Secrets {
    match credentials {
        Credentials::Partner(partner) => Secrets::new([partner.pak.clone()]),
        Credentials::Local(login) => Secrets::new([login.password.clone()]),
        _ => Secrets::default(),
    }
}

#[cfg(test)]
mod tests {
    use videoengager_client::{LocalLogin, Partner};

    use super::*;

    #[test]
    fn keys_and_passwords_are_not_repeated() {
        let partner = Partner::new("PAK-1", "external", "partner@example.com");
        let local = LocalLogin::new("sam@example.com", "sword fish");

        assert_eq!(
            secrets_of(&partner.into()).words(Some("PAK-1 is unknown")),
            None
        );
        assert_eq!(
            secrets_of(&local.into()).words(Some("Not sword fish")),
            None
        );
    }
}
