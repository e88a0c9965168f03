//! What is shown after scheduling.

use super::world::{World, schedule, sign_in};
use crate::harness::{Browser, until};

#[tokio::test]
async fn the_result_has_both_links_to_open_and_to_copy() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;

    schedule(&browser).await;
    browser.screenshot_light_and_dark("meeting-result").await;

    let kept = world.video_engager.schedules();
    let visitor = browser.text("#visitorUrl").await;
    assert_eq!(visitor, kept[0].meeting_url);
    let agent = browser.text("#agentUrl").await;
    assert!(agent.starts_with(world.video_engager.url().as_str()) && agent != visitor);
    assert!(!agent.contains("token"), "{agent}");
    for (button, url) in [("#copyVisitorUrl", visitor), ("#copyAgentUrl", agent)] {
        browser.click(button).await;
        until("the address to be copied", async || {
            (browser.clipboard().await == url).then_some(())
        })
        .await;
    }

    browser.click("#scheduleAnother").await;
    browser.gone("#result").await;
    assert_eq!(browser.value("#visitorName").await, "");
    browser.close().await;
}

#[tokio::test]
async fn the_calendar_file_has_the_meeting() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    schedule(&browser).await;

    let url = browser.property("#downloadIcs", "href").await;
    let script = "const answer = await fetch(arguments[0]);
        return [answer.headers.get('content-type'), await answer.text()];";
    let (kind, text): (String, String) = browser.run(script, &[url.into()]).await;

    assert!(kind.starts_with("text/calendar"), "{kind}");
    let start = world.video_engager.schedules()[0].date;
    let start = start.format("DTSTART:%Y%m%dT%H%M%SZ").to_string();
    assert!(text.contains(&start), "{text}");
    assert!(text.contains("SUMMARY:Contract"), "{text}");
    browser.close().await;
}

#[tokio::test]
async fn a_reload_forgets_the_result_and_keeps_the_meeting_in_the_list() {
    let world = World::start().await;
    let browser = Browser::start().await;
    sign_in(&world, &browser).await;
    browser.read("#meetingsEmpty", "No meetings").await;
    schedule(&browser).await;
    browser.read("#meetings li[data-id]", "Contract").await;

    browser.reload().await;

    let item = browser.read("#meetings li[data-id]", "Contract").await;
    for part in ["10:00", "Vera Visitor", "Sam Second", "GMT"] {
        assert!(item.contains(part), "{part} is not in {item}");
    }
    browser.gone("#result").await;
    browser.read("#meetingsZone", "Europe/Berlin").await;
    browser.close().await;
}
