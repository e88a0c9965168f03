//! A video reception, a visitor and somebody at the desk, each in a browser of their own.

use serde_json::{Value, json};

use crate::harness::{Browser, Server};

pub(super) const EMAIL: &str = "staff@demo.com";
pub(super) const PASSWORD: &str = "demo123";
/// The first account, which is an administrator's.
pub(super) const COLLEAGUE: &str = "kim@example.com";
pub(super) const COLLEAGUE_PASSWORD: &str = "a-long-password";
pub(super) const COLLEAGUE_NAME: &str = "Kim Clark";
pub(super) const FALLBACK: &str = "https://www.example.com/contact";

/// A camera and a microphone that are made up, and nobody who must press Allow.
pub(super) const DEVICES: &[&str] = &[
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
];

pub(super) struct World {
    pub(super) server: Server,
}

impl World {
    pub(super) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With more settings.
    pub(super) async fn start_with(more: &[(&'static str, String)]) -> Self {
        let text = str::to_owned;
        let mut settings = vec![
            ("DEMO_STAFF_EMAIL", text(EMAIL)),
            ("DEMO_STAFF_PASSWORD", text(PASSWORD)),
            ("JWT_SECRET", text("a-secret-of-a-test-with-32-letters")),
            ("STUN_URLS", text("none")),
            ("FALLBACK_URL", text(FALLBACK)),
        ];
        settings.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        settings.extend_from_slice(more);
        let server = Server::start("video-reception", &settings).await;
        Self { server }
    }

    /// Somebody at the desk, signed in.
    pub(super) async fn desk(&self) -> Browser {
        let browser = Browser::start_with(DEVICES).await;
        self.sit_down(&browser, EMAIL, PASSWORD).await;
        browser
    }

    /// Signs in at the desk.
    pub(super) async fn sit_down(&self, browser: &Browser, email: &str, password: &str) {
        browser.expect_status(401);
        browser.open(&self.server.page("/video-staff")).await;
        browser.see("#signIn").await;
        sign_in(browser, email, password).await;
        browser.see("#desk").await;
        browser.read("#connection", "Connected").await;
        browser
            .read("#statuses label:has(:checked)", "Available")
            .await;
    }

    /// A visitor, who has opened the page and sees who is there.
    pub(super) async fn visitor(&self, beside: &Browser) -> Browser {
        self.visitor_with(beside, DEVICES).await
    }

    pub(super) async fn visitor_with(&self, beside: &Browser, arguments: &[&str]) -> Browser {
        let browser = beside.somebody_else_with(arguments).await;
        browser.open(&self.server.page("/video-call")).await;
        browser.read("#connection", "Connected").await;
        browser
    }

    /// A visitor and somebody at the desk, who talk.
    pub(super) async fn call(&self) -> (Browser, Browser) {
        let desk = self.desk().await;
        let visitor = self.visitor(&desk).await;
        ring(&visitor).await;
        desk.click(".call .button--primary").await;
        see_each_other(&visitor, &desk).await;
        (visitor, desk)
    }

    /// A second account, made by the administrator that the first one is.
    pub(super) async fn hire(&self) {
        let client = reqwest::Client::new();
        let login = json!({ "email": EMAIL, "password": PASSWORD });
        let signed_in = client
            .post(self.server.page("/api/auth/login"))
            .json(&login);
        let signed_in: Value = json_of(signed_in).await;
        let token = signed_in["token"].as_str().expect("a token");
        let person = json!({
            "name": COLLEAGUE_NAME,
            "email": COLLEAGUE,
            "password": COLLEAGUE_PASSWORD,
            "role": "staff",
            "department": "Billing",
        });
        let made = client.post(self.server.page("/api/auth/register"));
        json_of(made.bearer_auth(token).json(&person)).await;
    }
}

async fn json_of(request: reqwest::RequestBuilder) -> Value {
    let answer = request.send().await.expect("the server answers");
    let answer = answer.error_for_status().expect("a success");
    answer.json().await.expect("JSON")
}

/// Signs in with the form that the page shows.
pub(super) async fn sign_in(browser: &Browser, email: &str, password: &str) {
    browser.fill("#signInEmail", email).await;
    browser.fill("#signInPassword", password).await;
    browser.click("#signInForm [type=submit]").await;
}

/// Fills in the visitor's form, chooses the first who is there, and goes on to the check.
pub(super) async fn fill_in(visitor: &Browser) {
    fill_in_as(visitor, "Robin Example").await;
}

async fn fill_in_as(visitor: &Browser, name: &str) {
    visitor.fill("#name", name).await;
    visitor.fill("#email", "robin@example.com").await;
    visitor.fill("#purpose", "Ask about opening hours").await;
    visitor.click(".person").await;
    visitor.click("#startCall").await;
    visitor.see("#check").await;
}

/// Fills in the form, waits for one's own picture, and rings.
pub(super) async fn ring(visitor: &Browser) {
    ring_as(visitor, "Robin Example").await;
}

/// The same, under another name.
pub(super) async fn ring_as(visitor: &Browser, name: &str) {
    fill_in_as(visitor, name).await;
    visitor.see("#check .preflight__video").await;
    visitor.click("#ring").await;
    visitor.see("#ringing").await;
}

/// Waits until both sides have decoded pictures of the other.
pub(super) async fn see_each_other(one: &Browser, other: &Browser) {
    super::media::sees(one).await;
    super::media::sees(other).await;
}
