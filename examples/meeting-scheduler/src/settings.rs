//! Everything that can be set, by flag, environment variable or `.env`.

mod vendors;

use std::{net::IpAddr, path::PathBuf};

use chrono::TimeDelta;
use clap::{CommandFactory, FromArgMatches, Parser, builder::Resettable};
use secrecy::SecretString;
use server_kit::{
    client_ip::TrustedProxies, limits::RateLimit, settings::secret, sign_in::password::PasswordHash,
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
#[command(name = "meeting-scheduler", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Port to listen on.
    #[arg(long, env = "PORT", default_value_t = 3007)]
    pub port: u16,
    /// Address to listen on; `::` is every address, of IPv4 too.
    #[arg(long, env = "HOST", default_value = "::")]
    pub host: IpAddr,
    /// Address that people reach this server by; with https, the session's cookie is
    /// never sent without. [default: http://localhost:PORT, https with TLS_CERT]
    #[arg(long, env = "PUBLIC_URL")]
    pub public_url: Option<String>,
    /// `production` refuses the sandbox.
    #[arg(long, env = "NODE_ENV", default_value = "development")]
    pub node_env: String,
    /// What to log: error, warn, info, debug, trace.
    #[arg(long, env = "LOG_LEVEL", default_value = "info")]
    pub log_level: String,
    /// Folder of combined.log, error.log, access.log and audit.log.
    #[arg(long, env = "LOG_DIR", default_value = "./logs")]
    pub log_dir: PathBuf,
    /// Folder of the keys, unless they are given.
    #[arg(long, env = "DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,
    /// Certificate chain (PEM) to serve HTTPS with; needs TLS_KEY.
    #[arg(long, env = "TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) of TLS_CERT.
    #[arg(long, env = "TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Proxies whose X-Forwarded-For is believed: addresses or networks, comma-separated.
    #[arg(long, env = "TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: TrustedProxies,
    /// Calls an address may make in general, pages and API together.
    #[arg(long, env = "RATE_LIMIT_GENERAL", default_value = "600/15m")]
    pub rate_limit_general: RateLimit,
    /// Calls an address may make to the API.
    #[arg(long, env = "RATE_LIMIT_API", default_value = "300/15m")]
    pub rate_limit_api: RateLimit,
    /// Files and documentation an address may load.
    #[arg(long, env = "RATE_LIMIT_FILES", default_value = "6000/15m")]
    pub rate_limit_files: RateLimit,
    /// Times an address may try to sign in.
    #[arg(long, env = "RATE_LIMIT_AUTH", default_value = "20/15m")]
    pub rate_limit_auth: RateLimit,

    /// Token to read /metrics with from elsewhere. Made once into DATA_DIR/keys if not given.
    #[arg(long, env = "ADMIN_TOKEN", hide_env_values = true)]
    pub admin_token: Option<SecretString>,
    /// File that holds ADMIN_TOKEN.
    #[arg(long, env = "ADMIN_TOKEN_FILE")]
    pub admin_token_file: Option<PathBuf>,
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
    /// Reads the command line and the environment; ends the process on `--help` and on
    /// what it does not understand. An empty variable counts as one that is not set, as
    /// Compose files send them.
    #[must_use]
    pub fn read() -> Self {
        let command = Self::command().mut_args(|argument| {
            let name = argument.get_env();
            match name.and_then(std::env::var_os) {
                Some(value) if value.is_empty() => argument.env(Resettable::Reset),
                _ => argument,
            }
        });
        let matches = command.get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }

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

    /// The address that people reach this server by, without a slash at the end.
    ///
    /// # Errors
    /// A text for the operator if PUBLIC_URL is not an http or https URL.
    pub fn public_url(&self) -> anyhow::Result<String> {
        let given = self.public_url.as_deref().map(str::trim);
        let given = given.filter(|text| !text.is_empty());
        let scheme = if self.tls_cert.is_some() {
            "https"
        } else {
            "http"
        };
        let own = format!("{scheme}://localhost:{}", self.port);
        let url = url::Url::parse(given.unwrap_or(&own))
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none());
        match url {
            Some(url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
            None => anyhow::bail!("PUBLIC_URL must be like https://meet.example.com"),
        }
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
