//! Everything that can be set, by flag, environment variable or `.env`.

mod vendors;

use std::path::PathBuf;

use clap::Parser;
use secrecy::SecretString;
use server_kit::{
    limits::RateLimit,
    settings::{CommonArguments, secret},
    sign_in::{password::PasswordHash, settings::SessionArguments},
};

pub use vendors::{Installation, Vendors};

use crate::meeting::Rules;

const OPERATOR_HASH: &str = "OPERATOR_PASSWORD_HASH";

/// Schedules video meetings with the agents of a VideoEngager tenant, and lets the agents
/// join.
///
/// Every setting is also read from a file `.env` in the working folder. A secret can
/// be given as a file: `VE_PAK_FILE=/run/secrets/pak` instead of `VE_PAK`.
#[derive(Parser, Debug)]
#[command(
    name = "meeting-scheduler",
    version,
    max_term_width = 100,
    mut_arg("port", |port| port.default_value("3007"))
)]
pub struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What every server has.
    #[command(flatten)]
    pub common: CommonArguments,
    /// Times an address may try to sign in.
    #[arg(long, env = "RATE_LIMIT_AUTH", default_value = "20/15m")]
    pub rate_limit_auth: RateLimit,

    /// The settings of sessions.
    #[command(flatten)]
    pub sessions: SessionArguments,
    /// What `meeting-scheduler hash-password` prints for the password without which nobody
    /// uses the server's Partner API Keys. Required.
    #[arg(long, env = "OPERATOR_PASSWORD_HASH", hide_env_values = true)]
    pub operator_password_hash: Option<SecretString>,
    /// File that holds OPERATOR_PASSWORD_HASH.
    #[arg(long, env = "OPERATOR_PASSWORD_HASH_FILE")]
    pub operator_password_hash_file: Option<PathBuf>,
    /// Let people type in a Partner API Key where the server has none.
    #[arg(long, env = "ALLOW_PAK_ENTRY", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub allow_pak_entry: bool,

    /// Shortest meeting in minutes.
    #[arg(long, env = "MIN_DURATION", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub min_duration: u32,
    /// Longest meeting in minutes.
    #[arg(long, env = "MAX_DURATION", default_value_t = 1440, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub max_duration: u32,

    #[command(flatten)]
    installations: vendors::Installations,

    /// Start a fake VideoEngager inside this process, and need no credentials.
    #[cfg(feature = "sandbox")]
    #[arg(long, env = "SANDBOX", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub sandbox: bool,
    /// Seconds that the server's clock is ahead of the system's. Programs on this machine may
    /// move it on: POST /_sandbox/clock. For demos.
    #[cfg(feature = "sandbox")]
    #[arg(long, env = "SANDBOX_CLOCK", value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(..=1_000_000_000))]
    pub sandbox_clock: Option<u32>,
}

/// What to do instead of serving.
#[derive(clap::Subcommand, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Check the settings against VideoEngager, without side effects, and exit.
    Check,
    /// Read a password, print it as OPERATOR_PASSWORD_HASH, and exit.
    HashPassword,
}

impl Arguments {
    /// What requests about meetings must keep to.
    ///
    /// # Errors
    /// A text for the operator if no duration is possible.
    pub fn rules(&self) -> anyhow::Result<Rules> {
        anyhow::ensure!(
            self.min_duration <= self.max_duration,
            "MIN_DURATION must not be more than MAX_DURATION"
        );
        Ok(Rules {
            duration: self.min_duration..=self.max_duration,
        })
    }

    /// The operator's password, if there is one.
    ///
    /// # Errors
    /// A text for the operator if OPERATOR_PASSWORD_HASH is no hash.
    pub fn operator(&self) -> anyhow::Result<Option<PasswordHash>> {
        let hash = self.operator_hash()?;
        let read = hash.map(|hash| PasswordHash::from_setting(OPERATOR_HASH, &hash));
        read.transpose()
    }

    fn operator_hash(&self) -> anyhow::Result<Option<SecretString>> {
        let file = self.operator_password_hash_file.clone();
        secret(OPERATOR_HASH, self.operator_password_hash.clone(), file)
    }

    /// Whether the fake of this process stands in for the vendor.
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
