//! The 24-hour window, the pace to one customer, the throughput.

use std::time::Duration;

use ccaas_http::{RetryPolicy, test_util::FakeClock};
use chrono::{DateTime, Utc};
use meta_whatsapp_client::{
    Error, PhoneNumberId, WhatsAppClient, fake::FakeWhatsApp, messages::Message,
};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_166_040, 0).expect("a time")
}

/// A fake whose clock the test moves, and a client that never repeats.
async fn start() -> (FakeWhatsApp, FakeClock, WhatsAppClient, PhoneNumberId) {
    let (whatsapp, clock) = (FakeWhatsApp::start().await, FakeClock::new(now()));
    let read = clock.clone();
    whatsapp.host().set_clock(move || read.now());
    let client = whatsapp
        .builder()
        .retry(RetryPolicy::never())
        .build()
        .expect("the settings make a client");
    let from = whatsapp.phone_number_id();
    (whatsapp, clock, client, from)
}

fn code(result: Result<impl Sized, Error>) -> Option<i64> {
    Some(result.err()?.as_api()?.code()?.as_i64())
}

#[tokio::test]
async fn after_24_hours_only_templates_may_be_sent() {
    let (whatsapp, clock, client, from) = start().await;
    whatsapp.require_window(true);
    let hello = Message::text("+12025550147", "Hello");

    assert_eq!(
        code(client.messages(&from).send(&hello).await),
        Some(131_047)
    );
    let _opened = whatsapp.customer("+12025550147").text("hi");
    assert_eq!(code(client.messages(&from).send(&hello).await), None);
    clock.advance(Duration::from_secs(24 * 60 * 60));
    let error = client.messages(&from).send(&hello).await.unwrap_err();
    assert!(error.as_api().expect("an answer").needs_template());
}

#[tokio::test]
async fn the_pace_to_one_customer_is_limited_and_recovers() {
    let (whatsapp, clock, client, from) = start().await;
    whatsapp.limit_pairs(true);
    let hello = Message::text("+12025550147", "Hello");
    for _ in 0..45 {
        assert_eq!(code(client.messages(&from).send(&hello).await), None);
    }

    assert_eq!(
        code(client.messages(&from).send(&hello).await),
        Some(131_056)
    );
    let other = Message::text("+12025550148", "Hello");
    assert_eq!(code(client.messages(&from).send(&other).await), None);
    clock.advance(Duration::from_secs(6));
    assert_eq!(
        code(client.messages(&from).send(&hello).await),
        Some(131_056)
    );
    clock.advance(Duration::from_secs(44 * 6));
    assert_eq!(code(client.messages(&from).send(&hello).await), None);
}

#[tokio::test]
async fn the_throughput_of_the_number_is_limited() {
    let (whatsapp, clock, client, from) = start().await;
    whatsapp.limit_throughput(Some(2));
    let to = |n: u32| Message::text(format!("+1202555014{n}"), "Hello");

    let mut codes = Vec::new();
    for n in 0..3 {
        codes.push(code(client.messages(&from).send(&to(n)).await));
    }

    assert_eq!(codes, [None, None, Some(130_429)]);
    clock.advance(Duration::from_secs(1));
    assert_eq!(code(client.messages(&from).send(&to(3)).await), None);
}
