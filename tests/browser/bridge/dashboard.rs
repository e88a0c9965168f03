//! The dashboard, in front of a bridge between fake vendors.

use super::world::World;
use crate::harness::until;

#[tokio::test]
async fn somebody_signs_in_and_sees_services_and_routes() {
    let world = World::start().await;
    let browser = world.dashboard().await;

    for service in [
        "api-gateway",
        "whatsapp-webhook",
        "genesys-webhook",
        "inbound-transformer",
        "outbound-transformer",
        "auth-service",
        "state-manager",
        "admin-dashboard",
    ] {
        let row = format!("[data-service={service}][data-state=ok]");
        browser.read(&row, "healthy").await;
    }
    browser.read("[data-route=default]", "Genesys Cloud").await;
    browser.screenshot_light_and_dark("bridge-dashboard").await;
    browser.close().await;
}

#[tokio::test]
async fn services_turn_red_without_a_reload_when_they_stop() {
    let world = World::start().await;
    let browser = world.dashboard().await;
    browser
        .see("[data-service=api-gateway][data-state=ok]")
        .await;
    browser.expect_complaint("net::ERR_");

    drop(world.server);

    browser.read("#connection", "No answer").await;
    browser
        .see("[data-service=api-gateway][data-state=bad]")
        .await;
    browser.screenshot("bridge-dashboard-stopped").await;
    browser.close().await;
}

#[tokio::test]
async fn a_message_is_found_by_its_customers_number() {
    let world = World::start().await;
    world.write("Where is my parcel?").await;
    let browser = world.dashboard().await;
    until("the message at Genesys Cloud", async || {
        (world.genesys.inbound_count() == 1).then_some(())
    })
    .await;

    browser.click("#tabs [href='#messages']").await;
    browser.read("#messagesTable", "customer → agent").await;
    browser.fill("#search", "+1 202 555 0147").await;
    browser.click("#searchForm [type=submit]").await;
    browser.read("#messagesNote", "1 message found").await;
    browser.screenshot_light_and_dark("bridge-messages").await;
    browser.fill("#search", "+1 202 555 0199").await;
    browser.click("#searchForm [type=submit]").await;
    browser.read("#messagesTable", "Nothing was found").await;

    browser.click("#tabs [href='#conversations']").await;
    let shown = browser.read("#conversationsTable", "0147").await;
    assert!(!shown.contains("12025550147"), "{shown}");
    browser.screenshot("bridge-conversations").await;
    browser.close().await;
}

#[tokio::test]
async fn a_parked_message_is_redriven_and_arrives() {
    let world = World::start().await;
    world.genesys.refuse_inbound(400, "bad.request", 1);
    world.write("Hello?").await;
    let browser = world.dashboard().await;
    browser.read("#parkedCount", "1").await;

    browser.click("#tabs [href='#parked']").await;
    browser.see("#parkedTable tbody button").await;
    browser.screenshot_light_and_dark("bridge-parked").await;
    browser.click("#parkedTable tbody button").await;

    until("the message at Genesys Cloud", async || {
        (world.genesys.inbound_count() == 1).then_some(())
    })
    .await;
    browser.read("#parkedTable", "Nothing is parked").await;
    browser.close().await;
}

#[tokio::test]
async fn a_setting_is_changed_and_stays_changed_and_secrets_are_masked() {
    let world = World::start().await;
    let browser = world.dashboard().await;
    browser.click("#tabs [href='#settings']").await;
    browser.read("[data-setting=META_APP_SECRET]", "••••").await;
    assert!(!browser.text("#settings").await.contains("fake-app-secret"));
    browser.screenshot_light_and_dark("bridge-settings").await;

    browser.choose("#setting-MARK_READ", "never").await;
    browser.click("[data-setting=MARK_READ] button").await;
    browser.read(".toast", "MARK_READ is now never").await;
    browser.fill("#setting-OUTBOUND_MAX_AGE", "soon").await;
    browser.expect_status(400);
    browser
        .click("[data-setting=OUTBOUND_MAX_AGE] button")
        .await;
    browser
        .read("[data-setting=OUTBOUND_MAX_AGE]", "Not changed")
        .await;
    browser.fill("#setting-OUTBOUND_MAX_AGE", "90m").await;
    browser
        .click("[data-setting=OUTBOUND_MAX_AGE] button")
        .await;
    browser.read(".toast", "OUTBOUND_MAX_AGE is now 90m").await;
    browser.reload().await;

    browser.see("#setting-MARK_READ").await;
    assert_eq!(browser.value("#setting-MARK_READ").await, "never");
    assert_eq!(browser.value("#setting-OUTBOUND_MAX_AGE").await, "90m");
    browser.click("#tabs [href='#system']").await;
    browser.read("#systemFacts", "Uptime").await;
    browser.screenshot("bridge-system").await;
    browser.close().await;
}
