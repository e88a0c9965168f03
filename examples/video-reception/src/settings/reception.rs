//! The settings of calls.

use std::time::Duration;

use anyhow::bail;
use server_kit::origins::Origins;
use signaling_core::{Config, SecondSignIn, WhenAbsent, WhenBusy};
use url::Url;

/// The settings of how calls go.
#[derive(clap::Args, Clone, Debug)]
pub struct ReceptionArguments {
    /// For how many seconds a call rings.
    #[arg(long, env = "RING_TIMEOUT", default_value = "60", value_parser = clap::value_parser!(u64).range(5..=600))]
    pub ring_timeout: u64,
    /// For how many seconds a page that lost its connection may come back into its call.
    #[arg(long, env = "RECONNECT_GRACE", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub reconnect_grace: u64,
    /// What a second sign-in of a staff member does: take-over, refuse or several.
    #[arg(long, env = "SECOND_SIGN_IN", value_enum, default_value = "take-over")]
    pub second_sign_in: Second,
    /// What a call to somebody does who is not signed in: refuse, or wait until it times out.
    #[arg(long, env = "WHEN_ABSENT", value_enum, default_value = "refuse")]
    pub when_absent: Absent,
    /// What a call to somebody does who is busy: ring, or refuse.
    #[arg(long, env = "WHEN_BUSY", value_enum, default_value = "ring")]
    pub when_busy: Busy,
    /// Origins whose pages may call the API and Socket.IO: comma-separated, such as
    /// `https://apps.example.com`. The server's own pages may in any case.
    #[arg(long, env = "CORS_ORIGINS", default_value = "")]
    pub cors_origins: Origins,
    /// Where a visitor is sent whose call finds nobody: a contact form, say.
    #[arg(long, env = "FALLBACK_URL")]
    pub fallback_url: Option<String>,
    /// Whether the pages offer to record a call: allowed or off.
    #[arg(long, env = "RECORDING", value_enum, default_value = "allowed")]
    pub recording: Recording,
    /// For how many days calls are kept in the history.
    #[arg(long, env = "HISTORY_DAYS", default_value = "90", value_parser = clap::value_parser!(u16).range(1..))]
    pub history_days: u16,
}

/// Whether the pages offer to record a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Recording {
    /// They do; both sides see it.
    Allowed,
    /// They do not.
    Off,
}

/// What a second sign-in does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Second {
    /// The newer page has the desk.
    TakeOver,
    /// The older page keeps it.
    Refuse,
    /// Both have it.
    Several,
}

/// What a call to somebody does who is not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Absent {
    /// The visitor is told at once.
    Refuse,
    /// It waits.
    Wait,
}

/// What a call to somebody does who is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Busy {
    /// It waits with the others.
    Ring,
    /// The visitor is told at once.
    Refuse,
}

impl ReceptionArguments {
    /// How the reception behaves.
    #[must_use]
    pub fn config(&self) -> Config {
        Config {
            ring_timeout: Duration::from_secs(self.ring_timeout),
            grace: Duration::from_secs(self.reconnect_grace),
            second_sign_in: match self.second_sign_in {
                Second::TakeOver => SecondSignIn::TakeOver,
                Second::Refuse => SecondSignIn::Refuse,
                Second::Several => SecondSignIn::Several,
            },
            when_absent: match self.when_absent {
                Absent::Refuse => WhenAbsent::Refuse,
                Absent::Wait => WhenAbsent::Wait,
            },
            when_busy: match self.when_busy {
                Busy::Ring => WhenBusy::Ring,
                Busy::Refuse => WhenBusy::Refuse,
            },
            ..Config::default()
        }
    }

    /// Where a visitor is sent whose call finds nobody.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn fallback_url(&self) -> anyhow::Result<Option<String>> {
        let Some(text) = self.fallback_url.as_deref().map(str::trim) else {
            return Ok(None);
        };
        let url = Url::parse(text).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
        match url {
            Some(url) => Ok(Some(url.into())),
            None => bail!("FALLBACK_URL must be like https://www.example.com/contact"),
        }
    }
}
