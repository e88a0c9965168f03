//! VideoEngager: a client for each login, and its errors as our answers.

mod answer;

use std::{fmt, sync::Arc};

use ccaas_http::{BuildError, Clock, Timeouts, reqwest_client};
use videoengager_client::{Environment, Login as Credentials, VideoEngagerClient};

use crate::settings::Installation;

pub use answer::{
    CANCEL, CHANGE, LOAD_AGENTS, LOAD_MEETING, LOAD_MEETINGS, Purpose, SCHEDULE, may_exist,
    no_join, no_sign_in, problem, uncertain, unread_for_join,
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
        let client = (self.make)(environment, credentials.into())?;
        Ok(Login { method, client })
    }
}

/// An error with its causes in one line.
#[must_use]
pub fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
