//! What somebody does and sees on a page.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::{By, Key, WebElement, error::WebDriverResult};

use super::{Browser, wait::soon};

impl Browser {
    /// Clicks, as soon as there is something to click on.
    pub(crate) async fn click(&self, css: &str) {
        self.with(css, "can be clicked", async |element| {
            match element.is_enabled().await? {
                true => element.click().await.map(Some),
                false => Ok(None),
            }
        })
        .await;
    }

    /// Types into a field instead of what was in it.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        // Null lets go of Control.
        let keys = format!(
            "{}a{}{}{text}",
            Key::Control.value(),
            Key::Null.value(),
            Key::Delete.value()
        );
        self.with(css, "can be typed into", async |element| {
            element.send_keys(keys.as_str()).await.map(Some)
        })
        .await;
    }

    /// Presses keys, wherever the keyboard is.
    pub(crate) async fn type_keys(&self, keys: &str) {
        let focused = self.driver().active_element().await;
        let mut element = focused.expect("something has the keyboard");
        // A key can move the keyboard on, so each goes to whoever has it then.
        for key in keys.chars() {
            let pressed = element.send_keys(key.to_string().as_str()).await;
            pressed.expect("keys can be pressed");
            if !key.is_alphanumeric() {
                let next = self.driver().active_element().await;
                element = next.expect("something has the keyboard");
            }
        }
    }

    /// Chooses a file in a field for files.
    pub(crate) async fn attach(&self, css: &str, file: &Path) {
        let path = file.to_string_lossy();
        self.with(css, "takes a file", async |element| {
            element.send_keys(&*path).await.map(Some)
        })
        .await;
    }

    /// Sets a field whose parts are picked, such as a date.
    pub(crate) async fn set(&self, css: &str, value: &str) {
        self.see(css).await;
        let script = "const [css, value] = arguments;
            const field = document.querySelector(css);
            field.focus();
            field.value = value;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));
            field.blur();";
        self.run::<Value>(script, &[json!(css), json!(value)]).await;
    }

    /// Picks the option of a list whose text contains `part`.
    pub(crate) async fn choose(&self, css: &str, part: &str) {
        let script = "const [css, part] = arguments;
            const list = document.querySelector(css);
            const option = [...list.options].find((one) => one.text.includes(part));
            if (list.disabled || !option || option.disabled) return null;
            list.focus();
            list.value = option.value;
            list.dispatchEvent(new Event('input', { bubbles: true }));
            list.dispatchEvent(new Event('change', { bubbles: true }));
            return true;";
        self.with(css, &format!("offers {part:?}"), async |_| {
            let chosen = self.driver().execute(script, vec![json!(css), json!(part)]);
            chosen.await?.convert::<Option<bool>>()
        })
        .await;
    }

    /// Waits until an element is seen.
    pub(crate) async fn see(&self, css: &str) {
        self.with(css, "is seen", async |_| Ok(Some(()))).await;
    }

    /// Waits until an element is seen whose text contains `part`; gives the text.
    pub(crate) async fn read(&self, css: &str, part: &str) -> String {
        self.with(css, &format!("says {part:?}"), async |element| {
            let text = element.text().await?;
            Ok(text.contains(part).then_some(text))
        })
        .await
    }

    /// Waits until no element is seen.
    pub(crate) async fn gone(&self, css: &str) {
        let gone = soon(async || (!self.is_seen(css).await).then_some(())).await;
        if gone.is_none() {
            self.fail(css, "goes").await;
        }
    }

    /// Whether an element is seen now.
    pub(crate) async fn is_seen(&self, css: &str) -> bool {
        self.shown(css).await.is_ok_and(|shown| shown.is_some())
    }

    /// The text of a seen element.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.read(css, "").await
    }

    /// What a field contains.
    pub(crate) async fn value(&self, css: &str) -> String {
        self.property(css, "value").await
    }

    /// A property of a seen element, as text.
    pub(crate) async fn property(&self, css: &str, name: &str) -> String {
        self.with(css, &format!("has {name}"), async |element| {
            element.prop(name.to_owned()).await
        })
        .await
    }

    /// Waits until `wanted` holds for a seen element, and gives what it found.
    pub(crate) async fn with<T>(
        &self,
        css: &str,
        wish: &str,
        wanted: impl AsyncFn(WebElement) -> WebDriverResult<Option<T>>,
    ) -> T {
        let found = soon(async || {
            // An element can go, or be covered, at any moment; then the next look counts.
            let element = self.shown(css).await.ok()??;
            wanted(element).await.ok()?
        });
        match found.await {
            Some(found) => found,
            None => self.fail(css, wish).await,
        }
    }

    async fn shown(&self, css: &str) -> WebDriverResult<Option<WebElement>> {
        for element in self.driver().find_all(By::Css(css)).await? {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// Fails, and tells what can be seen instead.
    async fn fail(&self, css: &str, wish: &str) -> ! {
        let seen: String = self.run("return document.body.innerText", &[]).await;
        let url = self.url().await;
        self.read_console().await;
        let console = self.console.lock().expect("no panic while it is held");
        panic!("{css} never {wish}\n--- {url} shows\n{seen}\n--- its console\n{console}");
    }
}
