//! Everything that can be set, by flag, environment variable or `.env`.

mod bridge;
mod ports;
mod route;
mod span;
mod template;

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use secrecy::SecretString;
use server_kit::{
    keys,
    seal::Sealer,
    settings::{CommonArguments, secret},
    sign_in::accounts::{settings::AccountArguments, users},
};

use crate::routes_file::{self, Route};

pub use bridge::{BridgeArguments, MarkRead, ResendPolicy};
pub use ports::Ports;
pub use route::RouteArguments;
pub(crate) use span::{parse as parse_span, show as show_span};
pub(crate) use template::parse as parse_template;

const INDEX_KEY: &str = "INDEX_KEY";

/// Lets WhatsApp customers talk with Genesys Cloud agents.
///
/// Every setting is also read from a file `.env` in the working folder. A secret can
/// be given as a file: `META_APP_SECRET_FILE=/run/secrets/app_secret` instead of
/// `META_APP_SECRET`.
#[derive(Parser, Debug)]
#[command(
    name = "whatsapp-bridge",
    version,
    max_term_width = 100,
    mut_arg("port", |port| port.default_value("3000"))
)]
pub struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What every server has.
    #[command(flatten)]
    pub common: CommonArguments,
    /// What every server with accounts has.
    #[command(flatten)]
    pub accounts: AccountArguments,
    /// What this process does.
    #[arg(long, env = "ROLE", default_value = "all")]
    pub role: Role,
    /// The services' ports.
    #[command(flatten)]
    pub ports: Ports,
    /// The route `default`.
    #[command(flatten)]
    pub route: RouteArguments,
    /// JSON file that lists further routes: numbers, integrations, organisations.
    #[arg(long, env = "ROUTES_FILE")]
    pub routes_file: Option<PathBuf>,
    /// Token of the internal endpoints, as bearer. Without one they are for this machine only.
    #[arg(long, env = "SERVICE_TOKEN", hide_env_values = true)]
    pub service_token: Option<SecretString>,
    /// File that holds SERVICE_TOKEN.
    #[arg(long, env = "SERVICE_TOKEN_FILE")]
    pub service_token_file: Option<PathBuf>,
    /// Key of the hashes that customers are found by: base64 of 32 bytes. It never changes.
    /// Made once into DATA_DIR/keys if not given.
    #[arg(long, env = "INDEX_KEY", hide_env_values = true)]
    pub index_key: Option<SecretString>,
    /// File that holds INDEX_KEY.
    #[arg(long, env = "INDEX_KEY_FILE")]
    pub index_key_file: Option<PathBuf>,
    /// How messages are handed on.
    #[command(flatten)]
    pub bridge: BridgeArguments,

    /// Start fake vendors inside this process, and need no credentials.
    #[cfg(feature = "sandbox")]
    #[arg(long, env = "SANDBOX", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub sandbox: bool,
    /// Seconds that the server's clock is ahead of the system's. Programs on this machine may
    /// move it on: POST /_sandbox/clock. For demos.
    #[cfg(feature = "sandbox")]
    #[arg(long, env = "SANDBOX_CLOCK", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(..=1_000_000_000))]
    pub sandbox_clock: Option<u32>,
}

/// What a process does.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Everything.
    All,
}

/// What to do instead of serving.
#[derive(clap::Subcommand, Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Check the settings against the vendors, without side effects, and exit.
    Check,
    /// Look after the accounts in DATA_DIR, while the server runs or not.
    #[command(subcommand)]
    Users(users::Command),
    /// Read a password, print it as ADMIN_PASSWORD_HASH, and exit.
    HashPassword,
}

impl Arguments {
    /// The token of the internal endpoints, if there is one.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn service_token(&self) -> anyhow::Result<Option<SecretString>> {
        let (token, file) = (self.service_token.clone(), self.service_token_file.clone());
        secret("SERVICE_TOKEN", token, file)
    }

    /// Hashes what has to be found again.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn index(&self) -> anyhow::Result<Sealer> {
        let (key, file) = (self.index_key.clone(), self.index_key_file.clone());
        let key = match secret(INDEX_KEY, key, file)? {
            Some(key) => key,
            None => keys::own(&self.common.data_dir, INDEX_KEY, 32)?,
        };
        Sealer::new(&key).context(INDEX_KEY)
    }

    /// All routes: that of the variables, and those of ROUTES_FILE.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn routes(&self) -> anyhow::Result<Vec<Route>> {
        let listed = match &self.routes_file {
            Some(file) => routes_file::read(file)?,
            None => Vec::new(),
        };
        if listed.is_empty() || self.route.is_begun() {
            let default = self.route.route()?;
            return Ok([default].into_iter().chain(listed).collect());
        }
        Ok(listed)
    }

    /// Whether the fakes of this process stand in for the vendors.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        #[cfg(feature = "sandbox")]
        return self.sandbox;
        #[cfg(not(feature = "sandbox"))]
        false
    }
}

#[cfg(test)]
mod tests;
