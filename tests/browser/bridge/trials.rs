//! The buttons that break something, each with the outcome of the journals.

use crate::harness::{Browser, Server};

async fn open(demo: &Server) -> Browser {
    let browser = Browser::start().await;
    browser.open(&demo.page("/bridge")).await;
    browser.read("#connection", "Live").await;
    browser
}

#[tokio::test]
async fn twenty_messages_arrive_in_order_though_the_bridge_is_killed_among_them() {
    let demo = Server::start_demo().await;
    let browser = open(&demo).await;

    browser.click("#trial-kill button").await;

    let outcome = browser
        .read("#trial-kill .trial__text", "20 of 20 arrived, in order")
        .await;
    assert!(
        outcome.contains("killed when it had acknowledged"),
        "{outcome}"
    );
    browser.see("#trial-kill[data-state=passed]").await;
    browser.screenshot("bridge-kill").await;
    browser.close().await;
}

#[tokio::test]
async fn what_customers_write_while_genesys_is_down_arrives_when_it_is_back() {
    let demo = Server::start_demo().await;
    let browser = open(&demo).await;
    browser.choose("#outage-seconds", "10 s").await;

    browser.click("#trial-outage button").await;

    browser
        .read("#trial-outage .trial__text", "Genesys Cloud is down")
        .await;
    browser
        .read("#trial-outage .trial__text", "The bridge keeps 5 of 5")
        .await;
    // The down time is over before the deadline of a look, the bridge's next try within another.
    browser
        .read("#trial-outage .trial__text", "5 of 5 arrived, in order")
        .await;
    browser.see("#trial-outage[data-state=passed]").await;
    browser.close().await;
}

#[tokio::test]
async fn after_25_hours_the_agent_is_told_why_a_message_is_not_sent() {
    let demo = Server::start_demo().await;
    let browser = open(&demo).await;

    browser.click("#trial-window button").await;

    browser
        .read("#trial-window .trial__text", "Refused, as it must be")
        .await;
    browser.see("#trial-window[data-state=passed]").await;
    browser.see(".line__status[data-status=failed]").await;
    browser.read(".line__reason:not([hidden])", "24").await;
    browser.screenshot("bridge-window").await;

    browser.fill("#phone-text", "Yes, I am").await;
    browser.click("#phone-send").await;
    browser.read("#transcript", "Yes, I am").await;
    browser.fill("#desk-text", "Good to hear from you").await;
    browser.click("#desk-send").await;
    browser
        .read("#phone-messages", "Good to hear from you")
        .await;
    browser.close().await;
}
