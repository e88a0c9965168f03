//! `whatsapp-bridge check`: the settings against both vendors, without side effects.

mod genesys;
mod meta;

use std::process::ExitCode;

use chrono::Utc;
use server_kit::check::{Fact, report};
use url::Url;

use crate::{
    links::{Link, Links},
    settings::Arguments,
};

/// Checks, and prints one line a fact. The exit code is 1 if anything is wrong.
///
/// # Errors
/// A text for the operator if the settings cannot be read.
pub async fn run(arguments: &Arguments, links: &Links) -> anyhow::Result<ExitCode> {
    let public_url = arguments.common.public_url()?;
    let mut facts = vec![address("PUBLIC_URL", &public_url)];
    if let Some(media) = &arguments.bridge.media_public_url {
        facts.push(address("MEDIA_PUBLIC_URL", media.as_str()));
    }
    for link in links.iter() {
        facts.extend(of_link(link, &public_url).await);
    }
    Ok(report(&facts))
}

/// What is found out about one route.
pub async fn of_link(link: &Link, public_url: &str) -> Vec<Fact> {
    let now = Utc::now();
    let mut facts = meta::facts(link, public_url, now).await;
    facts.extend(genesys::facts(link, public_url, now).await);
    facts
}

/// Vendors reach us by HTTPS at a public address only.
fn address(setting: &str, url: &str) -> Fact {
    let read = Url::parse(url).ok();
    let host = read.as_ref().and_then(Url::host_str).unwrap_or_default();
    let is_own = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    if read.as_ref().is_some_and(|url| url.scheme() == "https") && !is_own {
        return Fact::Well(format!("{setting}: {url}"));
    }
    Fact::Wrong {
        fact: format!("{setting} is {url}, which no vendor reaches"),
        cure: format!("set {setting} to the https address that leads to the gateway"),
    }
}

/// The facts of a route are told by its name.
fn named(link: &Link, whose: &str) -> String {
    format!("{} ({whose})", link.route.name)
}

/// Whether an address at a vendor is ours.
fn leads_here(name: &str, told: Option<&str>, ours: &[String], cure: &str) -> Fact {
    match told {
        Some(told) if ours.iter().any(|ours| ours == told.trim_end_matches('/')) => {
            Fact::Well(format!("{name}: the webhook leads here"))
        }
        Some(_) => Fact::Wrong {
            fact: format!("{name}: the webhook leads to another address than PUBLIC_URL"),
            cure: cure.to_owned(),
        },
        None => Fact::Unknown(format!("{name}: the webhook's address is not told")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_public_https_address_is_well() {
        assert!(matches!(
            address("X", "https://bridge.example.com"),
            Fact::Well(_)
        ));
        for bad in [
            "http://bridge.example.com",
            "https://localhost:3000",
            "nonsense",
        ] {
            assert!(matches!(address("X", bad), Fact::Wrong { .. }), "{bad}");
        }
    }

    #[test]
    fn a_webhook_leads_here_or_elsewhere_or_is_not_told() {
        let ours = ["https://bridge.example.com/webhook/meta".to_owned()];
        let fact = |told| leads_here("n", told, &ours, "cure");

        assert!(matches!(fact(Some(&*ours[0])), Fact::Well(_)));
        assert!(matches!(
            fact(Some("https://other.example.com")),
            Fact::Wrong { .. }
        ));
        assert!(matches!(fact(None), Fact::Unknown(_)));
    }
}
