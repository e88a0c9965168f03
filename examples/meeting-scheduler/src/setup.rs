//! From settings to the state that the routes share.

use std::sync::Arc;

use anyhow::Context;
use ccaas_http::{Clock, Timeouts};
use chrono::TimeDelta;
use secrecy::SecretString;
use server_kit::{
    keys,
    locks::Locks,
    metrics,
    problem::Style,
    router::Outer,
    settings::{CommonArguments, Missing},
    sign_in::{
        cookie::Signer,
        cross_site::PublicOrigin,
        password::{PasswordHash, Passwords},
        session::{MOST_SESSIONS, Sessions},
    },
    work::Work,
};

use crate::{
    full_urls::FullUrls,
    limits::{self, SIGN_INS},
    measures,
    meeting::Rules,
    routes::pages,
    session::COOKIE,
    settings::{Arguments, Vendors},
    state::{Answers, AppState},
    vendor::Clients,
};

/// Everything that the server is made from, read and checked.
#[derive(Debug)]
pub struct Config {
    /// The environments, and who the server is to them.
    pub vendors: Vendors,
    /// What requests about meetings must keep to.
    pub rules: Rules,
    /// The operator's password; only a sandbox may do without.
    pub operator: Option<PasswordHash>,
    /// Whether people may type in a Partner API Key where the server has none.
    pub allow_pak_entry: bool,
    /// How long a session lives.
    pub session_life: TimeDelta,
    /// How many sessions are kept.
    pub max_sessions: usize,
    /// The keys that sign sessions.
    pub session_keys: Option<SecretString>,
    /// The token to read the metrics with from elsewhere.
    pub admin_token: Option<SecretString>,
    /// What every server has.
    pub common: CommonArguments,
    /// The address that people reach the server by.
    pub public_url: String,
    /// What stands around the routes.
    pub outer: Outer,
    /// How long to wait for the vendor.
    pub timeouts: Timeouts,
    /// Where time comes from.
    pub clock: Clock,
    /// Whether a fake stands in for the vendor.
    pub sandbox: bool,
}

impl Config {
    /// Reads and checks all settings.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn new(arguments: &Arguments, vendors: Vendors) -> anyhow::Result<Self> {
        let sandbox = arguments.is_sandbox();
        let common = &arguments.common;
        common.allow_sandbox(sandbox)?;
        let operator = arguments.operator()?;
        if operator.is_none() && !sandbox {
            let mut missing = Missing::default();
            missing.required("OPERATOR_PASSWORD_HASH", None);
            missing.finish()?;
        }
        let public_url = common.public_url()?;
        let limits = common.limits(limits::counts, "meeting_scheduler_rate_limited_total");
        let problems = Style {
            site: Some(pages::SITE),
            tells_status: true,
        };
        let limits = limits.limit(SIGN_INS, arguments.rate_limit_auth);
        Ok(Self {
            vendors,
            rules: arguments.rules()?,
            operator,
            allow_pak_entry: arguments.allow_pak_entry,
            session_life: arguments.sessions.session_life,
            max_sessions: MOST_SESSIONS,
            session_keys: arguments.sessions.keys()?,
            admin_token: common.admin_token()?,
            common: common.clone(),
            public_url,
            outer: common.outer(limits, problems),
            timeouts: Timeouts::default(),
            clock: Clock::system(),
            sandbox,
        })
    }

    /// Takes the keys that no setting gives from `DATA_DIR/keys`, and makes them once.
    ///
    /// # Errors
    /// If the folder cannot be written, or a key in it is damaged.
    pub fn fill_in_keys(&mut self) -> anyhow::Result<()> {
        let data_dir = &self.common.data_dir;
        keys::fill_in(&mut self.session_keys, data_dir, "SESSION_KEYS", 32)?;
        keys::fill_in(&mut self.admin_token, data_dir, "ADMIN_TOKEN", 24)
    }
}

/// Builds the state, with nobody signed in.
///
/// # Errors
/// If a key is missing or no key, or TLS cannot be set up.
pub fn state(config: Config) -> anyhow::Result<Arc<AppState>> {
    let session_keys = config.session_keys.context("SESSION_KEYS is not set")?;
    let is_https = config.public_url.starts_with("https:");
    let metrics = metrics::install()?;
    measures::announce();
    Ok(Arc::new(AppState {
        vendors: config.vendors,
        clients: Clients::new(config.timeouts, config.clock.clone())?,
        rules: config.rules,
        operator: config.operator,
        passwords: Passwords::default(),
        allow_pak_entry: config.allow_pak_entry,
        sessions: Sessions::new(config.session_life, config.max_sessions),
        signer: Signer::new(COOKIE, &session_keys, is_https)?,
        answers: Answers::default(),
        full_urls: FullUrls::default(),
        locks: Locks::default(),
        work: Work::default(),
        timeouts: config.timeouts,
        clock: config.clock,
        public_origin: PublicOrigin::of(&config.public_url),
        public_url: config.public_url,
        admin_token: config.admin_token.context("ADMIN_TOKEN is not set")?,
        outer: config.outer,
        metrics,
        sandbox: config.sandbox,
    }))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    /// The settings with these ones, in front of nobody's own VideoEngager.
    fn config(given: &[&str]) -> anyhow::Result<Config> {
        let arguments = Arguments::parse_from(["x"].iter().chain(given));
        let vendors = arguments.vendors()?;
        Config::new(&arguments, vendors)
    }

    #[test]
    fn settings_that_would_stop_the_server_are_refused_before_anything_is_begun() {
        let hash = "--operator-password-hash=$argon2id$v=19$m=8,t=1,p=1\
            $c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";
        assert!(config(&[hash]).is_ok());
        for (given, named) in [
            (&[hash, "--session-keys=short"][..], "SESSION_KEYS"),
            (&[hash, "--public-url=ftp://example.com"], "PUBLIC_URL"),
            (&[hash, "--min-duration=2000"], "MIN_DURATION"),
            (
                &["--operator-password-hash=swordfish"],
                "OPERATOR_PASSWORD_HASH",
            ),
        ] {
            let error = config(given).unwrap_err().to_string();
            assert!(error.starts_with(named), "{error}");
        }
    }
}
