//! `video-reception check`: the settings, the clock and the TURN servers, without side effects.

mod stun;

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;
use server_kit::check::{Fact, report};

use crate::{
    settings::{Arguments, IceUrl},
    token::SHORTEST_SECRET,
};

/// A year that the clock of no machine shows that has just been switched on.
const EARLIEST: &str = "2026-01-01T00:00:00Z";

/// Checks, and prints one line a fact. The exit code is 1 if anything is wrong.
///
/// # Errors
/// A text for the operator if the settings cannot be read.
pub async fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let ice = arguments.ice.ice()?;
    arguments.reception.fallback_url()?;
    let mut facts = vec![
        address(&arguments.common.public_url()?),
        secret(
            arguments
                .first
                .given_secret()?
                .as_ref()
                .map(|secret| secret.expose_secret().len()),
        ),
        clock(Utc::now()),
    ];
    let turn = ice.turn.as_ref().map(|(urls, _)| urls.as_slice());
    if turn.is_none() {
        let fact = "TURN_URLS: none; visitors behind strict firewalls will not be connected";
        facts.push(Fact::Unknown(fact.to_owned()));
    }
    for (setting, urls) in [
        ("STUN_URLS", ice.stun.as_slice()),
        ("TURN_URLS", turn.unwrap_or_default()),
    ] {
        for url in urls {
            facts.push(server(setting, url).await);
        }
    }
    Ok(report(&facts))
}

/// Browsers give camera and microphone to https pages and to localhost only.
fn address(public_url: &str) -> Fact {
    let is_local =
        public_url.starts_with("http://localhost") || public_url.starts_with("http://127.0.0.1");
    match public_url.starts_with("https:") || is_local {
        true => Fact::Well(format!("PUBLIC_URL: {public_url}")),
        false => Fact::Wrong {
            fact: format!("PUBLIC_URL: {public_url}, where browsers give no camera"),
            cure: "serve it over https".to_owned(),
        },
    }
}

fn secret(length: Option<usize>) -> Fact {
    match length {
        None => Fact::Wrong {
            fact: "JWT_SECRET: missing".to_owned(),
            cure: "set it to what `openssl rand -base64 32` prints".to_owned(),
        },
        Some(length) if length < SHORTEST_SECRET => Fact::Wrong {
            fact: format!("JWT_SECRET: {length} characters, which can be guessed"),
            cure: "set it to what `openssl rand -base64 32` prints".to_owned(),
        },
        Some(length) => Fact::Well(format!("JWT_SECRET: {length} characters")),
    }
}

/// Tokens and TURN credentials expire by it.
fn clock(now: DateTime<Utc>) -> Fact {
    let earliest: DateTime<Utc> = EARLIEST.parse().unwrap_or_default();
    match now >= earliest {
        true => Fact::Well(format!("clock: {}", now.format("%Y-%m-%dT%H:%M:%SZ"))),
        false => Fact::Wrong {
            fact: format!("clock: {}, which has passed", now.format("%Y-%m-%d")),
            cure: "set this machine's clock, for example with NTP".to_owned(),
        },
    }
}

async fn server(setting: &str, url: &str) -> Fact {
    let Ok(address) = url.parse::<IceUrl>() else {
        return Fact::Unknown(format!("{setting}: {url} cannot be read"));
    };
    match stun::ask(&address).await {
        Ok(answer) => Fact::Well(format!("{setting}: {url} {answer}")),
        Err(error) => Fact::Wrong {
            fact: format!("{setting}: {url} does not answer ({error})"),
            cure: "see whether it runs, and whether firewalls let it through".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_calls_from_working_is_wrong() {
        assert!(matches!(address("https://desk.example.com"), Fact::Well(_)));
        assert!(matches!(address("http://localhost:3000"), Fact::Well(_)));
        assert!(matches!(
            address("http://desk.example.com"),
            Fact::Wrong { .. }
        ));
        assert!(matches!(secret(None), Fact::Wrong { .. }));
        assert!(matches!(secret(Some(15)), Fact::Wrong { .. }));
        assert!(matches!(secret(Some(44)), Fact::Well(_)));
        assert!(matches!(clock(DateTime::UNIX_EPOCH), Fact::Wrong { .. }));
    }
}
