//! Everything that can be set, by flag, environment variable or `.env`.

mod genesys;

use std::path::PathBuf;

use ccaas_lookup::{PhoneReader, ScreenPopUrl};
use clap::Parser;
use server_kit::{
    limits::RateLimit,
    origins::Origins,
    settings::CommonArguments,
    sign_in::accounts::{settings::AccountArguments, users},
};

use crate::{command::keys, routes::pages::is_locale};

pub use genesys::GenesysArguments;

/// The agent sees who is calling: phone lookup and screen pop for contact centers.
///
/// Every setting is also read from a file `.env` in the working folder. A secret can
/// be given as a file: `ADMIN_TOKEN_FILE=/run/secrets/admin` instead of `ADMIN_TOKEN`.
#[derive(Parser, Debug)]
#[command(
    name = "screen-pop",
    version,
    max_term_width = 100,
    mut_arg("port", |port| port.default_value("3010"))
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
    /// What this server alone has.
    #[command(flatten)]
    pub screen_pop: ScreenPopArguments,
    /// Where calls are heard of.
    #[command(flatten)]
    pub genesys: GenesysArguments,
    /// Put the documented case and invented people into an empty database.
    #[arg(long, env = "SEED", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub seed: bool,
}

/// The settings of lookups and of the pages that they lead to.
#[derive(clap::Args, Clone, Debug)]
pub struct ScreenPopArguments {
    /// Language in the address of a case's page: BASE/LOCALE/cases/ID.
    #[arg(long, env = "SCREEN_POP_LOCALE", default_value = "it")]
    pub screen_pop_locale: String,
    /// Address that a case's page is reached by, if it is another one than PUBLIC_URL.
    #[arg(long, env = "SCREEN_POP_BASE")]
    pub screen_pop_base: Option<String>,
    /// Country of numbers that are written without one: two letters, such as IT.
    #[arg(long, env = "DEFAULT_REGION", default_value = "IT")]
    pub default_region: String,
    /// Origins whose pages may call the API from a browser: comma-separated, such as
    /// https://apps.example.com. Those of browser keys may in any case.
    #[arg(long, env = "CORS_ORIGINS", default_value = "")]
    pub cors_origins: Origins,
    /// Origins whose pages may show a case in a frame, comma-separated.
    #[arg(long, env = "FRAME_ANCESTORS", default_value = "")]
    pub frame_ancestors: Origins,
    /// Lookups that a server's key may make unless the key says otherwise.
    #[arg(long, env = "RATE_LIMIT_LOOKUP", default_value = "1000/1m")]
    pub rate_limit_lookup: RateLimit,
    /// Lookups that a browser's key may make unless the key says otherwise.
    #[arg(long, env = "RATE_LIMIT_BROWSER", default_value = "60/1m")]
    pub rate_limit_browser: RateLimit,
}

impl ScreenPopArguments {
    /// Reads phone numbers, within the default region.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn reader(&self) -> anyhow::Result<PhoneReader> {
        let region = self.default_region.trim().to_ascii_uppercase();
        PhoneReader::new(&region).map_err(|_| {
            anyhow::anyhow!("DEFAULT_REGION must be a country's two letters, such as IT or US")
        })
    }

    /// Builds the addresses of cases' pages.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn urls(&self, public_url: &str) -> anyhow::Result<ScreenPopUrl> {
        anyhow::ensure!(
            is_locale(self.screen_pop_locale.trim()),
            "SCREEN_POP_LOCALE must be a language, perhaps with a country, such as it or en-GB"
        );
        let base = self.screen_pop_base.as_deref().map(str::trim);
        let base = base.filter(|base| !base.is_empty()).unwrap_or(public_url);
        ScreenPopUrl::new(base, &self.screen_pop_locale)
            .map_err(|error| anyhow::anyhow!(error).context("SCREEN_POP_BASE cannot be used"))
    }
}

/// What to do instead of serving.
#[derive(clap::Subcommand, Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Answer lookups; what is done without a subcommand, too.
    Serve,
    /// Read cases from a CSV file into the database, while no server runs.
    Import {
        /// The file; its first line names the columns.
        file: PathBuf,
    },
    /// Look after the API keys in DATA_DIR, while the server runs or not.
    #[command(subcommand)]
    Keys(keys::Command),
    /// Look after the accounts in DATA_DIR, while the server runs or not.
    #[command(subcommand)]
    Users(users::Command),
    /// Check the settings and the database without side effects, and exit.
    Check,
    /// Read a password, print it as ADMIN_PASSWORD_HASH, and exit.
    HashPassword,
}

#[cfg(test)]
mod tests {
    use server_kit::settings::assert_example;

    use super::*;

    #[test]
    fn a_locale_under_which_there_is_no_page_is_refused() {
        let urls = |locale: &str| {
            let given = ["screen-pop", "--screen-pop-locale", locale];
            let own = Arguments::parse_from(given).screen_pop;
            own.urls("https://crm.example.com")
        };

        assert_eq!(
            urls("en-GB").unwrap().of("9"),
            "https://crm.example.com/en-GB/cases/9"
        );
        for locale in ["", "i", "italiano", "it/.."] {
            let error = urls(locale).unwrap_err().to_string();
            assert!(error.contains("SCREEN_POP_LOCALE"), "{locale}: {error}");
        }
    }

    #[test]
    fn the_example_file_names_every_setting_and_no_other() {
        assert_example::<Arguments>(include_str!("../.env.example"));
    }
}
