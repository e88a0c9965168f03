//! A screen pop with its documented case, beside a fake Genesys Cloud, and somebody signed in.

use genesys_client::fake::FakeGenesys;

use crate::harness::{Browser, Server};

pub(super) const EMAIL: &str = "admin@example.com";
pub(super) const PASSWORD: &str = "demo";
/// What `screen-pop hash-password` makes of it.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3dpdGNoYm9hcmQtZGVtbw$jG9HlWQIL9JZ70XeRu4rC4stOGwDnofprdgo/jYnT+o";

/// The documented number, whose case is seeded.
pub(super) const KNOWN: &str = "+39 06 2222 4444";
/// The documented number that nobody has.
pub(super) const UNKNOWN: &str = "+39 123 456 7890";

pub(super) struct World {
    pub(super) genesys: FakeGenesys,
    pub(super) server: Server,
}

impl World {
    pub(super) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With more settings.
    pub(super) async fn start_with(more: &[(&'static str, String)]) -> Self {
        let genesys = FakeGenesys::start().await;
        let text = str::to_owned;
        let mut settings = vec![
            ("ADMIN_EMAIL", text(EMAIL)),
            ("ADMIN_PASSWORD_HASH", text(HASH)),
            ("ADMIN_GENESYS_USER_ID", text(FakeGenesys::AGENT_ID)),
            ("GENESYS_QUEUES", text(FakeGenesys::QUEUE_ID)),
            ("GENESYS_ENVIRONMENT", genesys.url().to_string()),
            ("GENESYS_CLIENT_ID", text(FakeGenesys::CLIENT_ID)),
            ("GENESYS_CLIENT_SECRET", text(FakeGenesys::CLIENT_SECRET)),
            ("SEED", text("true")),
        ];
        settings.extend_from_slice(more);
        let server = Server::start("screen-pop", &settings).await;
        Self { genesys, server }
    }

    /// The agent's page, signed in and connected.
    pub(super) async fn agent(&self) -> Browser {
        let browser = Browser::start().await;
        browser.open(&self.server.page("/")).await;
        sign_in(&browser).await;
        browser.read("#connection", "Live").await;
        browser
    }

    /// A view of the administration, signed in.
    pub(super) async fn admin(&self, view: &str) -> Browser {
        let browser = Browser::start().await;
        browser
            .open(&self.server.page(&format!("/admin#{view}")))
            .await;
        sign_in(&browser).await;
        browser.see(&format!("#{view}")).await;
        browser
    }
}

/// Signs in with the form that the page shows.
pub(super) async fn sign_in(browser: &Browser) {
    sign_in_as(browser, EMAIL).await;
}

/// Signs in as somebody else with the same password.
pub(super) async fn sign_in_as(browser: &Browser, email: &str) {
    browser.fill("#signInEmail", email).await;
    browser.fill("#signInPassword", PASSWORD).await;
    browser.click("#signInForm [type=submit]").await;
    browser.gone("#signIn").await;
}
