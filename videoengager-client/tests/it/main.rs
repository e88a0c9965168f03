//! The client against its fake, over a real socket.

mod agents;
mod callback_list;
mod callback_update;
mod callbacks;
mod callbacks_public;
mod change;
mod create;
mod fake;
mod fake_tenant;
mod faults;
mod feedback;
mod interactions;
mod join;
mod leniency;
mod local;
mod period;
mod read;
mod secrecy;
mod secrecy_types;
mod sign_in;
mod tenant;
mod visitor;

use std::time::Duration;

use ccaas_http::{
    RetryPolicy,
    test_util::{Answer, JournalEntry, Provoke},
};
use chrono::{DateTime, Utc};
use http::Method;
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

/// Answers the next call of one kind with `body`.
fn answer(video: &FakeVideoEngager, method: Method, pattern: &str, body: &'static str) {
    let answer = Answer::bytes(200, "application/json", body);
    video
        .host()
        .provoke(method, pattern, Provoke::Instead(answer.into()));
}

/// The calls that were received, without sign-ins.
fn calls(video: &FakeVideoEngager) -> Vec<JournalEntry> {
    let mut journal = video.host().journal();
    journal
        .retain(|entry| !entry.path.starts_with("/api/partners/") && entry.path != "/auth/local");
    journal
}

/// Method and path of the calls that were received, without sign-ins.
fn lines(video: &FakeVideoEngager) -> Vec<String> {
    calls(video).iter().map(JournalEntry::line).collect()
}
