//! Calls come in: from the buttons of four platforms, and from a queue of Genesys Cloud.

use serde_json::Value;

use super::world::{KNOWN, UNKNOWN, World};

#[tokio::test]
async fn a_call_of_each_platform_pops_up_and_shows_what_went_over_the_wire() {
    let world = World::start().await;
    let browser = world.agent().await;
    browser.fill("#phone", KNOWN).await;

    for (platform, title, sent, got) in [
        (
            "genesys",
            "Genesys Cloud",
            "\"Prefer\": \"miss=200\"",
            "\"patientName\": \"Antonio Dorato\"",
        ),
        (
            "connect",
            "Amazon Connect",
            "\"ContactFlowEvent\"",
            "\"caseFound\": \"true\"",
        ),
        ("flex", "Twilio Flex", "\"call_sid\"", "\"call_sid\""),
        (
            "five9",
            "Five9",
            "\"ani\": \"+39 06 2222 4444\"",
            "\"screenPop\"",
        ),
    ] {
        browser
            .click(&format!("#platforms label:has([value={platform}])"))
            .await;
        browser.click("#simulate").await;
        browser.read("#pop .pop__head", title).await;
        browser.read("#popHeading", "Antonio Dorato").await;
        browser.read("#payloadIn", sent).await;
        let out = browser.read("#payloadOut", got).await;
        assert!(
            out.contains("/it/cases/9") || platform == "genesys",
            "{out}"
        );
        browser.screenshot(&format!("screen-pop-{platform}")).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_call_of_the_queue_pops_up_while_it_rings_and_is_read_out() {
    let world = World::start().await;
    let browser = world.agent().await;
    browser.read("#listening", "pop up by themselves").await;

    let call = world.genesys.call_from(KNOWN);

    browser.read("#popHeading", "Antonio Dorato").await;
    browser.read("#pop .badge--info", "Incoming call").await;
    let said: String = crate::harness::until("the announcement", async || {
        let script = "return document.getElementById('ringing').textContent";
        let said: String = browser.run(script, &[]).await;
        (!said.is_empty()).then_some(said)
    })
    .await;
    assert_eq!(said, "Incoming call from Antonio Dorato. One case.");
    browser
        .screenshot_light_and_dark("screen-pop-ringing")
        .await;
    browser.assert_accessible("screen-pop-ringing").await;

    call.answer();
    call.hang_up();
    let _next = world.genesys.call_from("anonymous");
    browser.read("#popHeading", "withholds the number").await;
    let calls: usize = browser
        .run("return document.querySelectorAll('#recent li').length", &[])
        .await;
    assert_eq!(calls, 2, "each call pops up once");
    browser.screenshot("screen-pop-withheld").await;
    browser.close().await;
}

#[tokio::test]
async fn a_call_that_comes_while_a_case_is_typed_waits_and_takes_nothing_away() {
    let world = World::start().await;
    let browser = world.agent().await;
    let _first = world.genesys.call_from(UNKNOWN);
    browser.fill("#leadName", "Kim Sam").await;
    let place = "const box = document.getElementById('leadName').getBoundingClientRect();
        return [box.top, box.left, box.width, box.height]";
    let before: Value = browser.run(place, &[]).await;

    let _second = world.genesys.call_from(KNOWN);

    browser.read("#waiting", "Antonio Dorato is calling").await;
    assert_eq!(
        browser.run::<Value>(place, &[]).await,
        before,
        "nothing moves"
    );
    assert_eq!(browser.value("#leadName").await, "Kim Sam");
    browser.screenshot("screen-pop-waiting").await;
    browser.click("#waiting button").await;
    browser.read("#askTitle", "not saved").await;
    browser.click("#ask [value=no]").await;
    assert_eq!(browser.value("#leadName").await, "Kim Sam");
    browser.click("#waiting button").await;
    browser.click("#askYes").await;
    browser.read("#popHeading", "Antonio Dorato").await;
    browser.gone("#waiting").await;
    browser.close().await;
}

#[tokio::test]
async fn a_line_that_was_down_is_told_and_calls_come_again() {
    let world = World::start().await;
    let browser = world.agent().await;
    browser.read("#listening", "by themselves").await;

    world.genesys.drop_channels();

    browser.read("#gap", "may not have popped up").await;
    browser.screenshot("screen-pop-gap").await;
    let _call = world.genesys.call_from(KNOWN);
    browser.read("#popHeading", "Antonio Dorato").await;
    browser.click("#gap button").await;
    browser.gone("#gap").await;
    browser.close().await;
}

#[tokio::test]
async fn the_keyboard_alone_is_enough_and_nothing_jumps_when_a_call_comes() {
    let world = World::start().await;
    let browser = world.agent().await;
    let focused = "return document.activeElement.id";
    assert_eq!(browser.run::<String>(focused, &[]).await, "phone");
    let place = "const box = document.getElementById('lookForm').getBoundingClientRect();
        return [box.top, box.left, box.width, box.height]";
    let before: Value = browser.run(place, &[]).await;

    let _call = world.genesys.call_from(KNOWN);
    browser.read("#popHeading", "Antonio Dorato").await;

    assert_eq!(browser.run::<Value>(place, &[]).await, before);
    assert_eq!(
        browser.run::<String>(focused, &[]).await,
        "phone",
        "a call takes the keyboard from nobody"
    );
    browser.close().await;
}
