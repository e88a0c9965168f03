//! A bridge between fake vendors, and somebody who signs in to its dashboard.

use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;

use crate::harness::{Browser, Server};

const EMAIL: &str = "admin@example.com";
const PASSWORD: &str = "demo";
/// What `whatsapp-bridge hash-password` makes of it.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3dpdGNoYm9hcmQtZGVtbw$jG9HlWQIL9JZ70XeRu4rC4stOGwDnofprdgo/jYnT+o";

pub(super) struct World {
    pub(super) genesys: FakeGenesys,
    pub(super) whatsapp: FakeWhatsApp,
    pub(super) server: Server,
}

impl World {
    pub(super) async fn start() -> Self {
        let genesys = FakeGenesys::start().await;
        let whatsapp = FakeWhatsApp::start().await;
        let text = str::to_owned;
        let settings = [
            ("SINGLE_PORT", text("true")),
            ("META_BASE_URL", whatsapp.url().to_string()),
            ("META_APP_SECRET", text(FakeWhatsApp::APP_SECRET)),
            ("META_VERIFY_TOKEN", text(FakeWhatsApp::VERIFY_TOKEN)),
            ("META_ACCESS_TOKEN", text(FakeWhatsApp::TOKEN)),
            ("META_PHONE_NUMBER_ID", text(FakeWhatsApp::PHONE_NUMBER_ID)),
            ("GENESYS_REGION", genesys.url().to_string()),
            ("GENESYS_CLIENT_ID", text(FakeGenesys::CLIENT_ID)),
            ("GENESYS_CLIENT_SECRET", text(FakeGenesys::CLIENT_SECRET)),
            ("GENESYS_INTEGRATION_ID", text(FakeGenesys::INTEGRATION_ID)),
            ("GENESYS_WEBHOOK_SECRET", text(FakeGenesys::WEBHOOK_SECRET)),
            ("ADMIN_EMAIL", text(EMAIL)),
            ("ADMIN_PASSWORD_HASH", text(HASH)),
        ];
        let server = Server::start("whatsapp-bridge", &settings).await;
        let at = |path: &str| server.page(path).parse().expect("an address is a URL");
        whatsapp.deliver_to(at("/webhook/whatsapp"));
        genesys.deliver_to(at("/webhook/genesys"));
        Self {
            genesys,
            whatsapp,
            server,
        }
    }

    /// A customer writes.
    pub(super) async fn write(&self, text: &str) {
        let update = self.whatsapp.customer("+12025550147").text(text);
        let taken = self.whatsapp.deliver([update]).await;
        let taken = taken.expect("the bridge answers");
        assert!(taken.status.is_success(), "{}", taken.status);
    }

    /// The dashboard, signed in as an operator.
    pub(super) async fn dashboard(&self) -> Browser {
        let browser = Browser::start().await;
        browser.open(&self.server.page("/")).await;
        browser.fill("#signInEmail", EMAIL).await;
        browser.fill("#signInPassword", PASSWORD).await;
        browser.click("#signInForm [type=submit]").await;
        browser.read("#connection", "Live").await;
        browser
    }
}
