//! `screen-pop check`: the settings and the database, without side effects.

use std::process::ExitCode;

use chrono::Utc;
use server_kit::check::{Fact, report};

use crate::{keys::ApiKey, settings::Arguments, store::Store};

/// Checks, and prints one line a fact. The exit code is 1 if anything is wrong.
///
/// # Errors
/// A text for the operator if the settings cannot be read.
pub async fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let own = &arguments.screen_pop;
    let public_url = arguments.common.public_url()?;
    let (reader, urls) = (own.reader()?, own.urls(&public_url)?);
    let mut facts = vec![
        Fact::Well(format!("DEFAULT_REGION: {}", reader.region())),
        address(&urls.of("9")),
    ];
    match arguments.genesys.queues()? {
        Some(queues) => facts.push(Fact::Well(format!(
            "GENESYS_QUEUES: {}; that Genesys Cloud takes the client shows at the start",
            queues.ids.len()
        ))),
        None => facts.push(Fact::Unknown(
            "GENESYS_QUEUES: none; calls do not pop up by themselves".to_owned(),
        )),
    }
    let file = arguments.common.data_dir.join("screen-pop.db");
    match file.exists() {
        false => {
            let fact = "DATA_DIR: no database yet; the first start makes it";
            facts.push(Fact::Unknown(fact.to_owned()));
        }
        true => match Store::open(&arguments.common.data_dir).await {
            Ok(store) => facts.extend(of_store(&store, reader.region()).await),
            Err(error) => facts.push(Fact::failed(
                &error,
                "DATA_DIR: the database cannot be opened",
                "see who may read it, and whether it is a database",
            )),
        },
    }
    Ok(report(&facts))
}

/// Agents open it from elsewhere.
fn address(example: &str) -> Fact {
    if example.starts_with("https://") {
        return Fact::Well(format!("cases open at {example}"));
    }
    Fact::Wrong {
        fact: format!("cases open at {example}, which browsers do not embed in https pages"),
        cure: "set PUBLIC_URL, or SCREEN_POP_BASE, to an https address".to_owned(),
    }
}

async fn of_store(store: &Store, region: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    match store.is_writable().await {
        true => facts.push(Fact::Well("the database can be written".to_owned())),
        false => facts.push(Fact::Wrong {
            fact: "the database cannot be written".to_owned(),
            cure: "see whether another program has it locked, and the space on the disk".to_owned(),
        }),
    }
    if let Ok(Some(rules)) = store.phone_rules().await
        && !rules.starts_with(region)
    {
        let fact = "the numbers were read within another region; the next start reads them anew";
        facts.push(Fact::Unknown(fact.to_owned()));
    }
    match store.api_keys().await {
        Ok(keys) => facts.push(of_keys(&keys)),
        Err(error) => facts.push(Fact::failed(
            &error,
            "the API keys cannot be read",
            "restore the database from a backup",
        )),
    }
    facts
}

fn of_keys(keys: &[ApiKey]) -> Fact {
    let now = Utc::now();
    match keys.iter().filter(|key| key.is_live(now)).count() {
        0 => Fact::Wrong {
            fact: "no API key can be used: nobody can look anything up".to_owned(),
            cure: "make one: screen-pop keys create NAME".to_owned(),
        },
        live => Fact::Well(format!("API keys that can be used: {live}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_https_and_no_key_are_wrong() {
        assert!(matches!(
            address("https://crm.example.com/it/cases/9"),
            Fact::Well(_)
        ));
        assert!(matches!(
            address("http://localhost:3010/it/cases/9"),
            Fact::Wrong { .. }
        ));
        assert!(matches!(of_keys(&[]), Fact::Wrong { .. }));
    }
}
