//! One customer's way through the systems, as the guide of the demo tells it.

use super::{PRESS, sign_in};
use crate::harness::{Browser, Server};

const CUSTOMER: &str = "Zoë Hill";
const PHONE: &str = "+1 202 555 0162";

#[tokio::test]
async fn a_visitor_finds_nobody_books_a_callback_moves_it_and_the_agent_joins_the_right_case() {
    let demo = Server::start_demo().await;
    let browser = Browser::start().await;
    browser.open(&demo.url).await;
    browser.read("#connection", "Live").await;
    let story = browser.read(".story", "Books a callback with video").await;
    assert!(story.contains(CUSTOMER), "{story}");
    browser.screenshot_light_and_dark("demo-story").await;
    let agent = browser.somebody_else().await;
    agent.open(&browser.property("#calls", "href").await).await;
    sign_in(&agent).await;
    let reception = browser.property("#talk", "href").await;
    let page = browser.tab().await;

    browser.new_tab().await;
    browser.open(&format!("{reception}video-call")).await;
    browser.read("#staffEmpty", "Nobody is at the desk").await;
    let form = browser.property("#staffFallback a", "href").await;
    browser.open(&form).await;
    browser.fill("#first-name", "Zoë").await;
    browser.fill("#last-name", "Hill").await;
    browser.fill("#phone", PHONE).await;
    browser.click("#book").await;
    browser
        .read("#result-heading", "Your callback is booked")
        .await;
    let meeting = browser.property("#video-link", "href").await;
    browser.click("#manage-link").await;
    browser.read("#booking-badge", "Booked").await;
    let later = browser.tomorrow("12:15").await;
    browser.click("#open-move").await;
    browser.set("#time", &later).await;
    browser.click("#confirm-move").await;
    browser.gone("#move").await;
    browser.read("#booking-when", "12:15").await;

    browser.look_at(&page).await;
    let pressed: bool = browser.run(PRESS, &["The callback is due".into()]).await;
    assert!(pressed);
    agent.read("#popHeading", CUSTOMER).await;
    agent.read("#pop .badge--info", "Callback due").await;
    agent.read("#pop", "Second eye").await;
    let joins = agent.property("#pop .pop__meeting a", "href").await;
    assert_eq!(joins, meeting, "the agent joins where the customer waits");
    agent.screenshot_light_and_dark("demo-story-agent").await;
    agent.open(&joins).await;
    assert!(agent.html().await.len() > 200, "the meeting has a page");
    agent.close().await;
    browser.close().await;
}
