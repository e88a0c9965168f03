//! `callback-scheduler check`: settings against the vendors, without side effects.

use std::{io::Write, process::ExitCode};

use chrono::{DateTime, TimeDelta, Utc};
use genesys_client::{GenesysClient, Response};
use http::StatusCode;
use server_kit::causes::causes;
use videoengager_client::VideoEngagerClient;

use crate::settings::Vendors;

/// More than this, and tokens or times may be refused.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(30);

/// One fact, and its cure if it is not well.
#[derive(Debug, PartialEq, Eq)]
enum Fact {
    Well(String),
    Unknown(String),
    Wrong { fact: String, cure: String },
}

/// Checks, and prints one line a fact. The exit code is 1 if anything is wrong.
pub async fn run(vendors: &Vendors) -> ExitCode {
    let facts = facts(vendors).await;
    let mut out = std::io::stdout().lock();
    for fact in &facts {
        let line = match fact {
            Fact::Well(fact) => format!("ok    {fact}"),
            Fact::Unknown(fact) => format!("?     {fact}"),
            Fact::Wrong { fact, cure } => format!("WRONG {fact} -> {cure}"),
        };
        // A reader that went away has seen enough.
        let _ = writeln!(out, "{line}");
    }
    let wrong = facts.iter().any(|fact| matches!(fact, Fact::Wrong { .. }));
    if wrong {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

async fn facts(vendors: &Vendors) -> Vec<Fact> {
    let mut facts = Vec::new();
    let environment = vendors.environment.clone();
    match VideoEngagerClient::new(environment, vendors.partner.clone()) {
        Ok(client) => video_engager(&client, &mut facts).await,
        Err(error) => facts.push(wrong(&error, "VideoEngager client", "check the TLS set-up")),
    }
    let (region, id) = (vendors.region.clone(), vendors.client_id.clone());
    match GenesysClient::new(region, id, vendors.client_secret.clone()) {
        Ok(client) => genesys(&client, vendors, &mut facts).await,
        Err(error) => facts.push(wrong(&error, "Genesys client", "check the TLS set-up")),
    }
    facts
}

async fn video_engager(client: &VideoEngagerClient, facts: &mut Vec<Fact>) {
    if let Err(error) = client.sign_in().await {
        return facts.push(wrong(
            &error,
            "Failed to authenticate with VideoEngager",
            "check VE_DOMAIN, VE_PAK, VE_EXTERNAL_ID and VE_EMAIL",
        ));
    }
    facts.push(Fact::Well("VideoEngager: signed in".to_owned()));
    let now = Utc::now();
    match client
        .schedules()
        .list(now, now + TimeDelta::seconds(1))
        .await
    {
        Ok(listed) => {
            facts.push(Fact::Well("VideoEngager: schedules can be read".to_owned()));
            facts.push(clock("VideoEngager", listed.meta().date(), now));
        }
        Err(error) => facts.push(wrong(
            &error,
            "VideoEngager: schedules cannot be read",
            "ask VideoEngager to let VE_EMAIL use the schedules API",
        )),
    }
}

async fn genesys(client: &GenesysClient, vendors: &Vendors, facts: &mut Vec<Fact>) {
    if let Err(error) = client.sign_in().await {
        return facts.push(wrong(
            &error,
            "Failed to authenticate with Genesys",
            "check GENESYS_ENVIRONMENT, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET; the OAuth client needs the grant type client credentials",
        ));
    }
    facts.push(Fact::Well("Genesys: signed in".to_owned()));
    let now = Utc::now();
    match client.tokens().me().await {
        Ok(info) => facts.push(clock("Genesys", info.meta().date(), now)),
        Err(error) => facts.push(wrong(
            &error,
            "Genesys: the token does not work",
            "check that GENESYS_ENVIRONMENT is the region of the organisation",
        )),
    }
    let queue = client.queues().get(&vendors.queue_id).await;
    facts.push(found(
        queue,
        "Queue",
        "GENESYS_QUEUE_ID",
        "routing:queue:view",
    ));
    let script = client.scripts().get(&vendors.script_id).await;
    facts.push(found(
        script,
        "Script",
        "GENESYS_SCRIPT_ID",
        "scripter:script:view",
    ));
    for (permission, purpose) in [
        ("conversation:callback:create", "book"),
        ("conversation:communication:disconnect", "cancel and move"),
    ] {
        facts.push(Fact::Unknown(format!(
            "Genesys: {permission} (to {purpose}) is not checkable without side effects"
        )));
    }
}

fn found<T>(
    answer: Result<Response<T>, genesys_client::Error>,
    what: &str,
    setting: &str,
    permission: &str,
) -> Fact {
    match answer {
        Ok(_) => Fact::Well(format!("Genesys: {what} found, so {permission} is there")),
        Err(error) => match error.status() {
            Some(StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST) => wrong(
                &error,
                &format!("{what} not found"),
                &format!("check {setting}"),
            ),
            Some(StatusCode::FORBIDDEN) => wrong(
                &error,
                &format!("Genesys: {what} cannot be read"),
                &format!("give the OAuth client's role the permission {permission}"),
            ),
            _ => wrong(
                &error,
                &format!("Genesys: {what} cannot be read"),
                "try again later",
            ),
        },
    }
}

fn wrong(error: &(dyn std::error::Error + 'static), fact: &str, cure: &str) -> Fact {
    Fact::Wrong {
        fact: format!("{fact} ({})", causes(error)),
        cure: cure.to_owned(),
    }
}

/// Compares our clock with the `Date` of a vendor's answer.
fn clock(vendor: &str, theirs: Option<DateTime<Utc>>, ours: DateTime<Utc>) -> Fact {
    let Some(theirs) = theirs else {
        return Fact::Unknown(format!("clock: {vendor} does not tell the time"));
    };
    let off = ours - theirs;
    if off.abs() <= CLOCK_TOLERANCE {
        return Fact::Well(format!(
            "clock: within {} s of {vendor}",
            off.abs().num_seconds().max(1)
        ));
    }
    Fact::Wrong {
        fact: format!("clock: {} s off from {vendor}", off.num_seconds()),
        cure: "set this machine's clock, for example with NTP".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_wrong_and_says_by_how_much() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert!(matches!(
            clock("V", Some(now - TimeDelta::seconds(29)), now),
            Fact::Well(_)
        ));
        assert!(matches!(clock("V", None, now), Fact::Unknown(_)));
        let Fact::Wrong { fact, .. } = clock("V", Some(now + TimeDelta::minutes(5)), now) else {
            panic!("five minutes are too many");
        };
        assert_eq!(fact, "clock: -300 s off from V");
    }
}
