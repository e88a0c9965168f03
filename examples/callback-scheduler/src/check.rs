//! `callback-scheduler check`: settings against the vendors, without side effects.

use std::process::ExitCode;

use chrono::{TimeDelta, Utc};
use genesys_client::{GenesysClient, Response};
use http::StatusCode;
use server_kit::check::{Fact, report};
use videoengager_client::VideoEngagerClient;

use crate::settings::Vendors;

/// Checks, and prints one line a fact. The exit code is 1 if anything is wrong.
pub async fn run(vendors: &Vendors) -> ExitCode {
    report(&facts(vendors).await)
}

async fn facts(vendors: &Vendors) -> Vec<Fact> {
    let mut facts = Vec::new();
    let environment = vendors.environment.clone();
    match VideoEngagerClient::new(environment, vendors.partner.clone()) {
        Ok(client) => video_engager(&client, &mut facts).await,
        Err(error) => facts.push(Fact::failed(
            &error,
            "VideoEngager client",
            "check the TLS set-up",
        )),
    }
    let (region, id) = (vendors.region.clone(), vendors.client_id.clone());
    match GenesysClient::new(region, id, vendors.client_secret.clone()) {
        Ok(client) => genesys(&client, vendors, &mut facts).await,
        Err(error) => facts.push(Fact::failed(
            &error,
            "Genesys client",
            "check the TLS set-up",
        )),
    }
    facts
}

async fn video_engager(client: &VideoEngagerClient, facts: &mut Vec<Fact>) {
    if let Err(error) = client.sign_in().await {
        return facts.push(Fact::failed(
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
            facts.push(Fact::clock("VideoEngager", listed.meta().date(), now));
        }
        Err(error) => facts.push(Fact::failed(
            &error,
            "VideoEngager: schedules cannot be read",
            "ask VideoEngager to let VE_EMAIL use the schedules API",
        )),
    }
}

async fn genesys(client: &GenesysClient, vendors: &Vendors, facts: &mut Vec<Fact>) {
    if let Err(error) = client.sign_in().await {
        return facts.push(Fact::failed(
            &error,
            "Failed to authenticate with Genesys",
            "check GENESYS_ENVIRONMENT, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET; the OAuth client needs the grant type client credentials",
        ));
    }
    facts.push(Fact::Well("Genesys: signed in".to_owned()));
    let now = Utc::now();
    match client.tokens().me().await {
        Ok(info) => facts.push(Fact::clock("Genesys", info.meta().date(), now)),
        Err(error) => facts.push(Fact::failed(
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
            Some(StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST) => Fact::failed(
                &error,
                &format!("{what} not found"),
                &format!("check {setting}"),
            ),
            Some(StatusCode::FORBIDDEN) => Fact::failed(
                &error,
                &format!("Genesys: {what} cannot be read"),
                &format!("give the OAuth client's role the permission {permission}"),
            ),
            _ => Fact::failed(
                &error,
                &format!("Genesys: {what} cannot be read"),
                "try again later",
            ),
        },
    }
}
