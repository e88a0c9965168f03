//! Everything that can be set, by flag, environment variable or `.env`.

use std::{path::PathBuf, time::Duration};

use clap::Parser;
use genesys_client::{QueueId, Region, ScriptId};
use secrecy::SecretString;
use server_kit::{
    business_hours::BusinessHours,
    phone::PhonePolicy,
    seal::DataKeyArguments,
    settings::{CommonArguments, Missing, secret},
};
use videoengager_client::{Environment, Partner};

use crate::request::Rules;

/// Books a callback with a video meeting: Genesys Cloud calls the customer,
/// VideoEngager hosts the meeting.
///
/// Every setting is also read from a file `.env` in the working folder. A secret can
/// be given as a file: `VE_PAK_FILE=/run/secrets/pak` instead of `VE_PAK`.
#[derive(Parser, Debug)]
#[command(
    name = "callback-scheduler",
    version,
    max_term_width = 100,
    mut_arg("port", |port| port.default_value("3002")),
    mut_arg("rate_limit_general", |limit| limit.default_value("100/15m")),
    mut_arg("rate_limit_api", |limit| limit.default_value("20/15m"))
)]
pub struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// What every server has.
    #[command(flatten)]
    pub common: CommonArguments,

    /// The keys that seal personal data.
    #[command(flatten)]
    pub data_keys: DataKeyArguments,

    /// VideoEngager: dev, staging, production, a host, or http://host:port.
    #[arg(long, env = "VE_DOMAIN", default_value = "dev.videoengager.com")]
    pub ve_domain: String,
    /// VideoEngager Partner Access Key. Required.
    #[arg(long, env = "VE_PAK", hide_env_values = true)]
    pub ve_pak: Option<SecretString>,
    /// File that holds VE_PAK.
    #[arg(long, env = "VE_PAK_FILE")]
    pub ve_pak_file: Option<PathBuf>,
    /// VideoEngager External ID. Required.
    #[arg(long, env = "VE_EXTERNAL_ID")]
    pub ve_external_id: Option<String>,
    /// VideoEngager authorized e-mail address. Required.
    #[arg(long, env = "VE_EMAIL")]
    pub ve_email: Option<String>,

    /// Genesys Cloud: mypurecloud.de, eu-central-1, or http://host:port. Required.
    #[arg(long, env = "GENESYS_ENVIRONMENT")]
    pub genesys_environment: Option<String>,
    /// Genesys Cloud OAuth client id (grant: client credentials). Required.
    #[arg(long, env = "GENESYS_CLIENT_ID")]
    pub genesys_client_id: Option<String>,
    /// Genesys Cloud OAuth client secret. Required.
    #[arg(long, env = "GENESYS_CLIENT_SECRET", hide_env_values = true)]
    pub genesys_client_secret: Option<SecretString>,
    /// File that holds GENESYS_CLIENT_SECRET.
    #[arg(long, env = "GENESYS_CLIENT_SECRET_FILE")]
    pub genesys_client_secret_file: Option<PathBuf>,
    /// Queue that callbacks wait in. Required.
    #[arg(long, env = "GENESYS_QUEUE_ID")]
    pub genesys_queue_id: Option<String>,
    /// Script that agents see. Required.
    #[arg(long, env = "GENESYS_SCRIPT_ID")]
    pub genesys_script_id: Option<String>,

    /// Country of numbers that are typed without one (ISO 3166, two letters).
    #[arg(long, env = "DEFAULT_REGION", default_value = "US")]
    pub default_region: String,
    /// Countries that may be called, comma-separated. [default: DEFAULT_REGION]
    #[arg(long, env = "ALLOWED_COUNTRIES", value_delimiter = ',')]
    pub allowed_countries: Vec<String>,
    /// How many days ahead a callback can be booked; Genesys Cloud takes 30.
    #[arg(long, env = "MAX_DAYS_AHEAD", default_value_t = 30, value_parser = clap::value_parser!(i64).range(1..=365))]
    pub max_days_ahead: i64,
    /// When callbacks can be booked: "Mon-Fri 09:00-17:00, Sat 10:00-12:00". [default: always]
    #[arg(long, env = "BUSINESS_HOURS")]
    pub business_hours: Option<String>,
    /// Time zone of BUSINESS_HOURS and HOLIDAYS: Europe/Rome.
    #[arg(long, env = "BUSINESS_TIME_ZONE", default_value = "UTC")]
    pub business_time_zone: String,
    /// Days without callbacks: "2026-12-25,2026-12-26". Needs BUSINESS_HOURS.
    #[arg(long, env = "HOLIDAYS", default_value = "")]
    pub holidays: String,
    /// Length of the video meeting in minutes.
    #[arg(long, env = "MEETING_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub meeting_minutes: u32,
    /// Keep the phone number until 24 hours after the slot, not after the booking.
    #[arg(long, env = "KEEP_UNTIL_SLOT", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub keep_until_slot: bool,

    /// Start fake vendors inside this process, and need no credentials.
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
    /// Check the settings against the vendors, without side effects, and exit.
    Check,
}

/// The vendors, and who we are to them.
#[derive(Debug)]
pub struct Vendors {
    /// VideoEngager's environment.
    pub environment: Environment,
    /// Who we are to VideoEngager.
    pub partner: Partner,
    /// Genesys Cloud's region.
    pub region: Region,
    /// Who we are to Genesys Cloud.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// The queue that callbacks wait in.
    pub queue_id: QueueId,
    /// The script that agents see.
    pub script_id: ScriptId,
}

impl Arguments {
    /// Reads the vendors' settings; every missing one is named in one error.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn vendors(&self) -> anyhow::Result<Vendors> {
        let mut missing = Missing::default();
        let pak = secret("VE_PAK", self.ve_pak.clone(), self.ve_pak_file.clone())?;
        let client_secret = secret(
            "GENESYS_CLIENT_SECRET",
            self.genesys_client_secret.clone(),
            self.genesys_client_secret_file.clone(),
        )?;
        let pak = missing.required_secret("VE_PAK", pak);
        let external_id = missing.required("VE_EXTERNAL_ID", self.ve_external_id.clone());
        let email = missing.required("VE_EMAIL", self.ve_email.clone());
        let region = missing.required("GENESYS_ENVIRONMENT", self.genesys_environment.clone());
        let client_id = missing.required("GENESYS_CLIENT_ID", self.genesys_client_id.clone());
        let client_secret = missing.required_secret("GENESYS_CLIENT_SECRET", client_secret);
        let queue = missing.required("GENESYS_QUEUE_ID", self.genesys_queue_id.clone());
        let script = missing.required("GENESYS_SCRIPT_ID", self.genesys_script_id.clone());
        missing.finish()?;
        let environment = self.ve_domain.parse();
        Ok(Vendors {
            environment: environment.map_err(|error| anyhow::anyhow!("VE_DOMAIN: {error}"))?,
            partner: Partner {
                pak,
                external_id,
                email,
            },
            region: region
                .parse()
                .map_err(|error| anyhow::anyhow!("GENESYS_ENVIRONMENT: {error}"))?,
            client_id,
            client_secret,
            queue_id: QueueId::new(queue),
            script_id: ScriptId::new(script),
        })
    }

    /// Reads the booking rules.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn rules(&self) -> anyhow::Result<Rules> {
        let countries: Vec<_> = self
            .allowed_countries
            .iter()
            .map(|country| country.trim().to_owned())
            .filter(|country| !country.is_empty())
            .collect();
        let phone = PhonePolicy::new(&self.default_region, &countries)
            .map_err(|error| anyhow::anyhow!("DEFAULT_REGION, ALLOWED_COUNTRIES: {error}"))?;
        anyhow::ensure!(
            self.holidays.trim().is_empty() || self.business_hours.is_some(),
            "HOLIDAYS needs BUSINESS_HOURS: without them, every time can be booked"
        );
        let spans = self
            .business_hours
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let business_hours = spans
            .map(|spans| BusinessHours::parse(spans, &self.business_time_zone, &self.holidays))
            .transpose()
            .map_err(|error| {
                anyhow::anyhow!("BUSINESS_HOURS, BUSINESS_TIME_ZONE, HOLIDAYS: {error}")
            })?;
        Ok(Rules {
            phone,
            max_days_ahead: self.max_days_ahead,
            business_hours,
        })
    }

    /// Whether the fakes of this process stand in for the vendors.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        #[cfg(feature = "sandbox")]
        return self.sandbox;
        #[cfg(not(feature = "sandbox"))]
        false
    }
}

/// How long one booking may take in all.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use server_kit::settings::assert_example;

    use super::*;

    #[test]
    fn the_example_file_names_every_setting_and_no_other() {
        assert_example::<Arguments>(include_str!("../.env.example"));
    }

    #[test]
    fn all_missing_settings_are_named_at_once() {
        let arguments = Arguments::parse_from(["x", "--ve-pak", "", "--ve-email", "a@example.com"]);
        let error = arguments.vendors().unwrap_err().to_string();

        for name in [
            "VE_PAK",
            "VE_EXTERNAL_ID",
            "GENESYS_ENVIRONMENT",
            "GENESYS_CLIENT_ID",
            "GENESYS_CLIENT_SECRET",
            "GENESYS_QUEUE_ID",
            "GENESYS_SCRIPT_ID",
        ] {
            assert!(error.contains(name), "{name} is not in {error}");
        }
        assert!(!error.contains("VE_EMAIL"), "{error}");
    }
}
