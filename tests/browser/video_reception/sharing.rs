//! The screen that is shared, and the recording that stays on the device.

use super::{
    media::{picture, picture_until, sees},
    world::World,
};
use crate::harness::until;

#[tokio::test]
async fn a_screen_is_shared_instead_of_the_camera_and_then_no_more() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    let camera = picture(&desk, "#remoteVideo").await;
    let size = "const { videoWidth, videoHeight } = document.querySelector('#remoteVideo');
        return [videoWidth, videoHeight];";
    let before: [u32; 2] = desk.run(size, &[]).await;

    visitor.click("#screenButton").await;
    visitor.read("#screenButton", "Stop sharing").await;
    until("the screen", async || {
        let seen = desk.run::<bool>(
            "return document.querySelector('.room__remote--screen') !== null",
            &[],
        );
        seen.await.then_some(())
    })
    .await;
    picture_until(&desk, "another picture than the camera's", |picture| {
        (picture.mean - camera.mean).abs() > 5.0
    })
    .await;
    desk.screenshot("video-staff-screen").await;
    visitor.click("#screenButton").await;

    visitor.read("#screenButton", "Share screen").await;
    until("the camera's size", async || {
        let now: [u32; 2] = desk.run(size, &[]).await;
        (now[0] * before[1] == now[1] * before[0]).then_some(())
    })
    .await;
    sees(&desk).await;
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn a_recording_is_announced_and_is_a_file_with_both_pictures_and_voices() {
    let world = World::start().await;
    let (visitor, desk) = world.call().await;
    let catch = "window.saved = [];
        URL.createObjectURL = ((real) => (blob) => { window.saved.push(blob); return real(blob); })(
          URL.createObjectURL.bind(URL));";
    desk.run::<()>(catch, &[]).await;

    desk.click("#recordButton").await;
    desk.read(".room__recording", "You are recording").await;
    visitor.read(".room__recording", "is recording").await;
    sees(&desk).await;
    sees(&desk).await;
    desk.click("#recordButton").await;
    visitor.gone(".room__recording").await;

    let wait = "return window.saved.length";
    until("the file", async || {
        (desk.run::<usize>(wait, &[]).await > 0).then_some(())
    })
    .await;
    let size: u64 = desk.run("return window.saved[0].size", &[]).await;
    let kind: String = desk.run("return window.saved[0].type", &[]).await;
    assert!(size > 10_000, "{size} bytes of {kind}");
    assert!(kind.starts_with("video/webm"), "{kind}");
    let head: Vec<u8> = desk
        .run_to_end(
            "const done = arguments[0];
            window.saved[0].arrayBuffer().then((all) => done([...new Uint8Array(all.slice(0, 4))]));",
            &[],
        )
        .await;
    assert_eq!(
        head,
        [0x1a, 0x45, 0xdf, 0xa3],
        "the beginning of a WebM file"
    );
    visitor.close().await;
    desk.close().await;
}

#[tokio::test]
async fn where_recording_is_switched_off_nobody_is_offered_it() {
    let world = World::start_with(&[("RECORDING", "off".to_owned())]).await;
    let (visitor, desk) = world.call().await;

    visitor.gone("#recordButton").await;
    desk.gone("#recordButton").await;

    visitor.close().await;
    desk.close().await;
}
