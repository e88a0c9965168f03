//! The settings of the three VideoEngager environments.

use std::path::PathBuf;

use secrecy::SecretString;
use server_kit::settings::{Missing, secret};
use videoengager_client::{Environment, Partner};

use crate::env::Env;

/// The environments' part of the command line.
#[derive(clap::Args, Debug)]
pub(super) struct Installations {
    /// VideoEngager of `?env=dev` and of no `?env=`: a host, or http://host:port.
    #[arg(long, env = "VE_DOMAIN", default_value = "dev.videoengager.com")]
    ve_domain: String,
    /// Partner API Key of VE_DOMAIN. Without one, people sign in by their own accounts.
    #[arg(long, env = "VE_PAK", hide_env_values = true)]
    ve_pak: Option<SecretString>,
    /// File that holds VE_PAK.
    #[arg(long, env = "VE_PAK_FILE")]
    ve_pak_file: Option<PathBuf>,
    /// External ID that belongs to VE_PAK.
    #[arg(long, env = "VE_EXTERNAL_ID")]
    ve_external_id: Option<String>,
    /// E-mail address of the partner that belongs to VE_PAK.
    #[arg(long, env = "VE_EMAIL")]
    ve_email: Option<String>,

    /// VideoEngager of `?env=staging`.
    #[arg(
        long,
        env = "VE_DOMAIN_STAGING",
        default_value = "staging.videoengager.com"
    )]
    ve_domain_staging: String,
    /// Partner API Key of VE_DOMAIN_STAGING.
    #[arg(long, env = "VE_PAK_STAGING", hide_env_values = true)]
    ve_pak_staging: Option<SecretString>,
    /// File that holds VE_PAK_STAGING.
    #[arg(long, env = "VE_PAK_STAGING_FILE")]
    ve_pak_staging_file: Option<PathBuf>,
    /// External ID that belongs to VE_PAK_STAGING.
    #[arg(long, env = "VE_EXTERNAL_ID_STAGING")]
    ve_external_id_staging: Option<String>,
    /// E-mail address of the partner that belongs to VE_PAK_STAGING.
    #[arg(long, env = "VE_EMAIL_STAGING")]
    ve_email_staging: Option<String>,

    /// VideoEngager of `?env=production`.
    #[arg(
        long,
        env = "VE_DOMAIN_PRODUCTION",
        default_value = "videome.leadsecure.com"
    )]
    ve_domain_production: String,
    /// Partner API Key of VE_DOMAIN_PRODUCTION.
    #[arg(long, env = "VE_PAK_PRODUCTION", hide_env_values = true)]
    ve_pak_production: Option<SecretString>,
    /// File that holds VE_PAK_PRODUCTION.
    #[arg(long, env = "VE_PAK_PRODUCTION_FILE")]
    ve_pak_production_file: Option<PathBuf>,
    /// External ID that belongs to VE_PAK_PRODUCTION.
    #[arg(long, env = "VE_EXTERNAL_ID_PRODUCTION")]
    ve_external_id_production: Option<String>,
    /// E-mail address of the partner that belongs to VE_PAK_PRODUCTION.
    #[arg(long, env = "VE_EMAIL_PRODUCTION")]
    ve_email_production: Option<String>,
}

/// One VideoEngager, and who the server is to it.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Where it is.
    pub environment: Environment,
    /// Who the server is to it, if it has a Partner API Key.
    pub partner: Option<Partner>,
}

/// What each environment leads to.
#[derive(Clone, Debug)]
pub struct Vendors {
    /// Development.
    pub dev: Installation,
    /// Staging.
    pub staging: Installation,
    /// Production.
    pub production: Installation,
}

impl Vendors {
    /// All environments lead to one VideoEngager.
    #[must_use]
    pub fn all(installation: Installation) -> Self {
        Self {
            dev: installation.clone(),
            staging: installation.clone(),
            production: installation,
        }
    }

    /// What an environment leads to.
    #[must_use]
    pub fn of(&self, env: Env) -> &Installation {
        match env {
            Env::Dev => &self.dev,
            Env::Staging => &self.staging,
            Env::Production => &self.production,
        }
    }
}

/// The settings of one environment, as they are given.
struct Given<'a> {
    domain: &'a str,
    pak: &'a Option<SecretString>,
    pak_file: &'a Option<PathBuf>,
    external_id: &'a Option<String>,
    email: &'a Option<String>,
}

impl Given<'_> {
    /// Reads the settings; a Partner API Key, its id and its address belong together.
    fn read(self, env: Env, missing: &mut Missing) -> anyhow::Result<Installation> {
        let [domain, pak_name, id, address] = ["VE_DOMAIN", "VE_PAK", "VE_EXTERNAL_ID", "VE_EMAIL"]
            .map(|name| format!("{name}{}", env.suffix()));
        let environment = self.domain.parse();
        let pak = secret(&pak_name, self.pak.clone(), self.pak_file.clone())?;
        let is_given =
            |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        let any = pak.is_some() || is_given(self.external_id) || is_given(self.email);
        let partner = any.then(|| Partner {
            pak: missing.required_secret(&pak_name, pak),
            external_id: missing.required(&id, self.external_id.clone()),
            email: missing.required(&address, self.email.clone()),
        });
        Ok(Installation {
            environment: environment.map_err(|error| anyhow::anyhow!("{domain}: {error}"))?,
            partner,
        })
    }
}

impl super::Arguments {
    /// Reads the settings of all environments; every missing one is named in one error,
    /// that of the operator's password too.
    ///
    /// # Errors
    /// A text for the operator.
    pub fn vendors(&self) -> anyhow::Result<Vendors> {
        let all = &self.installations;
        let mut missing = Missing::default();
        let hash = self.operator_hash()?;
        missing.required_secret(super::OPERATOR_HASH, hash);
        let dev = Given {
            domain: &all.ve_domain,
            pak: &all.ve_pak,
            pak_file: &all.ve_pak_file,
            external_id: &all.ve_external_id,
            email: &all.ve_email,
        };
        let staging = Given {
            domain: &all.ve_domain_staging,
            pak: &all.ve_pak_staging,
            pak_file: &all.ve_pak_staging_file,
            external_id: &all.ve_external_id_staging,
            email: &all.ve_email_staging,
        };
        let production = Given {
            domain: &all.ve_domain_production,
            pak: &all.ve_pak_production,
            pak_file: &all.ve_pak_production_file,
            external_id: &all.ve_external_id_production,
            email: &all.ve_email_production,
        };
        let vendors = Vendors {
            dev: dev.read(Env::Dev, &mut missing)?,
            staging: staging.read(Env::Staging, &mut missing)?,
            production: production.read(Env::Production, &mut missing)?,
        };
        missing.finish()?;
        Ok(vendors)
    }
}
