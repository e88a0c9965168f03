//! `meeting-scheduler check`: settings against VideoEngager, without side effects.

use std::process::ExitCode;

use ccaas_http::{Clock, Timeouts};
use chrono::{TimeDelta, Utc};
use server_kit::check::{Fact, report};
use videoengager_client::{Agent, VideoEngagerClient};

use crate::{
    env::Env,
    settings::Vendors,
    vendor::{Clients, Method},
};

/// Checks, and prints one line a fact. The exit code is 1 if anything is wrong.
pub async fn run(vendors: &Vendors) -> ExitCode {
    report(&facts(vendors).await)
}

async fn facts(vendors: &Vendors) -> Vec<Fact> {
    let clients = match Clients::new(Timeouts::default(), Clock::system()) {
        Ok(clients) => clients,
        Err(error) => {
            return vec![Fact::failed(
                &error,
                "VideoEngager client",
                "check the TLS set-up",
            )];
        }
    };
    let mut facts = Vec::new();
    for env in Env::ALL {
        let installation = vendors.of(env);
        let name = format!("{} ({})", env.name(), installation.environment);
        let Some(partner) = installation.partner.clone() else {
            let setting = format!("VE_PAK{}", env.suffix());
            facts.push(Fact::Unknown(format!(
                "{name}: no {setting}, so people sign in by their own accounts only"
            )));
            continue;
        };
        match clients.login(installation, Method::Pak, partner) {
            Ok(login) => environment(&login.client, env, &name, &mut facts).await,
            Err(error) => facts.push(Fact::failed(&error, &name, "check the TLS set-up")),
        }
    }
    facts
}

async fn environment(client: &VideoEngagerClient, env: Env, name: &str, facts: &mut Vec<Fact>) {
    if let Err(error) = client.sign_in().await {
        let suffix = env.suffix();
        let names = ["VE_DOMAIN", "VE_PAK", "VE_EXTERNAL_ID", "VE_EMAIL"];
        let names = names.map(|name| format!("{name}{suffix}")).join(", ");
        return facts.push(Fact::failed(
            &error,
            &format!("{name}: Failed to authenticate with VideoEngager"),
            &format!("check {names}"),
        ));
    }
    facts.push(Fact::Well(format!("{name}: signed in")));
    match client.agents().list().await {
        Ok(agents) => facts.extend(about_agents(name, &agents)),
        Err(error) => facts.push(Fact::failed(
            &error,
            &format!("{name}: agents cannot be read"),
            "ask VideoEngager to let the account list the agents",
        )),
    }
    let now = Utc::now();
    let soon = now + TimeDelta::seconds(1);
    match client.tenant_schedules().list(now, soon).await {
        Ok(listed) => {
            facts.push(Fact::Well(format!("{name}: meetings can be read")));
            facts.push(Fact::clock(name, listed.meta().date(), now));
        }
        Err(error) => facts.push(Fact::failed(
            &error,
            &format!("{name}: meetings cannot be read"),
            "ask VideoEngager to let the account use the tenant schedules API",
        )),
    }
    facts.push(Fact::Unknown(format!(
        "{name}: creating and joining are not checkable without side effects"
    )));
}

fn about_agents(name: &str, agents: &[Agent]) -> Vec<Fact> {
    let without = agents
        .iter()
        .filter(|agent| !agent.is_schedulable())
        .count();
    let with = agents.len() - without;
    let mut facts = vec![match with {
        0 => Fact::Wrong {
            fact: format!("{name}: no agent has an account"),
            cure: "add agents in VideoEngager, or no meeting can be scheduled".to_owned(),
        },
        _ => Fact::Well(format!("{name}: agents that can be scheduled: {with}")),
    }];
    if without > 0 {
        facts.push(Fact::Unknown(format!(
            "{name}: agents without an account, who cannot be scheduled: {without}"
        )));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agents(text: &str) -> Vec<Agent> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn agents_without_an_account_are_a_note_unless_there_are_no_others() {
        let mixed = agents(r#"[{"_account":{"email":"a@example.com"}},{"firstName":"No"}]"#);
        let facts = about_agents("V", &mixed);
        assert_eq!(
            facts[0],
            Fact::Well("V: agents that can be scheduled: 1".to_owned())
        );
        assert!(matches!(facts[..], [_, Fact::Unknown(_)]));

        for none in ["[]", r#"[{"firstName":"No"}]"#] {
            let facts = about_agents("V", &agents(none));
            assert!(matches!(facts[0], Fact::Wrong { .. }), "{none}");
        }
    }
}
