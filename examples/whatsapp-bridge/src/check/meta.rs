//! What Meta tells: the token, the number, the subscription.

use chrono::{DateTime, TimeDelta, Utc};
use meta_whatsapp_client::{
    Error, WabaId,
    management::{PhoneNumber, PhoneNumberStatus, TokenEnd},
};
use server_kit::check::Fact;

use super::{leads_here, named};
use crate::links::Link;

const FIELDS: [&str; 6] = [
    "id",
    "status",
    "quality_rating",
    "account_mode",
    "throughput",
    "webhook_configuration",
];

/// A token that ends sooner is told as wrong, while there is time for another.
const SOON: TimeDelta = TimeDelta::days(7);

pub(super) async fn facts(link: &Link, public_url: &str, now: DateTime<Utc>) -> Vec<Fact> {
    let name = named(link, "Meta");
    let number = &link.route.phone_number_id;
    let number = match link.whatsapp.phone_number(number).get_fields(&FIELDS).await {
        Ok(number) => number,
        Err(error) => return vec![unreadable(&name, &error)],
    };
    let mut facts = vec![
        Fact::Well(format!(
            "{name}: the token works, with the permission whatsapp_business_messaging"
        )),
        token(link, &name, now).await,
        Fact::clock(&name, number.meta().date(), now),
        status(&name, &number),
    ];
    let webhooks = number.webhook_configuration.as_ref();
    let told = webhooks.and_then(|it| {
        let of_number = it.phone_number.as_deref();
        of_number
            .or(it.whatsapp_business_account.as_deref())
            .or(it.application.as_deref())
    });
    let ours = ["meta", "whatsapp"].map(|end| format!("{public_url}/webhook/{end}"));
    let cure = "set it in the App Dashboard: WhatsApp > Configuration > Callback URL";
    facts.push(leads_here(&name, told, &ours, cure));
    match &link.route.waba_id {
        Some(waba_id) => facts.push(subscription(link, &name, waba_id).await),
        None => facts.push(Fact::Unknown(format!(
            "{name}: subscribed apps are checked with META_WABA_ID only"
        ))),
    }
    facts
}

fn unreadable(name: &str, error: &Error) -> Fact {
    let cure = "check META_ACCESS_TOKEN (a system user's, not expired, with the permission \
        whatsapp_business_messaging) and META_PHONE_NUMBER_ID";
    Fact::failed(error, &format!("{name}: the number cannot be read"), cure)
}

async fn token(link: &Link, name: &str, now: DateTime<Utc>) -> Fact {
    let tokens = link.whatsapp.access_tokens();
    match tokens.debug(&link.route.access_token).await {
        Ok(token) => token_end(name, token.end(), now),
        Err(_) => Fact::Unknown(format!("{name}: Meta does not tell when the token ends")),
    }
}

fn token_end(name: &str, end: TokenEnd, now: DateTime<Utc>) -> Fact {
    match end {
        TokenEnd::Never => Fact::Well(format!("{name}: the token does not end")),
        TokenEnd::At(end) if end - now > SOON => {
            Fact::Well(format!("{name}: the token ends on {}", end.date_naive()))
        }
        TokenEnd::At(end) => Fact::Wrong {
            fact: format!(
                "{name}: the token ends on {} UTC, and nothing is sent after that",
                end.format("%Y-%m-%d %H:%M")
            ),
            cure: "generate a token without an end for a system user (Business settings > System \
                users), and set META_ACCESS_TOKEN"
                .to_owned(),
        },
        TokenEnd::Unknown => {
            Fact::Unknown(format!("{name}: Meta does not tell when the token ends"))
        }
    }
}

fn status(name: &str, number: &PhoneNumber) -> Fact {
    match &number.status {
        Some(PhoneNumberStatus::Connected) => {
            Fact::Well(format!("{name}: the number is connected"))
        }
        Some(other) => Fact::Wrong {
            fact: format!("{name}: the number is {}", other.as_str()),
            cure: "see WhatsApp Manager > Phone numbers; a pending number has to be registered"
                .to_owned(),
        },
        None => Fact::Unknown(format!("{name}: the number's status is not told")),
    }
}

async fn subscription(link: &Link, name: &str, waba_id: &WabaId) -> Fact {
    match link.whatsapp.subscribed_apps(waba_id).list().await {
        Ok(apps) if apps.items.is_empty() => Fact::Wrong {
            fact: format!("{name}: no app is subscribed to the business account"),
            cure: format!(
                "POST /{waba_id}/subscribed_apps with the app's token, or subscribe in the App Dashboard"
            ),
        },
        Ok(_) => Fact::Well(format!(
            "{name}: an app is subscribed, and the token has whatsapp_business_management"
        )),
        Err(error) => Fact::failed(
            &error,
            &format!("{name}: subscribed apps cannot be read"),
            "check META_WABA_ID, and give the token whatsapp_business_management",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_well_until_a_week_before_its_end() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let told = |end| token_end("default (Meta)", end, now);
        let at = |hours| TokenEnd::At(now + TimeDelta::hours(hours));

        assert!(matches!(told(TokenEnd::Never), Fact::Well(_)));
        assert!(matches!(told(at(60 * 24)), Fact::Well(_)));
        for hours in [-1, 1, 24, 7 * 24] {
            assert!(matches!(told(at(hours)), Fact::Wrong { .. }), "{hours}");
        }
        assert!(matches!(told(TokenEnd::Unknown), Fact::Unknown(_)));
    }
}
