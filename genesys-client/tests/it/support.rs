//! What several tests need.

use std::time::Duration;

use ccaas_http::test_util::{FakeClock, JournalEntry};
use genesys_client::{
    CreateCallback, GenesysClientBuilder, QueueId, RetryPolicy, Timeouts, fake::FakeGenesys,
};
use http::Method;

pub(crate) const CALLBACKS: &str = "/api/v2/conversations/callbacks";

pub(crate) fn callback() -> CreateCallback {
    CreateCallback::to_queue(QueueId::new(FakeGenesys::QUEUE_ID), "+12025550147")
}

/// Fake and client share a clock that stands still; waiting takes no time.
pub(crate) async fn with_clock() -> (FakeGenesys, GenesysClientBuilder, FakeClock) {
    let genesys = FakeGenesys::start().await;
    let clock = FakeClock::new("2026-11-20T09:00:00Z".parse().expect("a valid time"));
    let fakes_clock = clock.clone();
    genesys.host().set_clock(move || fakes_clock.now());
    let builder = genesys.builder().clock(clock.clock());
    (genesys, builder, clock)
}

pub(crate) fn short_timeouts() -> Timeouts {
    Timeouts {
        attempt: Duration::from_millis(200),
        total: Duration::from_secs(2),
        ..Timeouts::default()
    }
}

pub(crate) fn quick_retries() -> RetryPolicy {
    RetryPolicy {
        base: Duration::from_millis(1),
        ..RetryPolicy::default()
    }
}

pub(crate) fn received(genesys: &FakeGenesys, method: Method, pattern: &str) -> Vec<JournalEntry> {
    genesys.host().received(&method, pattern)
}
