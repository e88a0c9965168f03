//! What a browser is told about its surroundings.

use serde_json::json;

use super::Browser;

impl Browser {
    /// Runs a script in every page from now on, before the page's own.
    pub(crate) async fn before_pages(&self, script: &str) {
        let source = json!({ "source": script });
        self.command("Page.addScriptToEvaluateOnNewDocument", source)
            .await;
    }

    /// Answers the question for a permission, such as `camera`, before it is asked: `granted` or
    /// `denied`.
    pub(crate) async fn set_permission(&self, name: &str, setting: &str) {
        let answer = json!({ "permission": { "name": name }, "setting": setting });
        self.command("Browser.setPermission", answer).await;
    }

    /// Lets the page be as small as a phone, with a finger instead of a mouse.
    pub(crate) async fn be_a_phone(&self) {
        let size = json!({ "width": 390, "height": 844, "deviceScaleFactor": 3, "mobile": true });
        self.command("Emulation.setDeviceMetricsOverride", size)
            .await;
        let touch = json!({ "enabled": true, "maxTouchPoints": 5 });
        self.command("Emulation.setTouchEmulationEnabled", touch)
            .await;
    }
}
