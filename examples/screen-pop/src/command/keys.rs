//! `screen-pop keys`

use std::{io::Write, process::ExitCode};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use server_kit::audit::By;

use crate::{
    keys::{ApiKey, Kind, Scope, Terms},
    store::{Change, Store},
};

/// Who the audit says it was.
const BY: &str = "command line";
const UNWRITTEN: &str = "the key could not be written";

/// What to do with the keys.
#[derive(clap::Subcommand, Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make a key, and print it once.
    Create {
        /// What people call it.
        name: String,
        /// Where it is used from.
        #[arg(long, value_enum, default_value = "server")]
        kind: Kind,
        /// The one origin whose pages may use it; for a browser's key.
        #[arg(long)]
        origin: Option<String>,
        /// Such as production or test.
        #[arg(long)]
        environment: Option<String>,
        /// What it allows.
        #[arg(long, value_enum, value_delimiter = ',', default_value = "lookup")]
        scopes: Vec<Scope>,
        /// Requests a minute; 0 is no limit. Of its kind unless given.
        #[arg(long)]
        limit_per_minute: Option<u32>,
        /// Until when it can be used, such as 2027-01-01T00:00:00Z.
        #[arg(long)]
        expires_at: Option<DateTime<Utc>>,
    },
    /// List the keys, and how they are used.
    List,
    /// Refuse a key from now on.
    Revoke {
        /// The key's id.
        id: String,
    },
}

/// Does it, and tells what came of it; a server that runs notices within a second.
///
/// # Errors
/// A text for the operator.
pub async fn run(
    command: Command,
    store: &Store,
    out: &mut impl Write,
) -> anyhow::Result<ExitCode> {
    let now = Utc::now();
    match command {
        Command::Create {
            name,
            kind,
            origin,
            environment,
            scopes,
            limit_per_minute,
            expires_at,
        } => {
            let terms = Terms {
                name,
                kind,
                origin,
                environment,
                scopes,
                limit_per_minute,
                expires_at,
            };
            let terms = match terms.checked() {
                Ok(terms) => terms,
                Err(problems) => bail!("{}", problems.join("; ")),
            };
            let (key, secret) = ApiKey::new(terms, now);
            let change = Change::now(By::role(BY), "key.create").of(&key.id);
            let put = store.put_api_key(&key, &change).await;
            put.context(UNWRITTEN)?;
            writeln!(out, "{}", secret.expose())?;
        }
        Command::List => {
            for key in store
                .api_keys()
                .await
                .context("the keys could not be read")?
            {
                writeln!(out, "{}", line(&key, now))?;
            }
        }
        Command::Revoke { id } => {
            let change = Change::now(By::role(BY), "key.revoke").of(&id);
            let revoked = store.change_api_key(&id, &change, |key| -> Result<_, ()> {
                let mut key = key.ok_or(())?;
                key.revoked_at = key.revoked_at.or(Some(now));
                Ok((key, ()))
            });
            if revoked.await.context(UNWRITTEN)?.is_err() {
                bail!("there is no key {id:?}; `keys list` names them");
            }
            writeln!(out, "revoked {id}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(key: &ApiKey, now: DateTime<Utc>) -> String {
    let state = match key.is_live(now) {
        true => "live",
        false if key.revoked_at.is_some() => "revoked",
        false => "expired",
    };
    let terms = &key.terms;
    let day = |time: Option<DateTime<Utc>>| match time {
        Some(time) => time.format("%Y-%m-%d").to_string(),
        None => "never".to_owned(),
    };
    let limit = match terms.limit_per_minute {
        Some(0) => "no limit".to_owned(),
        Some(limit) => format!("{limit}/min"),
        None => "usual limit".to_owned(),
    };
    [
        &key.id,
        state,
        terms.kind.name(),
        &Scope::names(&terms.scopes),
        &limit,
        &format!("used {} times, last {}", key.uses, day(key.last_used_at)),
        terms.environment.as_deref().unwrap_or("-"),
        terms.origin.as_deref().unwrap_or("-"),
        &terms.name,
    ]
    .join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Digest;

    #[tokio::test]
    async fn a_key_is_made_listed_and_revoked() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let create = Command::Create {
            name: "IVR".to_owned(),
            kind: Kind::Server,
            origin: None,
            environment: Some("test".to_owned()),
            scopes: vec![Scope::Lookup],
            limit_per_minute: Some(0),
            expires_at: None,
        };

        let mut out = Vec::new();
        run(create, &store, &mut out).await.unwrap();

        let printed = String::from_utf8(out).unwrap();
        let key = store.api_keys().await.unwrap().remove(0);
        assert!(key.accepts(&Digest::of(printed.trim()), Utc::now()));
        let shown = line(&key, Utc::now());
        assert!(shown.contains("live") && shown.contains("no limit") && shown.contains("IVR"));
        let revoke = |id: &str| Command::Revoke { id: id.to_owned() };
        let out = &mut Vec::new();
        run(revoke(&key.id), &store, out).await.unwrap();
        let revoked = store.api_keys().await.unwrap().remove(0);
        assert!(line(&revoked, Utc::now()).contains("revoked"));
        assert!(run(revoke("nobody"), &store, out).await.is_err());
    }
}
