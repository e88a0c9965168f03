//! Two tabs that edit one meeting.

use super::world::{World, schedule, sign_in};
use crate::harness::{Browser, until};

/// One tab edits the title while another one changes the duration: shows the first tab.
async fn edit_in_two_tabs(world: &World) -> Browser {
    let browser = Browser::start().await;
    browser.expect_status(409);
    sign_in(world, &browser).await;
    schedule(&browser).await;
    let first = browser.tab().await;
    browser.click("#meetings [data-action=reschedule]").await;
    browser.fill("#newTitle", "Renewal").await;

    browser.new_tab().await;
    browser.open(&world.server.page("/")).await;
    browser.click("#meetings [data-action=reschedule]").await;
    browser.fill("#newDuration", "90").await;
    browser.click("#saveReschedule").await;
    browser.gone("#rescheduleDialog").await;

    browser.look_at(&first).await;
    browser.click("#saveReschedule").await;
    browser.see("#conflict").await;
    browser
}

#[tokio::test]
async fn the_later_tab_sees_both_versions_and_can_insist() {
    let world = World::start().await;

    let browser = edit_in_two_tabs(&world).await;

    let both = browser.text("#conflict").await;
    for part in [
        "Yours",
        "Now saved",
        "Renewal",
        "Contract",
        "45 minutes",
        "1 hour",
    ] {
        assert!(both.contains(part), "{part} is not in {both}");
    }
    assert_eq!(world.video_engager.schedules()[0].duration, 90);
    browser.screenshot_light_and_dark("meeting-conflict").await;
    browser.click("#useMine").await;
    browser.gone("#rescheduleDialog").await;
    until("the own version to be saved", async || {
        let kept = world.video_engager.schedules();
        (kept[0].visitor["subject"] == "Renewal" && kept[0].duration == 45).then_some(())
    })
    .await;
    browser.read("#meetings li[data-id]", "Renewal").await;
    browser.close().await;
}

#[tokio::test]
async fn the_later_tab_can_keep_what_is_saved() {
    let world = World::start().await;

    let browser = edit_in_two_tabs(&world).await;
    browser.click("#keepSaved").await;

    browser.gone("#rescheduleDialog").await;
    browser.read("#meetings li[data-id]", "30 minutes").await;
    let kept = world.video_engager.schedules();
    assert_eq!(kept[0].visitor["subject"], "Contract");
    assert_eq!(kept[0].duration, 90);
    browser.close().await;
}
