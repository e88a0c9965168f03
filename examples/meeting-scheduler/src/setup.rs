//! From settings to the state that the routes share.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context;
use base64::{Engine, prelude::BASE64_STANDARD};
use ccaas_http::{Clock, Timeouts};
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use server_kit::{
    keys,
    limits::{API, FILES, Limits, REQUESTS},
    metrics,
    problem::Style,
    router::Outer,
    settings::{Missing, secret},
    sign_in::{
        cookie::Signer,
        cross_site::origin_of,
        password::{PasswordHash, Passwords},
        session::{MOST_SESSIONS, Sessions},
    },
    tls::TlsFiles,
};

use crate::{
    full_urls::FullUrls,
    limits::{self, SIGN_INS},
    locks::Locks,
    measures,
    meeting::Rules,
    routes::pages,
    session::COOKIE,
    settings::{Arguments, Vendors},
    state::{Answers, AppState},
    vendor::Clients,
    work::Work,
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
    /// Folder of the keys.
    pub data_dir: PathBuf,
    /// The address that people reach the server by.
    pub public_url: String,
    /// `NODE_ENV`.
    pub environment: String,
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
        anyhow::ensure!(
            !(sandbox && arguments.node_env == "production"),
            "--sandbox starts a fake vendor, which NODE_ENV=production does not allow"
        );
        let operator = arguments.operator()?;
        if operator.is_none() && !sandbox {
            let mut missing = Missing::default();
            missing.required("OPERATOR_PASSWORD_HASH", None);
            missing.finish()?;
        }
        let session_keys = secret(
            "SESSION_KEYS",
            arguments.session_keys.clone(),
            arguments.session_keys_file.clone(),
        )?;
        let public_url = arguments.public_url()?;
        if let Some(keys) = &session_keys {
            Signer::new(COOKIE, keys, is_https(&public_url))?;
        }
        let limits = Limits::new(limits::counts, "meeting_scheduler_rate_limited_total")
            .limit(REQUESTS, arguments.rate_limit_general)
            .limit(API, arguments.rate_limit_api)
            .limit(SIGN_INS, arguments.rate_limit_auth)
            .untold(FILES, arguments.rate_limit_files);
        let outer = Outer {
            trusted_proxies: arguments.trusted_proxies.clone(),
            limits,
            problems: Style {
                site: Some(pages::SITE),
                tells_status: true,
            },
            private: &[],
        };
        Ok(Self {
            vendors,
            rules: arguments.rules()?,
            operator,
            allow_pak_entry: arguments.allow_pak_entry,
            session_life: arguments.session_life,
            max_sessions: MOST_SESSIONS,
            session_keys,
            admin_token: secret(
                "ADMIN_TOKEN",
                arguments.admin_token.clone(),
                arguments.admin_token_file.clone(),
            )?,
            data_dir: arguments.data_dir.clone(),
            public_url,
            environment: arguments.node_env.clone(),
            outer,
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
        if self.session_keys.is_none() {
            self.session_keys = Some(self.own_key("session_keys", "SESSION_KEYS", 32)?);
        }
        if self.admin_token.is_none() {
            self.admin_token = Some(self.own_key("admin_token", "ADMIN_TOKEN", 24)?);
        }
        Ok(())
    }

    fn own_key(&self, file: &str, setting: &str, bytes: usize) -> anyhow::Result<SecretString> {
        let (key, made): (SecretSlice<u8>, bool) =
            keys::load_or_create(&self.data_dir, file, bytes)?;
        if made {
            tracing::warn!(
                "{setting} is not set: made one into {}",
                self.data_dir.join("keys").join(file).display()
            );
        }
        let key = BASE64_STANDARD.encode(key.expose_secret());
        Ok(SecretString::from(key))
    }
}

fn is_https(public_url: &str) -> bool {
    public_url.starts_with("https:")
}

/// The files of `TLS_CERT` and `TLS_KEY`, if they are set and can be read.
///
/// # Errors
/// A text for the operator that names the setting.
pub fn tls_files(arguments: &Arguments) -> anyhow::Result<Option<TlsFiles>> {
    let files = TlsFiles::from_settings(arguments.tls_cert.clone(), arguments.tls_key.clone())?;
    if let Some(files) = &files {
        for (setting, path) in [("TLS_CERT", &files.cert), ("TLS_KEY", &files.key)] {
            std::fs::read(path).with_context(|| {
                format!("could not read {} that {setting} names", path.display())
            })?;
        }
    }
    Ok(files)
}

/// Builds the state, with nobody signed in.
///
/// # Errors
/// If a key is missing or no key, or TLS cannot be set up.
pub fn state(config: Config) -> anyhow::Result<Arc<AppState>> {
    let session_keys = config.session_keys.context("SESSION_KEYS is not set")?;
    let is_https = is_https(&config.public_url);
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
        public_origin: origin_of(&config.public_url),
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

    #[test]
    fn files_of_tls_that_cannot_be_read_are_named() {
        let tls = |given: &[&str]| tls_files(&Arguments::parse_from(["x"].iter().chain(given)));
        let here = concat!("--tls-cert=", env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

        assert_eq!(tls(&[]).unwrap(), None);
        let error = tls(&[here, "--tls-key=no-such-file.pem"]).unwrap_err();
        let expected = "could not read no-such-file.pem that TLS_KEY names";
        assert_eq!(error.to_string(), expected);
    }
}
