//! Everything that can be set, by flag, environment variable or `.env`.

mod first;
mod ice;
mod reception;

use clap::Parser;
use secrecy::SecretString;
use server_kit::{seal::DataKeyArguments, settings::CommonArguments, sign_in::accounts::users};

use crate::command::staff;

pub use first::FirstStaffArguments;
pub use ice::{IceArguments, IceUrl};
pub use reception::{ReceptionArguments, Recording};

/// Video calls at a reception: visitors choose somebody of the staff and talk with them.
///
/// Every setting is also read from a file `.env` in the working folder. A secret can
/// be given as a file: `JWT_SECRET_FILE=/run/secrets/jwt` instead of `JWT_SECRET`.
#[derive(Parser, Debug)]
#[command(
    name = "video-reception",
    version,
    max_term_width = 100,
    mut_arg("port", |port| port.default_value("3000")),
    mut_arg("rate_limit_api", |limit| limit.default_value("100/15m"))
)]
pub struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What every server has.
    #[command(flatten)]
    pub common: CommonArguments,
    /// Who may sign in, and with what.
    #[command(flatten)]
    pub first: FirstStaffArguments,
    /// How calls go.
    #[command(flatten)]
    pub reception: ReceptionArguments,
    /// How browsers find each other.
    #[command(flatten)]
    pub ice: IceArguments,
    /// What seals personal data.
    #[command(flatten)]
    pub data_keys: DataKeyArguments,
    /// Ignored: the database is a file in DATA_DIR.
    #[arg(long, env = "MONGODB_URI", hide_env_values = true)]
    pub mongodb_uri: Option<SecretString>,
    /// For a trial: invented staff with a password that everybody knows, and a token secret that
    /// is another one after each start.
    #[arg(long, env = "SANDBOX", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub sandbox: bool,
}

impl Arguments {
    /// Warns about what is set and has no effect.
    pub fn warn(&self) {
        if self.mongodb_uri.is_some() {
            tracing::warn!(
                "MONGODB_URI is ignored: staff and calls are kept in DATA_DIR, nothing is to be installed"
            );
        }
    }
}

/// What to do instead of serving.
#[derive(clap::Subcommand, Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve; the same as no subcommand.
    Serve,
    /// Look after the accounts in DATA_DIR, while the server runs or not.
    #[command(subcommand)]
    Users(users::Command),
    /// Look after what visitors see of the staff, while the server runs or not.
    #[command(subcommand)]
    Staff(staff::Command),
    /// Check the settings, the clock and the TURN server, and exit.
    Check,
}

#[cfg(test)]
mod tests {
    use server_kit::settings::assert_example;

    use super::*;

    #[test]
    fn the_example_file_names_every_setting_and_no_other() {
        assert_example::<Arguments>(include_str!("../.env.example"));
    }

    #[test]
    fn the_api_has_the_documented_limit() {
        let arguments = Arguments::parse_from(["video-reception"]);

        assert_eq!(arguments.common.rate_limit_api, "100/15m".parse().unwrap());
        assert_eq!(arguments.common.port, 3000);
    }
}
