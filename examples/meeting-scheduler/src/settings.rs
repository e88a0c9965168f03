//! Everything that can be set, by flag, environment variable or `.env`.

mod vendors;

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::Parser;
use secrecy::SecretString;
use server_kit::{
    limits::RateLimit,
    settings::{CommonArguments, secret},
    sign_in::password::PasswordHash,
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

    /// Keys that sign sessions: base64 of 32 bytes each, comma-separated; the first signs,
    /// all are believed. Made once into DATA_DIR/keys if not given.
    #[arg(long, env = "SESSION_KEYS", hide_env_values = true)]
    pub session_keys: Option<SecretString>,
    /// File that holds SESSION_KEYS.
    #[arg(long, env = "SESSION_KEYS_FILE")]
    pub session_keys_file: Option<PathBuf>,
    /// How long a session lives, used or not: 30m, 8h, 1d.
    #[arg(long, env = "SESSION_LIFE", default_value = "8h", value_parser = session_life)]
    pub session_life: TimeDelta,
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

/// A life such as `8h`: a number of minutes, hours or days, at most 30 days.
fn session_life(text: &str) -> Result<TimeDelta, String> {
    let text = text.trim();
    let split = text.len().saturating_sub(1);
    let (count, unit) = text.split_at_checked(split).unwrap_or_default();
    let minutes = match unit {
        "m" => 1,
        "h" => 60,
        "d" => 24 * 60,
        _ => 0,
    };
    let count: i64 = count.trim().parse().unwrap_or_default();
    let life = count
        .checked_mul(minutes)
        .and_then(TimeDelta::try_minutes)
        .filter(|life| (TimeDelta::minutes(1)..=TimeDelta::days(30)).contains(life));
    life.ok_or_else(|| "must be like 8h (m, h or d, from 1m to 30d)".to_owned())
}

#[cfg(test)]
mod tests;
