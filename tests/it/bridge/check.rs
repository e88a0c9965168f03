//! What `check` finds out, without leaving a trace.

use std::time::Duration;

use server_kit::check::Fact;
use whatsapp_bridge::check;

use super::harness::Bridge;

const URL: &str = "https://bridge.example.com";

async fn facts(bridge: &Bridge) -> Vec<Fact> {
    let link = bridge.state().links.unnamed().expect("one route");
    check::of_link(link, URL).await
}

fn wrong(facts: &[Fact]) -> Vec<(&str, &str)> {
    let wrong = facts.iter().filter_map(|fact| match fact {
        Fact::Wrong { fact, cure } => Some((fact.as_str(), cure.as_str())),
        _ => None,
    });
    wrong.collect()
}

#[tokio::test]
async fn a_webhook_that_leads_elsewhere_is_found_and_one_that_leads_here_is_well() {
    let bridge = Bridge::start().await;

    let elsewhere = facts(&bridge).await;
    let here = format!("{URL}/webhook/genesys").parse().expect("a URL");
    bridge.genesys.deliver_to(here);
    let here = facts(&bridge).await;

    let leads = |facts: &[Fact]| {
        let told = wrong(facts).into_iter().map(|(fact, _)| fact.to_owned());
        told.filter(|fact| fact.contains("leads to another"))
            .count()
    };
    assert_eq!((leads(&elsewhere), leads(&here)), (1, 0));
    assert_eq!(bridge.genesys.inbound_count(), 0);
    assert!(bridge.whatsapp.messages().is_empty());
}

#[tokio::test]
async fn credentials_that_do_not_work_are_told_with_their_settings() {
    let bridge = Bridge::start().await;
    bridge.whatsapp.expire_token();
    bridge.genesys.refuse_sign_in();

    let facts = facts(&bridge).await;

    let [meta, genesys] = wrong(&facts)[..] else {
        panic!("{facts:?}");
    };
    assert!(meta.0.contains("the number cannot be read"), "{meta:?}");
    assert!(meta.1.contains("META_ACCESS_TOKEN"), "{meta:?}");
    assert!(genesys.0.contains("cannot sign in"), "{genesys:?}");
    assert!(genesys.1.contains("GENESYS_CLIENT_SECRET"), "{genesys:?}");
}

#[tokio::test]
async fn the_end_of_metas_token_is_told_before_it_comes() {
    let bridge = Bridge::start().await;

    let without_end = facts(&bridge).await;
    let tomorrow = chrono::Utc::now() + Duration::from_secs(24 * 60 * 60);
    bridge.whatsapp.set_token_end(Some(tomorrow));
    let ends = facts(&bridge).await;

    let is_well =
        |fact: &Fact| matches!(fact, Fact::Well(told) if told.ends_with("the token does not end"));
    assert!(without_end.iter().any(is_well), "{without_end:?}");
    let told = wrong(&ends);
    let end = told
        .iter()
        .find(|(fact, _)| fact.contains("the token ends on"));
    assert!(
        end.is_some_and(|(_, cure)| cure.contains("META_ACCESS_TOKEN")),
        "{told:?}"
    );
}

#[tokio::test]
async fn an_integration_that_is_gone_is_told() {
    let bridge = Bridge::start().await;
    bridge.genesys.delete_integration();

    let facts = facts(&bridge).await;

    let told = wrong(&facts);
    let gone = told
        .iter()
        .find(|(fact, _)| fact.contains("no such integration"));
    assert!(
        gone.is_some_and(|(_, cure)| cure.contains("GENESYS_INTEGRATION_ID")),
        "{told:?}"
    );
}
