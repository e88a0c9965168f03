//! The dropdown of agents.

use serde_json::json;
use videoengager_client::fake::FakeAgent;

use super::world::{World, sign_in};
use crate::harness::Browser;

const OPTIONS: &str = "return [...document.querySelector('#agentSelect').options]
    .filter((option) => option.value !== '' && !option.disabled)
    .map((option) => [option.text, option.value]);";

#[tokio::test]
async fn the_dropdown_offers_every_agent_with_an_account() {
    let world = World::start().await;
    let browser = Browser::start().await;

    sign_in(&world, &browser).await;

    browser.choose("#agentSelect", "Alex Agent").await;
    let mut options: Vec<(String, String)> = browser.run(OPTIONS, &[]).await;
    options.sort();
    let emails: Vec<_> = options.iter().map(|(_, email)| email.as_str()).collect();
    assert_eq!(emails, ["agent@example.com", "sam@example.com"]);
    for (name, (text, _)) in ["Alex Agent", "Sam Second"].iter().zip(&options) {
        assert!(text.contains(name), "{text}");
    }
    browser.close().await;
}

#[tokio::test]
async fn an_empty_list_is_said_and_can_be_loaded_again() {
    let world = World::start().await;
    world.video_engager.set_agents(Vec::new());
    let browser = Browser::start().await;

    sign_in(&world, &browser).await;
    browser.read("#agentSelect-error", "no agent").await;
    browser.fill("#visitorName", "Vera Visitor").await;
    browser.screenshot("meeting-no-agents").await;
    let added = FakeAgent::new("agent-new", "Nora", "New", "nora@example.com");
    world.video_engager.set_agents(vec![added]);
    browser.click("#reloadAgents").await;

    browser.choose("#agentSelect", "Nora New").await;
    assert_eq!(browser.value("#visitorName").await, "Vera Visitor");
    let options: Vec<(String, String)> = browser.run(OPTIONS, &[]).await;
    assert_eq!(json!(options[0].1), json!("nora@example.com"));
    browser.close().await;
}

#[tokio::test]
async fn an_agents_name_cannot_bring_markup_into_the_page() {
    let world = World::start().await;
    let name = "<img src=x onerror=alert(1)>";
    let agent = FakeAgent::new("agent-odd", name, "\"&'", "odd@example.com");
    world.video_engager.set_agents(vec![agent]);
    let browser = Browser::start().await;

    sign_in(&world, &browser).await;

    browser.choose("#agentSelect", name).await;
    let images: u64 = browser
        .run("return document.querySelectorAll('main img').length", &[])
        .await;
    assert_eq!(images, 0);
    browser.close().await;
}
