//! On a phone, with a keyboard alone, and below a path of somebody's proxy.

use super::{
    media::{frames, sees},
    world::{DEVICES, World, ring},
};
use crate::harness::until;

#[tokio::test]
async fn a_phone_shows_the_call_over_all_of_its_screen_with_every_button_in_reach() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = desk.somebody_else_with(DEVICES).await;
    visitor.be_a_phone().await;
    visitor.open(&world.server.page("/video-call")).await;

    ring(&visitor).await;
    desk.click(".call .button--primary").await;
    sees(&visitor).await;

    let script = "const room = document.querySelector('.room').getBoundingClientRect();
        const controls = [...document.querySelectorAll('.room__control:not([hidden])')]
          .map((button) => button.getBoundingClientRect());
        return {
          whole: room.width === innerWidth && Math.abs(room.height - innerHeight) < 1,
          outside: controls.filter(({ top, bottom, left, right }) =>
            top < 0 || bottom > innerHeight || left < 0 || right > innerWidth).length,
          small: controls.filter(({ width, height }) => width < 44 || height < 44).length,
          sideways: document.documentElement.scrollWidth - innerWidth,
          inline: document.querySelector('#remoteVideo').playsInline,
        };";
    let looks: serde_json::Value = visitor.run(script, &[]).await;
    assert_eq!(looks["whole"], true, "{looks}");
    assert_eq!(looks["outside"], 0, "{looks}");
    assert_eq!(looks["small"], 0, "{looks}");
    assert_eq!(looks["sideways"], 0, "{looks}");
    assert_eq!(looks["inline"], true, "{looks}");
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_visitor_without_a_mouse_gets_into_a_call_and_out_of_it() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = world.visitor(&desk).await;
    visitor.see(".person").await;
    let focus = "document.querySelector(arguments[0]).focus()";

    visitor.run::<()>(focus, &["#name".into()]).await;
    visitor
        .type_keys("Robin Example\u{e004}robin@example.com\u{e004}Ask about opening hours\u{e004} \u{e007}")
        .await;
    visitor.see("#check .preflight__video").await;
    visitor.run::<()>(focus, &["#ring".into()]).await;
    visitor.type_keys("\u{e007}").await;
    visitor.see("#ringing").await;
    desk.click(".call .button--primary").await;
    until("a picture", async || {
        (frames(&visitor).await > 5).then_some(())
    })
    .await;
    let focused = "return document.activeElement.id";
    assert_eq!(visitor.run::<String>(focused, &[]).await, "roomName");
    let end = "document.querySelector('#hangUpButton').focus()";
    visitor.run::<()>(end, &[]).await;
    visitor.type_keys("\u{e007}").await;

    visitor.see("#over").await;
    assert_eq!(visitor.run::<String>(focused, &[]).await, "overHeading");
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_browser_that_wants_a_tap_before_it_plays_sound_gets_one() {
    let world = World::start().await;
    let desk = world.desk().await;
    let visitor = desk.somebody_else_with(DEVICES).await;
    visitor
        .before_pages(
            "const play = HTMLMediaElement.prototype.play;
            let tapped = false;
            addEventListener('click', ({ target }) => { tapped ||= target.id === 'hear'; }, true);
            HTMLMediaElement.prototype.play = function () {
              return this.muted || tapped ? play.call(this)
                : Promise.reject(new DOMException('a tap first', 'NotAllowedError'));
            };",
        )
        .await;
    visitor.open(&world.server.page("/video-call")).await;
    ring(&visitor).await;
    desk.click(".call .button--primary").await;
    sees(&visitor).await;
    let muted = "return document.querySelector('#remoteVideo').muted";
    assert!(visitor.run::<bool>(muted, &[]).await, "it plays in silence");

    visitor.click("#hear").await;

    visitor.gone("#hear").await;
    assert!(!visitor.run::<bool>(muted, &[]).await);
    sees(&visitor).await;
    visitor.close().await;
    desk.close().await;
}
