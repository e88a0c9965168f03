//! A server's command line: every setting by flag, for the environment of the test run must
//! not matter.

use std::path::Path;

use ccaas_http::Timeouts;
use clap::Parser;

/// The token of the admin API of every server.
pub(crate) const ADMIN_TOKEN: &str = "test-admin-token-0123456789";

/// Settings by flag.
#[derive(Clone, Debug)]
pub(crate) struct Flags(Vec<(String, String)>);

impl Default for Flags {
    /// Limits that no test reaches by chance.
    fn default() -> Self {
        let mut flags = Self(Vec::new());
        flags.set("--rate-limit-general", "10000/1s");
        flags.set("--rate-limit-api", "10000/1s");
        flags
    }
}

impl Flags {
    /// Sets one setting; a later one wins.
    pub(crate) fn set(&mut self, flag: &str, value: &str) {
        self.0.retain(|(known, _)| known != flag);
        self.0.push((flag.to_owned(), value.to_owned()));
    }

    /// The arguments of a server in a folder: its own, and those of all, unless they are set.
    pub(crate) fn parse<A: Parser>(&self, folder: &Path, own: &[(&str, &str)]) -> A {
        let path = |name: &str| folder.join(name).display().to_string();
        let common = [
            ("--host", "127.0.0.1".to_owned()),
            ("--log-level", "trace".to_owned()),
            ("--data-dir", path("data")),
            ("--log-dir", path("logs")),
            ("--trusted-proxies", String::new()),
            ("--admin-token", ADMIN_TOKEN.to_owned()),
        ];
        let mut line = Self(Vec::new());
        for (flag, value) in &common {
            line.set(flag, value);
        }
        for (flag, value) in own {
            line.set(flag, value);
        }
        for (flag, value) in &self.0 {
            line.set(flag, value);
        }
        let line = line.0.iter().map(|(flag, value)| format!("{flag}={value}"));
        A::parse_from(std::iter::once("server".to_owned()).chain(line))
    }
}

/// A tenth of the default patience with vendors.
pub(crate) fn impatient() -> Timeouts {
    let defaults = Timeouts::default();
    Timeouts {
        connect: defaults.connect / 10,
        attempt: defaults.attempt / 10,
        total: defaults.total / 10,
    }
}
