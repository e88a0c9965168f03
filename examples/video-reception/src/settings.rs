//! Everything that can be set, by flag, environment variable or `.env`.

use clap::Parser;
use server_kit::{
    settings::CommonArguments,
    sign_in::accounts::{settings::AccountArguments, users},
};

/// Video reception: a server to start from. People sign in, and are greeted.
///
/// Every setting is also read from a file `.env` in the working folder. A secret can
/// be given as a file: `ADMIN_TOKEN_FILE=/run/secrets/admin` instead of `ADMIN_TOKEN`.
#[derive(Parser, Debug)]
#[command(
    name = "video-reception",
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
}

/// What to do instead of serving.
#[derive(clap::Subcommand, Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Look after the accounts in DATA_DIR, while the server runs or not.
    #[command(subcommand)]
    Users(users::Command),
    /// Read a password, print it as ADMIN_PASSWORD_HASH, and exit.
    HashPassword,
}

#[cfg(test)]
mod tests {
    use server_kit::settings::assert_example;

    use super::*;

    #[test]
    fn the_example_file_names_every_setting_and_no_other() {
        assert_example::<Arguments>(include_str!("../.env.example"));
    }
}
