//! The client against its fake, over a real socket.

mod change;
mod create;
mod fake;
mod faults;
mod period;
mod read;
mod secrecy;
mod sign_in;

use std::time::Duration;

use ccaas_http::{RetryPolicy, test_util::JournalEntry};
use chrono::{DateTime, Utc};
use videoengager_client::{CreateSchedule, Schedule, VideoEngagerClient, fake::FakeVideoEngager};

/// A client that waits next to nothing between attempts.
fn quick(video: &FakeVideoEngager) -> VideoEngagerClient {
    let retry = RetryPolicy {
        base: Duration::from_millis(1),
        ..RetryPolicy::default()
    };
    video
        .builder()
        .retry(retry)
        .build()
        .expect("the settings make a client")
}

fn date() -> DateTime<Utc> {
    "2026-12-01T10:00:00Z".parse().expect("a valid time")
}

async fn book(client: &VideoEngagerClient) -> Schedule {
    let request = CreateSchedule::new(date(), 30);
    client
        .schedules()
        .create(&request)
        .await
        .expect("the fake creates it")
        .into_inner()
}

/// The calls that were received, without sign-ins.
fn calls(video: &FakeVideoEngager) -> Vec<JournalEntry> {
    let mut journal = video.host().journal();
    journal.retain(|entry| !entry.path.starts_with("/api/partners/"));
    journal
}

/// Method and path of the calls that were received, without sign-ins.
fn lines(video: &FakeVideoEngager) -> Vec<String> {
    calls(video).iter().map(JournalEntry::line).collect()
}
