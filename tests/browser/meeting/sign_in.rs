//! Environments, and the ways to sign in.

use reqwest::Method;
use serde_json::json;
use videoengager_client::fake::FakeVideoEngager;

use super::world::{PASSWORD, PASSWORD_HASH, SIGN_IN, World, give_password, sign_in};
use crate::harness::{Browser, Server};

#[tokio::test]
async fn the_page_names_the_host_of_the_environment_in_its_address() {
    let hash = ("OPERATOR_PASSWORD_HASH", PASSWORD_HASH.to_owned());
    let server = Server::start("meeting-scheduler", &[hash]).await;
    let browser = Browser::start().await;

    for (query, environment, host) in [
        ("?env=dev", "Development", "dev.videoengager.com"),
        ("?env=staging", "Staging", "staging.videoengager.com"),
        ("?env=production", "Production", "videome.leadsecure.com"),
        ("?env=moon", "Development", "dev.videoengager.com"),
        ("?env=PRODUCTION", "Development", "dev.videoengager.com"),
        ("", "Development", "dev.videoengager.com"),
    ] {
        browser.open(&server.page(&format!("/{query}"))).await;

        let named = browser.read("#environment", environment).await;
        assert!(named.contains(host), "{query}: {named}");
    }
    browser.close().await;
}

#[tokio::test]
async fn the_partner_key_is_on_the_server_and_needs_the_operator() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(401);
    browser.open(&world.server.page("/")).await;
    browser.read("#signInHost", "Development").await;
    for field in ["#pakKey", "#pakExternalId", "#pakEmail"] {
        assert_eq!(browser.property(field, "readOnly").await, "true", "{field}");
        let shown = browser.value(field).await.to_lowercase();
        assert_eq!(shown, "set on the server", "{field}");
    }
    browser.screenshot_light_and_dark("meeting-sign-in").await;

    browser.fill("#operator-password", "a guess").await;
    browser.click("#signIn").await;
    browser.read("#signInForm", "Wrong password").await;
    let sign_ins = || world.received(Method::GET, SIGN_IN).len();
    assert_eq!(sign_ins(), 1, "only the server's own");
    browser.screenshot("meeting-sign-in-refused").await;
    give_password(&browser).await;

    browser.see("#scheduleMeeting").await;
    assert_eq!(sign_ins(), 2);
    browser.assert_never_sent(FakeVideoEngager::PAK).await;
    let html = browser.html().await;
    assert!(!html.contains(FakeVideoEngager::PAK) && !html.contains(PASSWORD));
    browser.close().await;
}

#[tokio::test]
async fn somebody_with_an_own_account_signs_in_without_the_operator() {
    let world = World::start().await;
    let browser = Browser::start().await;
    browser.expect_status(401);
    browser.open(&world.server.page("/")).await;
    browser.click("[data-method=local]").await;
    browser.gone("#operator-password").await;

    browser.fill("#localEmail", FakeVideoEngager::EMAIL).await;
    browser.fill("#localPassword", "a guess").await;
    browser.click("#signIn").await;
    browser.read("#signInError", "Authentication failed").await;
    browser.screenshot("meeting-sign-in-local").await;
    let password = FakeVideoEngager::PASSWORD;
    browser.fill("#localPassword", password).await;
    browser.click("#signIn").await;

    browser.see("#scheduleMeeting").await;
    let sent = world.received(Method::POST, "/auth/local");
    let expected = json!({ "email": FakeVideoEngager::EMAIL, "password": password });
    assert_eq!(sent[1].json(), expected);
    browser.choose("#agentSelect", "Alex Agent").await;
    browser.close().await;
}

#[tokio::test]
async fn a_partner_key_may_be_typed_in_only_where_the_server_allows_it() {
    let world = World::start_with(&[]).await;
    let browser = Browser::start().await;
    browser.open(&world.server.page("/")).await;
    browser.click("[data-method=pak]").await;
    browser.gone("#pakKey").await;
    browser.gone("#operator-password").await;
    browser.screenshot("meeting-sign-in-no-key").await;

    let world = World::start_with(&[("ALLOW_PAK_ENTRY", "true")]).await;
    browser.open(&world.server.page("/")).await;
    browser.fill("#pakKey", FakeVideoEngager::PAK).await;
    let external_id = FakeVideoEngager::EXTERNAL_ID;
    browser.fill("#pakExternalId", external_id).await;
    browser.fill("#pakEmail", FakeVideoEngager::EMAIL).await;
    browser.screenshot("meeting-sign-in-key-entry").await;
    give_password(&browser).await;

    browser.see("#scheduleMeeting").await;
    assert_eq!(world.received(Method::GET, SIGN_IN)[0].status, Some(200));
    let sent = browser.sent().await;
    let carries = |text: &str| text.contains(FakeVideoEngager::PAK);
    assert_eq!(sent.iter().filter(|sent| carries(&sent.all())).count(), 1);
    assert!(sent.iter().any(|sent| carries(sent.body())));
    assert!(sent.iter().all(|sent| !carries(&sent.line())));
    browser.close().await;
}

#[tokio::test]
async fn a_signed_in_browser_stays_signed_in_until_it_signs_out() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;

    browser.reload().await;
    browser.see("#scheduleMeeting").await;
    browser.click("#signOut").await;

    browser.see("#operator-password").await;
    browser.gone("#agentSelect").await;
    browser.reload().await;
    browser.see("#operator-password").await;
    browser.close().await;
}
