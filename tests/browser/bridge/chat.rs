//! A customer's phone and an agent's desk, with the real bridge between them.

use crate::harness::{Browser, Server};

/// Writes on the phone, and waits until the desk shows it.
async fn customer(browser: &Browser, text: &str) {
    browser.fill("#phone-text", text).await;
    browser.click("#phone-send").await;
    browser.read("#transcript", text).await;
}

/// Writes on the desk, and waits until the phone shows it.
async fn agent(browser: &Browser, text: &str) {
    browser.fill("#desk-text", text).await;
    browser.click("#desk-send").await;
    browser.read("#phone-messages", text).await;
}

async fn open(demo: &Server) -> Browser {
    let browser = Browser::start().await;
    browser.open(&demo.page("/bridge")).await;
    browser.read("#connection", "Live").await;
    browser
}

#[tokio::test]
async fn ten_messages_go_both_ways_in_order_and_the_ticks_turn_blue() {
    let demo = Server::start_demo().await;
    let browser = open(&demo).await;

    for turn in 1..=5 {
        customer(&browser, &format!("Question {turn}")).await;
        agent(&browser, &format!("Answer {turn}")).await;
    }

    let turns: Vec<String> = (1..=5)
        .flat_map(|turn| [format!("Question {turn}"), format!("Answer {turn}")])
        .collect();
    for list in [".bubble__text", ".line__text"] {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)";
        let texts: Vec<String> = browser.run(script, &[list.into()]).await;
        assert_eq!(texts, turns, "{list}");
    }
    browser
        .see(".bubble--own .bubble__ticks[data-status=read]")
        .await;
    browser.see(".line__status[data-status=delivered]").await;
    browser.screenshot_light_and_dark("bridge-chat").await;
    browser.close().await;
}

#[tokio::test]
async fn what_the_agent_types_and_offers_is_seen_and_answered_on_the_phone() {
    let demo = Server::start_demo().await;
    let browser = open(&demo).await;
    customer(&browser, "My parcel has not arrived").await;

    browser.fill("#desk-text", "One moment").await;
    browser.read("#phone-state", "typing").await;
    browser.fill("#desk-text", "").await;
    browser.click("#desk-choices").await;
    browser.see("#choices-dialog[open]").await;
    browser.click("#choices-send").await;
    browser.read("#phone-messages", "Track my order").await;
    browser.click(".bubble__choice").await;

    browser
        .read("#transcript .line--customer:last-child", "Track my order")
        .await;
    browser.close().await;
}

#[tokio::test]
async fn pictures_are_seen_on_the_other_side() {
    let demo = Server::start_demo().await;
    let browser = open(&demo).await;
    let shown = "const picture = document.querySelector(arguments[0]);
        return picture !== null && picture.complete && picture.naturalWidth > 0 ? true : null";
    let is_shown = async |css: &str| {
        crate::harness::until(css, async || {
            browser.run::<Option<bool>>(shown, &[css.into()]).await
        })
        .await;
    };

    browser.click("#phone-picture").await;
    browser.click("[data-picture=sample]").await;
    is_shown(".bubble--own .bubble__picture").await;
    is_shown(".line--customer .line__picture").await;
    browser.click("#desk-picture").await;
    browser.click("[data-picture=sample]").await;
    is_shown(".line--agent .line__picture").await;
    is_shown(".bubble--theirs .bubble__picture").await;

    browser.screenshot("bridge-pictures").await;
    browser.close().await;
}
