//! A callback scheduler between fake vendors, and somebody who books at it.

use genesys_client::fake::FakeGenesys;
use videoengager_client::fake::FakeVideoEngager;

use crate::harness::{Browser, Server};

/// The vendor's path of callbacks.
pub(super) const CALLBACKS: &str = "/api/v2/conversations/callbacks";

pub(super) struct World {
    pub(super) genesys: FakeGenesys,
    pub(super) video_engager: FakeVideoEngager,
    pub(super) server: Server,
}

impl World {
    pub(super) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    pub(super) async fn start_with(more: &[(&'static str, &str)]) -> Self {
        let genesys = FakeGenesys::start().await;
        let video_engager = FakeVideoEngager::start().await;
        let mut settings = vec![
            ("VE_DOMAIN", video_engager.url().to_string()),
            ("VE_PAK", FakeVideoEngager::PAK.to_owned()),
            ("VE_EXTERNAL_ID", FakeVideoEngager::EXTERNAL_ID.to_owned()),
            ("VE_EMAIL", FakeVideoEngager::EMAIL.to_owned()),
            ("GENESYS_ENVIRONMENT", genesys.url().to_string()),
            ("GENESYS_CLIENT_ID", FakeGenesys::CLIENT_ID.to_owned()),
            (
                "GENESYS_CLIENT_SECRET",
                FakeGenesys::CLIENT_SECRET.to_owned(),
            ),
            ("GENESYS_QUEUE_ID", FakeGenesys::QUEUE_ID.to_owned()),
            ("GENESYS_SCRIPT_ID", FakeGenesys::SCRIPT_ID.to_owned()),
        ];
        settings.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        Self {
            server: Server::start("callback-scheduler", &settings).await,
            genesys,
            video_engager,
        }
    }

    /// The numbers that Genesys Cloud would still call.
    pub(super) fn called(&self) -> Vec<String> {
        let callbacks = self.genesys.callbacks();
        let open = callbacks.into_iter().filter(|one| one.state == "scheduled");
        open.flat_map(|one| one.callback_numbers).collect()
    }
}

/// Fills in the form.
pub(super) async fn fill(browser: &Browser) {
    browser.fill("#first-name", "Test").await;
    browser.fill("#last-name", "User").await;
    browser.fill("#phone", "+1 202 555 0147").await;
    browser.fill("#subject", "About my order").await;
}

/// Books, and waits for the result.
pub(super) async fn book(world: &World, browser: &Browser) {
    browser.open(&world.server.page("/")).await;
    fill(browser).await;
    browser.click("#book").await;
    browser
        .read("#result-heading", "Your callback is booked")
        .await;
}
