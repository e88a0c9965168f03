//! A meeting scheduler in front of a fake VideoEngager, and somebody who schedules at it.

use ccaas_http::test_util::JournalEntry;
use reqwest::Method;
use videoengager_client::fake::FakeVideoEngager;

use crate::harness::{Browser, Server, until};

pub(super) const PASSWORD: &str = "browser-test-password";
/// Its hash, made with the least memory there is: the browser must not wait for it.
pub(super) const PASSWORD_HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c3dpdGNoYm9hcmQtdGVzdA$\
    c4dpxt/+12qxYmGT0TvRmXixVjMYHR0jLNR5Ssf+NQE";

/// The vendor's path of schedules.
pub(super) const SCHEDULES: &str = "/api/schedules/tenant/";
/// The vendor's path of the schedules of a period.
pub(super) const PERIOD: &str = "/api/schedules/tenant/{from}/{to}";
/// The vendor's path of signing in with the partner key.
pub(super) const SIGN_IN: &str = "/api/partners/impersonate/{pak}/{externalId}/{email}";

pub(super) struct World {
    pub(super) video_engager: FakeVideoEngager,
    pub(super) server: Server,
}

impl World {
    /// A server that has the partner key of the development environment.
    pub(super) async fn start() -> Self {
        let world = Self::start_with(&[
            ("VE_PAK", FakeVideoEngager::PAK),
            ("VE_EXTERNAL_ID", FakeVideoEngager::EXTERNAL_ID),
            ("VE_EMAIL", FakeVideoEngager::EMAIL),
        ])
        .await;
        // It tries its key when it starts, which no test wants in its own story.
        until("the server's own sign-in", async || {
            (world.received(Method::GET, SIGN_IN).len() == 1).then_some(())
        })
        .await;
        world
    }

    pub(super) async fn start_with(more: &[(&'static str, &str)]) -> Self {
        let video_engager = FakeVideoEngager::start().await;
        let mut settings = vec![
            ("VE_DOMAIN", video_engager.url().to_string()),
            ("OPERATOR_PASSWORD_HASH", PASSWORD_HASH.to_owned()),
        ];
        settings.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        Self {
            server: Server::start("meeting-scheduler", &settings).await,
            video_engager,
        }
    }

    /// What VideoEngager received of one kind.
    pub(super) fn received(&self, method: Method, pattern: &str) -> Vec<JournalEntry> {
        self.video_engager.host().received(&method, pattern)
    }
}

/// Opens the page, and signs in with the partner key of the server.
pub(super) async fn sign_in(world: &World, browser: &Browser) {
    browser.open(&world.server.page("/")).await;
    give_password(browser).await;
    browser.see("#scheduleMeeting").await;
}

/// Signs in as the operator, who may use the partner key.
pub(super) async fn give_password(browser: &Browser) {
    browser.fill("#operator-password", PASSWORD).await;
    browser.click("#signIn").await;
}

/// Fills in the whole form; gives the local time of the meeting.
pub(super) async fn fill(browser: &Browser) -> String {
    let start = browser.tomorrow("10:00").await;
    browser.choose("#agentSelect", "Sam Second").await;
    browser.fill("#meetingTitle", "Contract").await;
    browser.set("#startTime", &start).await;
    browser.fill("#duration", "45").await;
    browser.fill("#visitorName", "Vera Visitor").await;
    browser.fill("#visitorEmail", "vera@example.com").await;
    browser.fill("#visitorPhone", "+1-555-123-4567").await;
    start
}

/// Schedules a meeting with the agent Sam Second, and waits for the result.
pub(super) async fn schedule(browser: &Browser) {
    fill(browser).await;
    browser.click("#scheduleMeeting").await;
    browser.read("#result", "Meeting scheduled").await;
}
