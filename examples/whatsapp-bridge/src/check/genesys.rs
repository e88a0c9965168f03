//! What Genesys Cloud tells: the OAuth client, the integration and its webhook.

use chrono::{DateTime, Utc};
use genesys_client::{IntegrationId, open_messaging::OpenIntegration};
use http::StatusCode;
use secrecy::ExposeSecret;
use server_kit::check::Fact;

use super::{leads_here, named};
use crate::links::Link;

/// What sending needs; each can be seen by its effects only.
const NEEDED: [&str; 2] = [
    "conversation:message:receive",
    "conversation:message:create",
];

pub(super) async fn facts(link: &Link, public_url: &str, now: DateTime<Utc>) -> Vec<Fact> {
    let name = named(link, "Genesys");
    if let Err(error) = link.genesys.sign_in().await {
        let cure = "check GENESYS_REGION, GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET; the OAuth \
            client needs the grant type client credentials";
        return vec![Fact::failed(
            &error,
            &format!("{name}: cannot sign in"),
            cure,
        )];
    }
    let tokens = link.genesys.http().tokens();
    let until = tokens
        .and_then(|tokens| tokens.cached())
        .map(|token| token.expires_at());
    let until = until.map_or_else(String::new, |at| format!(", with a token until {at}"));
    let mut facts = vec![Fact::Well(format!("{name}: signed in{until}"))];
    match link.genesys.tokens().me().await {
        Ok(me) => {
            facts.push(Fact::clock(&name, me.meta().date(), now));
            let ends = me
                .oauth_client
                .as_ref()
                .and_then(|client| client.date_to_delete);
            if let Some(at) = ends {
                facts.push(Fact::Wrong {
                    fact: format!("{name}: the OAuth client will be deleted at {at}"),
                    cure: "make another in Admin > Integrations > OAuth".to_owned(),
                });
            }
        }
        Err(error) => facts.push(Fact::failed(
            &error,
            &format!("{name}: the token does not work"),
            "check that GENESYS_REGION is the region of the organisation",
        )),
    }
    let integration_id = IntegrationId::new(&link.route.integration_id);
    match link.genesys.open_messaging().get(&integration_id).await {
        Ok(integration) => facts.extend(about(link, &name, &integration, public_url)),
        Err(error) => {
            let (what, cure) = match error.status() {
                Some(StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST) => (
                    "there is no such integration",
                    "check GENESYS_INTEGRATION_ID",
                ),
                Some(StatusCode::FORBIDDEN) => (
                    "the integration cannot be read",
                    "give the OAuth client's role the permission messaging:integration:view",
                ),
                _ => ("the integration cannot be read", "try again later"),
            };
            facts.push(Fact::failed(&error, &format!("{name}: {what}"), cure));
        }
    }
    for permission in NEEDED {
        facts.push(Fact::Unknown(format!(
            "{name}: {permission} is not checkable without side effects"
        )));
    }
    facts
}

fn about(link: &Link, name: &str, integration: &OpenIntegration, public_url: &str) -> Vec<Fact> {
    let route = &link.route.name;
    let mut facts = Vec::new();
    facts.push(match integration.status.as_deref() {
        Some(status) if status.eq_ignore_ascii_case("active") => {
            Fact::Well(format!("{name}: the integration is active"))
        }
        Some(status) => Fact::Wrong {
            fact: format!("{name}: the integration is {status}"),
            cure: "see Admin > Message > Platforms in Genesys Cloud".to_owned(),
        },
        None => Fact::Unknown(format!("{name}: the integration's status is not told")),
    });
    let own = format!("{public_url}/webhook/genesys");
    let ours = [format!("{own}/{route}"), own];
    let told = integration.outbound_notification_webhook_url.as_deref();
    let cure = format!(
        "set the integration's Outbound Notification Webhook URL to {}",
        ours[0]
    );
    facts.push(leads_here(name, told, &ours, &cure));
    let secret = &integration.outbound_notification_webhook_signature_secret_token;
    if let Some(theirs) = secret {
        let is_ours = |ours: &secrecy::SecretString| ours.expose_secret() == theirs.expose_secret();
        facts.push(match link.route.webhook_secrets.iter().any(is_ours) {
            true => Fact::Well(format!("{name}: the webhook's secret is ours")),
            false => Fact::Wrong {
                fact: format!("{name}: the webhook is signed with another secret"),
                cure: "set GENESYS_WEBHOOK_SECRET to the integration's".to_owned(),
            },
        });
    }
    facts.push(match &integration.supported_content {
        Some(content) => {
            let profile = content
                .name
                .as_deref()
                .or(content.id.as_deref())
                .unwrap_or("one");
            Fact::Well(format!("{name}: the content profile is {profile}"))
        }
        None => Fact::Wrong {
            fact: format!("{name}: the integration has no supported content profile"),
            cure: "give it one that lets images, audio, video and documents through".to_owned(),
        },
    });
    facts
}
