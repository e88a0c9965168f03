//! The settings of a server with accounts.

use std::path::PathBuf;

use anyhow::bail;
use chrono::Utc;
use secrecy::{ExposeSecret, SecretString};

use super::{Accounts, desk::Desk};
use crate::{
    keys,
    seal::DataKeyArguments,
    settings::{CommonArguments, secret},
    sign_in::{cookie::Signer, password::PasswordHash, settings::SessionArguments},
};

const HASH: &str = "ADMIN_PASSWORD_HASH";

/// The settings of sessions and of the first account, to be flattened into a server's own.
#[derive(clap::Args, Clone, Debug)]
pub struct AccountArguments {
    /// The settings of sessions.
    #[command(flatten)]
    pub sessions: SessionArguments,
    /// The keys that seal second factors, and whatever else the server seals.
    #[command(flatten)]
    pub data_keys: DataKeyArguments,
    /// E-mail address of the first account, which may everything. It is made unless there
    /// is an account with this address.
    #[arg(long, env = "ADMIN_EMAIL", hide_env_values = true)]
    pub admin_email: Option<SecretString>,
    /// What `hash-password` prints for the password of the first account.
    #[arg(long, env = "ADMIN_PASSWORD_HASH", hide_env_values = true)]
    pub admin_password_hash: Option<SecretString>,
    /// File that holds ADMIN_PASSWORD_HASH.
    #[arg(long, env = "ADMIN_PASSWORD_HASH_FILE")]
    pub admin_password_hash_file: Option<PathBuf>,
    /// Who the first account is at Genesys Cloud: the id of a user.
    #[arg(long, env = "ADMIN_GENESYS_USER_ID")]
    pub admin_genesys_user_id: Option<String>,
}

impl AccountArguments {
    /// Opens the accounts, makes the first one, and lets people sign in: with a cookie of
    /// this name, in one of these roles, which are listed from the least to the most.
    ///
    /// # Errors
    /// A text for the operator.
    pub async fn desk(
        &self,
        common: &CommonArguments,
        cookie: &'static str,
        roles: &'static [&'static str],
    ) -> anyhow::Result<Desk> {
        let first = self.first()?;
        let keys = match self.sessions.keys()? {
            Some(keys) => keys,
            None => keys::own(&common.data_dir, "SESSION_KEYS", 32)?,
        };
        let is_https = common.public_url()?.starts_with("https:");
        let signer = Signer::new(cookie, &keys, is_https)?;
        let accounts = self.open(common, roles).await?;
        if let Some((email, hash)) = first {
            hash.warn_if_documented(HASH);
            let email = email.expose_secret();
            let user_id = self.admin_genesys_user_id.clone();
            let user_id = user_id.filter(|id| !id.trim().is_empty());
            if accounts.add_first(email, hash, user_id, Utc::now()).await? {
                tracing::info!("made the account of ADMIN_EMAIL");
            }
        }
        if accounts.list().await?.is_empty() {
            tracing::warn!("nobody can sign in: set ADMIN_EMAIL and {HASH}, or call `users add`");
        }
        Desk::new(accounts, signer, self.sessions.session_life)
    }

    /// Opens the accounts alone, for a subcommand.
    ///
    /// # Errors
    /// A text for the operator.
    pub async fn open(
        &self,
        common: &CommonArguments,
        roles: &'static [&'static str],
    ) -> anyhow::Result<Accounts> {
        let sealer = self.data_keys.sealer(&common.data_dir)?;
        Accounts::open(&common.data_dir, sealer, roles).await
    }

    fn first(&self) -> anyhow::Result<Option<(SecretString, PasswordHash)>> {
        let file = self.admin_password_hash_file.clone();
        let hash = secret(HASH, self.admin_password_hash.clone(), file)?;
        let email = secret("ADMIN_EMAIL", self.admin_email.clone(), None)?;
        match (email, hash) {
            (Some(email), Some(hash)) => {
                Ok(Some((email, PasswordHash::from_setting(HASH, &hash)?)))
            }
            (None, None) => Ok(None),
            _ => bail!("ADMIN_EMAIL and {HASH} are set together or not at all"),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use tempfile::TempDir;

    use super::*;

    const ROLES: [&str; 2] = ["viewer", "admin"];
    const HASH_OF_SWORDFISH: &str = "--admin-password-hash=$argon2id$v=19$m=8,t=1,p=1\
        $c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        common: CommonArguments,
        #[command(flatten)]
        accounts: AccountArguments,
    }

    /// The desk, and the folder that its database is in.
    async fn desk(given: &[&str]) -> anyhow::Result<(Desk, TempDir)> {
        let folder = tempfile::tempdir().unwrap();
        let data = format!("--data-dir={}", folder.path().display());
        let all = ["x", &data].into_iter().chain(given.iter().copied());
        let arguments = Arguments::parse_from(all);
        let common = &arguments.common;
        let desk = arguments.accounts.desk(common, "desk_session", &ROLES);
        Ok((desk.await?, folder))
    }

    #[tokio::test]
    async fn the_first_account_comes_from_the_settings() {
        let (without, _folder) = desk(&[]).await.unwrap();
        let with = desk(&[
            "--admin-email=root@example.com",
            HASH_OF_SWORDFISH,
            "--admin-genesys-user-id=u-1",
        ])
        .await;
        let (with, _other) = with.unwrap();

        assert_eq!(without.accounts().list().await.unwrap(), []);
        let first = with.accounts().list().await.unwrap();
        assert_eq!((first.len(), first[0].role.name()), (1, "admin"));
        assert_eq!(first[0].genesys_user_id.as_deref(), Some("u-1"));
    }

    #[tokio::test]
    async fn settings_that_do_not_fit_are_named() {
        for (given, named) in [
            (&["--admin-email=root@example.com"][..], "together"),
            (&[HASH_OF_SWORDFISH], "together"),
            (&["--admin-email=root", HASH_OF_SWORDFISH], "ADMIN_EMAIL"),
            (
                &[
                    "--admin-email=root@example.com",
                    "--admin-password-hash=swordfish",
                ],
                "ADMIN_PASSWORD_HASH must be",
            ),
            (&["--session-keys=short"], "SESSION_KEYS must be"),
        ] {
            let error = format!("{:#}", desk(given).await.unwrap_err());
            assert!(
                error.contains(named) && !error.contains("swordfish"),
                "{error}"
            );
        }
    }
}
