//! The demo's page.

mod story;

use crate::harness::{Browser, Server};

/// Presses the button with this text.
const PRESS: &str = "for (const button of document.querySelectorAll('#guide button'))
    if (button.textContent === arguments[0]) { button.click(); return true; }
    return false";

#[tokio::test]
async fn the_page_shows_every_service_and_what_the_fakes_receive() {
    let demo = Server::start_demo().await;
    let browser = Browser::start().await;
    browser.open(&demo.url).await;
    browser.read("#connection", "Live").await;
    for title in [
        "Callback scheduler",
        "Fake VideoEngager",
        "Fake Genesys Cloud",
    ] {
        browser.read("#cards", title).await;
    }
    browser.screenshot_light_and_dark("demo").await;
    let page = browser.tab().await;

    let form = browser.property("#book", "href").await;
    browser.new_tab().await;
    browser.open(&form).await;
    browser.fill("#first-name", "Test").await;
    browser.fill("#last-name", "User").await;
    browser.fill("#phone", "+1 202 555 0147").await;
    browser.click("#book").await;
    browser
        .read("#result-heading", "Your callback is booked")
        .await;
    browser.look_at(&page).await;

    for step in [
        "Create the meeting",
        "Schedule the callback",
        "Link the meeting",
    ] {
        browser.read("#entries", step).await;
    }
    browser.screenshot("demo-journal").await;
    browser.close().await;
}

#[tokio::test]
async fn a_customer_who_calls_pops_up_on_the_agents_page() {
    let demo = Server::start_demo().await;
    let browser = Browser::start().await;
    browser.open(&demo.url).await;
    browser.read("#connection", "Live").await;
    let guide = browser.read("#guide", "See who is calling").await;
    assert!(guide.contains("admin@example.com with “demo”"), "{guide}");
    let agent = browser.somebody_else().await;
    agent.open(&browser.property("#calls", "href").await).await;
    sign_in(&agent).await;

    for (button, heading) in [
        ("Antonio Dorato calls", "Antonio Dorato"),
        ("Somebody new calls", "No case with this number yet"),
        (
            "Somebody with a withheld number calls",
            "The caller withholds the number",
        ),
    ] {
        assert!(
            browser.run::<bool>(PRESS, &[button.into()]).await,
            "{button}"
        );
        agent.read("#popHeading", heading).await;
        agent.read("#pop .badge--info", "Genesys Cloud").await;
    }
    browser.screenshot("demo-calls").await;
    agent.screenshot("demo-calls-agent").await;
    agent.close().await;
    browser.close().await;
}

/// Signs in to the agent's page of the screen pop, until calls are heard of.
async fn sign_in(agent: &Browser) {
    agent.fill("#signInEmail", "admin@example.com").await;
    agent.fill("#signInPassword", "demo").await;
    agent.click("#signInForm [type=submit]").await;
    agent.read("#listening", "pop up by themselves").await;
    agent.read("#connection", "Live").await;
}
