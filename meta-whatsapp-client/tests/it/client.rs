//! Settings, tokens and versions.

use std::time::Duration;

use meta_whatsapp_client::{
    ApiVersion, Error, ErrorKind, MediaId, PhoneNumberId, ccaas_http::test_util::FakeClock,
    fake::FakeWhatsApp, messages::Message,
};
use secrecy::SecretString;

async fn look(client: &meta_whatsapp_client::WhatsAppClient) -> Result<(), Error> {
    let from = PhoneNumberId::new(FakeWhatsApp::PHONE_NUMBER_ID);
    let media = client.media(&from).get(&MediaId::new("0")).await;
    media.map(drop)
}

#[tokio::test]
async fn calls_go_to_the_version_that_was_set() {
    let whatsapp = FakeWhatsApp::start().await;
    let newer = ApiVersion::new("v26.0").unwrap();

    look(&whatsapp.client()).await.unwrap_err();
    look(&whatsapp.builder().version(newer).build().unwrap())
        .await
        .unwrap_err();

    let lines: Vec<_> = whatsapp
        .host()
        .journal()
        .iter()
        .map(|entry| entry.line())
        .collect();
    assert_eq!(lines, ["GET /v25.0/0", "GET /v26.0/0"]);
}

#[tokio::test]
async fn a_handle_has_its_own_token_and_the_same_settings() {
    let whatsapp = FakeWhatsApp::start().await;
    let first = whatsapp
        .builder()
        .version(ApiVersion::new("v24.0").unwrap())
        .build()
        .unwrap();
    let other = first.with_token(SecretString::from("someone-elses"));

    let error = look(&other).await.unwrap_err();

    assert_eq!(error.as_api().unwrap().kind(), ErrorKind::Auth);
    let not_found = look(&first).await.unwrap_err();
    assert_ne!(not_found.as_api().unwrap().kind(), ErrorKind::Auth);
    assert_eq!(other.version(), first.version());
}

#[tokio::test]
async fn a_token_that_cannot_be_sent_is_not_sent() {
    let whatsapp = FakeWhatsApp::start().await;
    for token in ["", "  ", "a\nb", "a\u{0}"] {
        let client = whatsapp.client().with_token(SecretString::from(token));

        let error = look(&client).await.unwrap_err();

        assert!(matches!(&error, Error::InvalidRequest(problem) if problem.field() == "token"));
    }
    assert!(whatsapp.host().journal().is_empty());
}

#[tokio::test]
async fn the_token_is_not_printed() {
    let whatsapp = FakeWhatsApp::start().await;

    let printed = format!("{:?} {:?}", whatsapp.builder(), whatsapp.client());

    assert!(!printed.contains(FakeWhatsApp::TOKEN), "{printed}");
    assert!(printed.contains("v25.0"), "{printed}");
}

/// Sends a message of which the first `times` attempts fail with `code`; how it ended, and
/// how long each wait was.
async fn send_failing(code: i64, times: usize) -> (Result<(), Error>, Vec<Duration>, usize) {
    let whatsapp = FakeWhatsApp::start().await;
    let clock = FakeClock::new("2026-11-20T10:00:00Z".parse().unwrap());
    let client = whatsapp.builder().clock(clock.clock()).build().unwrap();
    whatsapp.fail_messages(code, times);
    let from = whatsapp.phone_number_id();
    let message = Message::text("+12025550147", "hi");
    let sent = client.messages(&from).send(&message).await.map(drop);
    (sent, clock.slept(), whatsapp.messages().len())
}

#[tokio::test]
async fn a_message_that_came_too_fast_is_sent_again_after_the_codes_wait() {
    let (sent, waits, accepted) = send_failing(130_429, 1).await;

    assert!(sent.is_ok());
    assert!(waits[0] >= Duration::from_secs(1), "{waits:?}");
    assert_eq!(accepted, 1);
}

#[tokio::test]
async fn a_wait_of_hours_is_left_to_the_caller() {
    let (sent, waits, _) = send_failing(80_007, 1).await;

    let error = sent.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert!(error.is_rate_limited() && waits.is_empty());
}

#[tokio::test]
async fn a_message_that_may_have_gone_out_is_not_sent_again() {
    for code in [131_000, 131_016, 1] {
        let (sent, waits, _) = send_failing(code, 1).await;

        let error = sent.unwrap_err();
        assert!(
            error.may_have_been_applied() && error.is_transient(),
            "{code}"
        );
        assert_eq!(waits, [], "{code}");
    }
}
