//! The settings of the pop without a script: which queues are listened to.

use std::path::PathBuf;

use anyhow::Context;
use genesys_client::{GenesysClient, QueueId, Region};
use secrecy::SecretString;
use server_kit::settings::{Missing, secret};

use crate::pop::listen::Queues;

/// Where calls are heard of. Without `GENESYS_QUEUES` none are.
#[derive(clap::Args, Clone, Debug)]
pub struct GenesysArguments {
    /// Ids of the queues whose calls pop up by themselves, comma-separated.
    #[arg(long, env = "GENESYS_QUEUES", value_delimiter = ',')]
    pub genesys_queues: Vec<String>,
    /// Genesys Cloud: mypurecloud.de, eu-central-1, or http://host:port. Needed for
    /// GENESYS_QUEUES.
    #[arg(long, env = "GENESYS_ENVIRONMENT")]
    pub genesys_environment: Option<String>,
    /// Genesys Cloud OAuth client id (grant: client credentials). Needed for GENESYS_QUEUES.
    #[arg(long, env = "GENESYS_CLIENT_ID")]
    pub genesys_client_id: Option<String>,
    /// Genesys Cloud OAuth client secret. Needed for GENESYS_QUEUES.
    #[arg(long, env = "GENESYS_CLIENT_SECRET", hide_env_values = true)]
    pub genesys_client_secret: Option<SecretString>,
    /// File that holds GENESYS_CLIENT_SECRET.
    #[arg(long, env = "GENESYS_CLIENT_SECRET_FILE")]
    pub genesys_client_secret_file: Option<PathBuf>,
}

impl GenesysArguments {
    /// The queues that are listened to, if there are any.
    ///
    /// # Errors
    /// A text for the operator that names every missing setting.
    pub fn queues(&self) -> anyhow::Result<Option<Queues>> {
        let ids = self.genesys_queues.iter().map(|id| id.trim());
        let ids: Vec<QueueId> = ids.filter(|id| !id.is_empty()).map(QueueId::new).collect();
        if ids.is_empty() {
            return Ok(None);
        }
        let mut missing = Missing::default();
        let (text, file) = (
            self.genesys_client_secret.clone(),
            self.genesys_client_secret_file.clone(),
        );
        let client_secret = secret("GENESYS_CLIENT_SECRET", text, file)?;
        let client_secret = missing.required_secret("GENESYS_CLIENT_SECRET", client_secret);
        let client_id = missing.required("GENESYS_CLIENT_ID", self.genesys_client_id.clone());
        let region = missing.required("GENESYS_ENVIRONMENT", self.genesys_environment.clone());
        missing.finish()?;
        let region: Region = region.parse().context("GENESYS_ENVIRONMENT")?;
        let client = GenesysClient::builder(region, client_id, client_secret).build()?;
        Ok(Some(Queues { client, ids }))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Given {
        #[command(flatten)]
        genesys: GenesysArguments,
    }

    fn queues(given: &[&str]) -> anyhow::Result<Option<Queues>> {
        let all = ["x"].iter().chain(given);
        Given::parse_from(all).genesys.queues()
    }

    #[test]
    fn without_queues_nothing_is_listened_to_and_nothing_is_needed() {
        assert!(queues(&[]).unwrap().is_none());
        assert!(queues(&["--genesys-queues= , "]).unwrap().is_none());
    }

    #[test]
    fn with_queues_every_missing_setting_is_named_at_once() {
        let error = queues(&["--genesys-queues=q-1"]).unwrap_err().to_string();

        for name in [
            "GENESYS_ENVIRONMENT",
            "GENESYS_CLIENT_ID",
            "GENESYS_CLIENT_SECRET",
        ] {
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn queues_are_read_one_by_one() {
        let found = queues(&[
            "--genesys-queues=q-1, q-2",
            "--genesys-environment=mypurecloud.de",
            "--genesys-client-id=id",
            "--genesys-client-secret=secret",
        ]);

        let ids = found.unwrap().unwrap().ids;
        assert_eq!(ids, [QueueId::new("q-1"), QueueId::new("q-2")]);
    }
}
