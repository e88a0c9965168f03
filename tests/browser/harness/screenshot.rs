//! Pictures of whole pages, as artefacts.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Browser;

/// A page at its new size, in pixels.
#[derive(Deserialize)]
struct Drawn {
    /// How much of it is off to the side.
    hidden: u32,
    /// How high the screen must be for all of the open dialog; 0 without one.
    dialog: u32,
}

const WIDTHS: [(&str, u32, u32); 2] = [("desktop", 1280, 900), ("phone", 360, 780)];

impl Browser {
    /// Stores pictures of the whole page, or of an open dialog, at both widths.
    ///
    /// # Panics
    /// If a part of the page is off to the side at one of them.
    pub(crate) async fn screenshot(&self, page: &str) {
        self.pictures(page, "light", "").await;
    }

    /// Stores pictures of the page at both widths, light and dark.
    pub(crate) async fn screenshot_light_and_dark(&self, page: &str) {
        self.pictures(page, "light", "").await;
        self.pictures(page, "dark", "-dark").await;
    }

    async fn pictures(&self, page: &str, scheme: &str, suffix: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.command(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
        for (name, width, height) in WIDTHS {
            self.resize(name, width, height).await;
            let drawn = self.settle().await;
            if drawn.dialog > 0 {
                self.resize(name, width, height.max(drawn.dialog)).await;
                self.settle().await;
            }
            let file = folder().join(format!("{page}-{name}{suffix}.png"));
            self.store(&file, drawn.dialog == 0).await;
            let hidden = drawn.hidden;
            assert_eq!(
                hidden, 0,
                "{hidden} pixels of {page} are off to the side on a {name}"
            );
        }
        self.command("Emulation.clearDeviceMetricsOverride", json!({}))
            .await;
        self.command("Emulation.setEmulatedMedia", json!({ "features": [] }))
            .await;
    }

    async fn resize(&self, name: &str, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": name == "phone"
        });
        self.command("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Waits until the page is drawn at its new size.
    async fn settle(&self) -> Drawn {
        let script = "const done = arguments[0];
            for (const animation of document.getAnimations()) {
              // An endless one cannot be finished.
              try { animation.finish(); } catch { animation.pause(); }
            }
            document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => {
              const { scrollWidth, clientWidth } = document.documentElement;
              const dialog = document.querySelector('dialog[open]');
              done({
                hidden: Math.max(0, scrollWidth - clientWidth),
                dialog: dialog === null ? 0 : dialog.scrollHeight + 100,
              });
            })));";
        let settled = self.driver().execute_async(script, Vec::new()).await;
        let settled = settled.expect("the page is drawn");
        settled.convert().expect("the sizes of the page")
    }

    async fn store(&self, file: &Path, whole_page: bool) {
        let part = json!({ "captureBeyondViewport": whole_page });
        let picture = self.command("Page.captureScreenshot", part).await;
        let picture = picture["data"].as_str().map(|data| STANDARD.decode(data));
        let picture = picture.expect("a picture").expect("Base64");
        let stored = fs::create_dir_all(folder()).and_then(|()| fs::write(file, picture));
        stored.expect("the folder of the screenshots can be written");
    }

    /// A command of the Chrome `DevTools` protocol.
    pub(super) async fn command(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver().cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

/// Where pictures are kept.
fn folder() -> PathBuf {
    match env::var_os("SWITCHBOARD_SCREENSHOTS").filter(|folder| !folder.is_empty()) {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser"),
    }
}
