//! What Meta tells: the token, the number, the subscription.

use chrono::{DateTime, Utc};
use meta_whatsapp_client::{
    Error, WabaId,
    management::{PhoneNumber, PhoneNumberStatus},
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
        Fact::Unknown(format!(
            "{name}: when the token ends is not told; a system user's can be made without an end"
        )),
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
