//! What is seen and heard in a call, measured where it is played.

use serde::Deserialize;
use serde_json::Value;

use crate::harness::{Browser, until};

/// The mean of the colours of a picture, and how much neighbouring pixels differ.
#[derive(Debug, Deserialize)]
pub(super) struct Picture {
    pub(super) mean: f64,
    pub(super) contrast: f64,
}

/// How many pictures of the other side were decoded and shown.
pub(super) async fn frames(browser: &Browser) -> u64 {
    let script = "const video = document.querySelector('#remoteVideo');
        return video === null || video.videoWidth === 0
          ? 0 : video.getVideoPlaybackQuality().totalVideoFrames;";
    browser.run(script, &[]).await
}

/// Waits until ten more pictures were decoded.
pub(super) async fn sees(browser: &Browser) {
    let before = frames(browser).await;
    until("ten pictures of the other side", async || {
        let now = frames(browser).await;
        // A page that was loaded anew counts from zero.
        (now >= 10 && now.abs_diff(before) >= 10).then_some(())
    })
    .await;
}

/// The picture that a video shows at this moment.
pub(super) async fn picture(browser: &Browser, css: &str) -> Picture {
    let script = "const video = document.querySelector(arguments[0]);
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [320, 180];
        const context = canvas.getContext('2d');
        context.drawImage(video, 0, 0, 320, 180);
        const { data } = context.getImageData(0, 0, 320, 180);
        let [sum, contrast] = [0, 0];
        for (let at = 0; at < data.length; at += 4) {
          sum += data[at] + data[at + 1] + data[at + 2];
          contrast += Math.abs(data[at + 1] - (data[at + 5] ?? data[at + 1]));
        }
        return { mean: sum / (data.length / 4) / 3, contrast: contrast / (data.length / 4) };";
    browser.run(script, &[css.into()]).await
}

/// Waits for a picture that fits.
pub(super) async fn picture_until(
    browser: &Browser,
    what: &str,
    fits: impl Fn(&Picture) -> bool,
) -> Picture {
    until(what, async || {
        let picture = picture(browser, "#remoteVideo").await;
        fits(&picture).then_some(picture)
    })
    .await
}

/// The loudest that is heard of the other side within two seconds; the made-up microphone beeps
/// once a second. Nothing before there is sound to listen to.
pub(super) async fn loudest(browser: &Browser) -> Option<f64> {
    let script = "const done = arguments[0];
        const stream = document.querySelector('#remoteVideo')?.srcObject;
        if (!stream?.getAudioTracks().length) { done(null); return; }
        const context = new AudioContext();
        const analyser = context.createAnalyser();
        context.createMediaStreamSource(stream).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        let loudest = 0;
        const timer = setInterval(() => {
          analyser.getFloatTimeDomainData(samples);
          loudest = Math.max(loudest, ...samples.map(Math.abs));
        }, 20);
        setTimeout(() => { clearInterval(timer); context.close(); done(loudest); }, 2000);";
    browser.run_to_end(script, &[]).await
}

/// Waits until the other side is heard, or is not.
pub(super) async fn hears(browser: &Browser, expected: bool) {
    let what = if expected { "a beep" } else { "silence" };
    until(what, async || {
        let loudest = loudest(browser).await?;
        ((loudest > 0.001) == expected).then_some(())
    })
    .await;
}

/// Everything that the page has stored in the browser.
pub(super) async fn stored(browser: &Browser) -> Value {
    let script = "return {
        local: { ...localStorage }, session: { ...sessionStorage },
        cookies: document.cookie, history: history.state,
      };";
    browser.run(script, &[]).await
}
