//! The settings that every server has, and the rules that go with them.

use std::net::{IpAddr, TcpListener};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::{fs, time::Duration};

use anyhow::{Context, bail};
use clap::builder::Resettable;
use clap::{CommandFactory, Parser};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::secret;
use crate::client_ip::TrustedProxies;
use crate::headers::Hsts;
use crate::limits::{API, Counts, FILES, Limits, REQUESTS, RateLimit};
use crate::logs::{self, LogGuard, LogSettings};
use crate::serve::{self, ConnectionLimits};
use crate::{problem::Style, router::Outer, tls::TlsFiles};

/// Shorter tokens can be guessed.
const SHORTEST_TOKEN: usize = 16;

/// The arguments that every server has, to be flattened into its own.
///
/// A server's own defaults are set beside its name:
/// `#[command(name = "…", mut_arg("port", |port| port.default_value("3002")))]`.
#[derive(clap::Args, Clone, Debug)]
pub struct CommonArguments {
    /// Port to listen on.
    #[arg(long, env = "PORT", default_value = "3000")]
    pub port: u16,
    /// Address to listen on; `::` is every address, of IPv4 too.
    #[arg(long, env = "HOST", default_value = "::")]
    pub host: IpAddr,
    /// Address that people reach this server by, with the path that a proxy in front takes
    /// off; links start with it. [default: http://localhost:PORT, https with TLS_CERT]
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
    /// Folder of what the server stores and, unless given, of the keys.
    #[arg(long, env = "DATA_DIR", default_value = "./data")]
    pub data_dir: PathBuf,
    /// Certificate chain (PEM) to serve HTTPS with; needs TLS_KEY.
    #[arg(long, env = "TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) of TLS_CERT.
    #[arg(long, env = "TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// For how many seconds browsers remember to come by HTTPS only; they are told over HTTPS.
    #[arg(long, env = "HSTS_MAX_AGE", default_value = "31536000")]
    pub hsts_max_age: u64,
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
    /// Connections that are held; half of the files that may be open is the most.
    #[arg(long, env = "MAX_CONNECTIONS", default_value = "2000")]
    pub max_connections: NonZeroUsize,
    /// Connections that are held from one address.
    #[arg(long, env = "MAX_CONNECTIONS_PER_ADDRESS", default_value = "250")]
    pub max_connections_per_address: NonZeroUsize,
    /// Token of what is for the admin and, from elsewhere, of /metrics. Made once into
    /// DATA_DIR/keys if not given.
    #[arg(long, env = "ADMIN_TOKEN", hide_env_values = true)]
    pub admin_token: Option<SecretString>,
    /// File that holds ADMIN_TOKEN.
    #[arg(long, env = "ADMIN_TOKEN_FILE")]
    pub admin_token_file: Option<PathBuf>,
}

impl CommonArguments {
    /// Listens on `HOST` and `PORT`.
    ///
    /// # Errors
    ///
    /// A text for the operator.
    pub fn bind(&self) -> anyhow::Result<TcpListener> {
        serve::bind(self.host, self.port)
    }

    /// Starts the log files and the console, until the guard is dropped.
    ///
    /// # Errors
    ///
    /// A text for the operator.
    pub fn logs(&self) -> anyhow::Result<LogGuard> {
        logs::init(&LogSettings {
            dir: self.log_dir.clone(),
            level: self.log_level.clone(),
            console: true,
        })
    }

    /// The address that links to this server start with, without a slash at the end.
    ///
    /// # Errors
    ///
    /// A text for the operator if `PUBLIC_URL` is not an http or https URL.
    pub fn public_url(&self) -> anyhow::Result<String> {
        let given = self.public_url.as_deref().map(str::trim);
        let given = given.filter(|text| !text.is_empty());
        let scheme = match self.tls_cert {
            Some(_) => "https",
            None => "http",
        };
        let own = format!("{scheme}://localhost:{}", self.port);
        let url = Url::parse(given.unwrap_or(&own)).ok().filter(|url| {
            let is_plain = url.query().is_none() && url.fragment().is_none();
            is_plain && matches!(url.scheme(), "http" | "https")
        });
        match url {
            Some(url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
            None => bail!("PUBLIC_URL must be like https://example.com or https://example.com/app"),
        }
    }

    /// The files of `TLS_CERT` and `TLS_KEY`, if they are set and can be read.
    ///
    /// # Errors
    ///
    /// A text for the operator that names the setting.
    pub fn tls_files(&self) -> anyhow::Result<Option<TlsFiles>> {
        let files = TlsFiles::from_settings(self.tls_cert.clone(), self.tls_key.clone())?;
        if let Some(files) = &files {
            for (setting, path) in [("TLS_CERT", &files.cert), ("TLS_KEY", &files.key)] {
                fs::read(path).with_context(|| {
                    format!("could not read {} that {setting} names", path.display())
                })?;
            }
        }
        Ok(files)
    }

    /// The admin's token, if it is given.
    ///
    /// # Errors
    ///
    /// A text for the operator.
    pub fn admin_token(&self) -> anyhow::Result<Option<SecretString>> {
        let (token, file) = (self.admin_token.clone(), self.admin_token_file.clone());
        secret("ADMIN_TOKEN", token, file)
    }

    /// Lets fakes stand in for vendors anywhere but in production.
    ///
    /// # Errors
    ///
    /// A text for the operator.
    pub fn allow_sandbox(&self, is_sandbox: bool) -> anyhow::Result<()> {
        if is_sandbox && self.node_env == "production" {
            bail!("--sandbox starts fake vendors, which NODE_ENV=production does not allow");
        }
        Ok(())
    }

    /// Refuses a clock that can be moved in production.
    ///
    /// # Errors
    /// A text for the operator.
    #[cfg(feature = "sandbox")]
    pub fn allow_moved_clock(&self) -> anyhow::Result<()> {
        if self.node_env == "production" {
            bail!(
                "SANDBOX_CLOCK lets anybody on this machine move the clock, which NODE_ENV=production does not allow"
            );
        }
        Ok(())
    }

    /// The limits that every server has; `refused` is the metric of what they refuse.
    #[must_use]
    pub fn limits(&self, counts: Counts, refused: &'static str) -> Limits {
        Limits::new(counts, refused)
            .limit(REQUESTS, self.rate_limit_general)
            .limit(API, self.rate_limit_api)
            .untold(FILES, self.rate_limit_files)
    }

    /// How many connections are held.
    #[must_use]
    pub fn connections(&self) -> ConnectionLimits {
        ConnectionLimits {
            in_all: self.max_connections.get(),
            per_address: self.max_connections_per_address.get(),
            proxies: self.trusted_proxies.clone(),
        }
    }

    /// What stands around the routes, with nothing private but the API.
    #[must_use]
    pub fn outer(&self, limits: Limits, problems: Style) -> Outer {
        Outer {
            trusted_proxies: self.trusted_proxies.clone(),
            limits,
            problems,
            private: &[],
            hsts: Hsts {
                max_age: Some(Duration::from_secs(self.hsts_max_age)),
                tls: self.tls_cert.is_some(),
            },
        }
    }

    /// Warns about what is fine for a trial and not for production.
    pub fn warn(&self) {
        let short = |token: &SecretString| token.expose_secret().len() < SHORTEST_TOKEN;
        let token = self.admin_token().ok().flatten();
        if token.as_ref().is_some_and(short) {
            tracing::warn!("ADMIN_TOKEN is shorter than 16 characters: it can be guessed");
        }
        let is_open = |url: String| url.starts_with("http:");
        if self.node_env == "production" && self.public_url().is_ok_and(is_open) {
            tracing::warn!(
                "PUBLIC_URL is not https: links and sessions would travel over an open line"
            );
        }
    }
}

/// Reads the command line and the environment; ends the process on `--help` and on what it
/// does not understand.
///
/// An empty variable counts as one that is not set, as Compose files send them.
#[must_use]
pub fn read<A: Parser>() -> A {
    let command = A::command().mut_args(|argument| {
        let name = argument.get_env();
        match name.and_then(std::env::var_os) {
            Some(value) if value.is_empty() => argument.env(Resettable::Reset),
            _ => argument,
        }
    });
    let matches = command.get_matches();
    A::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// Fails unless the command line is consistent, and an example file names every setting and
/// no other. A setting that has to follow another one must not be set there.
///
/// For a test of each server: `assert_example::<Arguments>(include_str!("../.env.example"))`.
///
/// # Panics
///
/// If it is not so.
pub fn assert_example<A: CommandFactory>(example: &str) {
    A::command().debug_assert();
    let command = A::command();
    let known = command.get_arguments().filter_map(|known| known.get_env());
    let known: Vec<_> = known.map(|name| name.to_string_lossy()).collect();
    let is_name = |name: &&str| {
        name.bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    };
    let lines = example.lines().map(|line| line.trim_start_matches("# "));
    let named = lines.filter_map(|line| line.split_once('=').map(|(name, _)| name));
    let named: Vec<_> = named.filter(is_name).collect();
    for name in &known {
        assert!(named.contains(&&**name), "the example lacks {name}");
    }
    for name in &named {
        assert!(known.iter().any(|known| known == name), "{name} is unknown");
    }
    // Changing PORT alone has to keep every link right.
    assert!(!example.lines().any(|line| line.starts_with("PUBLIC_URL=")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Parser, Debug)]
    #[command(mut_arg("port", |port| port.default_value("3007")))]
    struct Arguments {
        #[command(flatten)]
        common: CommonArguments,
    }

    fn common(given: &[&str]) -> CommonArguments {
        Arguments::parse_from(["x"].iter().chain(given)).common
    }

    #[test]
    fn a_server_sets_its_own_defaults() {
        assert_eq!(common(&[]).port, 3007);
        assert_eq!(common(&["--port=4000"]).port, 4000);
    }

    #[test]
    fn links_follow_the_port_unless_an_address_is_given() {
        let url = |given: &[&str]| common(given).public_url();
        let tls = ["--port=4000", "--tls-cert=cert.pem", "--tls-key=key.pem"];

        assert_eq!(url(&["--port=4000"]).unwrap(), "http://localhost:4000");
        assert_eq!(url(&tls).unwrap(), "https://localhost:4000");
        assert_eq!(url(&["--public-url="]).unwrap(), "http://localhost:3007");
        for (given, expected) in [
            ("https://book.example.com/", "https://book.example.com"),
            ("https://example.com/book/", "https://example.com/book"),
        ] {
            assert_eq!(url(&["--public-url", given]).unwrap(), expected);
        }
        for bad in [
            "book.example.com",
            "ftp://example.com",
            "https://example.com/?a=b",
            "https://example.com/#a",
        ] {
            let error = url(&["--public-url", bad]).unwrap_err();
            assert!(error.to_string().starts_with("PUBLIC_URL"), "{bad}");
        }
    }

    #[test]
    fn files_of_tls_that_cannot_be_read_are_named() {
        let here = concat!("--tls-cert=", env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

        assert_eq!(common(&[]).tls_files().unwrap(), None);
        let given = common(&[here, "--tls-key=no-such-file.pem"]);
        let expected = "could not read no-such-file.pem that TLS_KEY names";
        assert_eq!(given.tls_files().unwrap_err().to_string(), expected);
    }

    #[test]
    fn production_has_no_sandbox() {
        assert!(common(&[]).allow_sandbox(true).is_ok());
        let production = common(&["--node-env=production"]);
        assert!(production.allow_sandbox(false).is_ok());
        assert!(production.allow_sandbox(true).is_err());
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?}", common(&["--admin-token=SECRET"]));

        assert!(!shown.contains("SECRET"), "{shown}");
    }
}
