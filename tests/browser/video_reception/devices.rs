//! Every way in which camera and microphone cannot be had, and what the visitor can do then.

use serde_json::json;

use super::{
    media::{hears, sees},
    world::{DEVICES, FALLBACK, World, fill_in},
};
use crate::harness::Browser;

/// Lets `getUserMedia` fail like this.
fn failing(name: &str) -> String {
    format!(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('x', '{name}'));"
    )
}

/// A visitor before the check, in a browser that was told something before.
async fn told(world: &World, desk: &Browser, arguments: &[&str], script: &str) -> Browser {
    let visitor = desk.somebody_else_with(arguments).await;
    if !script.is_empty() {
        visitor.before_pages(script).await;
    }
    visitor.open(&world.server.page("/video-call")).await;
    visitor
}

async fn code(visitor: &Browser) -> String {
    visitor.see(".preflight__problem .alert").await;
    let script = "return document.querySelector('.preflight__problem .alert').dataset.code";
    visitor.run(script, &[]).await
}

#[tokio::test]
async fn a_refusal_is_explained_and_the_visitor_may_watch_and_write() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = told(&world, &desk, &[DEVICES[0]], "").await;
    visitor.set_permission("camera", "denied").await;
    visitor.set_permission("microphone", "denied").await;

    fill_in(&visitor).await;

    assert_eq!(code(&visitor).await, "refused");
    visitor
        .read(".preflight__problem", "allow camera and microphone")
        .await;
    visitor
        .screenshot_light_and_dark("video-call-refused")
        .await;
    visitor.assert_accessible("video-call-refused").await;
    let link = visitor.property(".fallback", "href").await;
    assert_eq!(link, FALLBACK);
    visitor.click("label:has([value=none])").await;
    visitor
        .read(".preflight__placeholder", "not be seen or heard")
        .await;
    visitor.click("#ring").await;
    desk.read(".call", "only watches and listens").await;
    desk.click(".call .button--primary").await;
    sees(&visitor).await;
    hears(&visitor, true).await;
    desk.read(".room__placeholder", "no picture").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_refusal_that_is_taken_back_leads_into_the_call() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = told(&world, &desk, &[DEVICES[0]], "").await;
    visitor.set_permission("camera", "denied").await;
    visitor.set_permission("microphone", "denied").await;
    fill_in(&visitor).await;
    assert_eq!(code(&visitor).await, "refused");

    visitor.set_permission("camera", "granted").await;
    visitor.set_permission("microphone", "granted").await;
    visitor.click(".preflight__problem .button").await;

    visitor.see(".preflight__video").await;
    visitor.gone(".preflight__problem .alert").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_computer_without_any_device_is_told_so() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = told(&world, &desk, &[DEVICES[1]], "").await;

    fill_in(&visitor).await;

    assert_eq!(code(&visitor).await, "missing");
    visitor.screenshot("video-call-missing").await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn without_a_camera_the_visitor_is_heard_by_itself() {
    let world = World::start().await;
    let desk = world.desk().await;
    let no_camera = "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = (wish) => wish.video
          ? Promise.reject(new DOMException('x', 'NotFoundError')) : real(wish);";
    let visitor = told(&world, &desk, DEVICES, no_camera).await;

    fill_in(&visitor).await;

    visitor
        .read(".preflight__note", "You will be heard, and not seen")
        .await;
    visitor.click("#ring").await;
    desk.read(".call", "sound only").await;
    desk.click(".call .button--primary").await;
    hears(&desk, true).await;
    sees(&visitor).await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn devices_that_fail_are_explained_each_in_its_way() {
    let world = World::start().await;
    let desk = world.desk().await;
    for (name, expected) in [
        ("NotReadableError", "busy"),
        ("OverconstrainedError", "constraint"),
        ("AbortError", "aborted"),
        ("SecurityError", "refused"),
    ] {
        let visitor = told(&world, &desk, DEVICES, &failing(name)).await;

        fill_in(&visitor).await;

        assert_eq!(code(&visitor).await, expected, "{name}");
        visitor.see(".preflight__problem .button").await;
        visitor.close().await;
    }
    desk.close().await;
}

#[tokio::test]
async fn an_address_without_https_and_a_browser_within_an_app_are_told_apart() {
    let world = World::start().await;
    let desk = world.desk().await;
    let without =
        "Object.defineProperty(Navigator.prototype, 'mediaDevices', { value: undefined });";
    let insecure = "Object.defineProperty(window, 'isSecureContext', { value: false });";
    for (script, expected, advice) in [
        (without.to_owned(), "inApp", "Open in browser"),
        (format!("{without}{insecure}"), "insecure", "https"),
    ] {
        let visitor = told(&world, &desk, DEVICES, &script).await;

        fill_in(&visitor).await;

        assert_eq!(code(&visitor).await, expected);
        visitor.read(".preflight__problem", advice).await;
        visitor.close().await;
    }
    desk.close().await;
}

#[tokio::test]
async fn a_camera_that_is_taken_away_by_a_phone_call_comes_back() {
    let world = World::start().await;
    let desk = world.desk().await;
    let keep = "const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        window.tracks = [];
        navigator.mediaDevices.getUserMedia = async (wish) => {
          const stream = await real(wish);
          window.tracks.push(...stream.getTracks());
          return stream;
        };";
    let visitor = told(&world, &desk, DEVICES, keep).await;
    super::world::ring(&visitor).await;
    desk.click(".call .button--primary").await;
    sees(&desk).await;

    // A script cannot take a device away; the page hears of it by the same event.
    let lose = "const track = window.tracks.filter(({ kind }) => kind === arguments[0]).at(-1);
        track.stop();
        track.dispatchEvent(new Event('ended'));";
    for kind in ["video", "audio"] {
        visitor.run::<()>(lose, &[json!(kind)]).await;
    }

    sees(&desk).await;
    hears(&desk, true).await;
    desk.gone(".room__placeholder").await;
    visitor.close().await;
    desk.close().await;
}
