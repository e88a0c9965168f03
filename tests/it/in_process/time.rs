//! Time that tests move by hand, and waiting for what happens elsewhere.

use std::time::Duration;

use ccaas_http::test_util::FakeClock;
use chrono::{DateTime, Utc};
use tokio::time::Instant;

/// How long [`until`] waits at most.
const DEADLINE: Duration = Duration::from_secs(20);

/// A Monday morning in London, New York still asleep.
pub(crate) fn start_of_tests() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().expect("a valid time")
}

/// Each look takes a millisecond, so that calls to several vendors have an order.
pub(crate) fn ticking(clock: &FakeClock) -> impl Fn() -> DateTime<Utc> + Send + 'static {
    let clock = clock.clone();
    move || {
        clock.advance(Duration::from_millis(1));
        clock.now()
    }
}

/// Waits until something has happened, which it must soon.
pub(crate) async fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !happened() {
        assert!(Instant::now() < deadline, "{what} did not happen");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
