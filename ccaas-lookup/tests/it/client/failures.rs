//! A service that fails blocks no call, and the result says why nothing is known.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use ccaas_http::{
    Clock,
    test_util::{Answer, Fault, Provoke, Reply},
};
use ccaas_lookup::{LookupBuildError, LookupClient, LookupCredential, PhoneReader, UnknownReason};
use http::Method;
use tokio::{sync::Notify, task};

use super::support::{KNOWN, LOOKUP, LookupApi, Scene, reason};

/// Long enough for any test.
const A_MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_service_that_hangs_is_given_up_after_two_seconds() {
    let scene = Scene::start().await;
    scene.api.inject(Fault::Hang, A_MINUTE);
    let (slept, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Notify::new()));
    let (its_slept, its_over, its_now) = (slept.clone(), over.clone(), scene.clock.clone());
    let clock = Clock::new(
        move || its_now.now(),
        move |time| {
            its_slept.lock().unwrap().push(time);
            its_over.clone().notified_owned()
        },
    );
    let client = scene.builder().clock(clock).build().unwrap();

    let lookup = tokio::spawn(async move { client.lookup_or_unknown(KNOWN).await });
    while scene.requests().is_empty() {
        task::yield_now().await;
    }
    assert!(!lookup.is_finished());
    over.notify_waiters();
    let found = lookup.await.unwrap();

    assert_eq!(reason(&found), Some(UnknownReason::TimedOut));
    assert_eq!(*slept.lock().unwrap(), [Duration::from_secs(2)]);
}

#[tokio::test]
async fn the_systems_clock_ends_the_waiting_too() {
    let scene = Scene::start().await;
    scene.api.inject(Fault::Hang, A_MINUTE);
    let client = scene
        .builder()
        .clock(Clock::system())
        .budget(Duration::from_millis(30))
        .build()
        .unwrap();

    let found = client.lookup_or_unknown(KNOWN).await;

    assert_eq!(reason(&found), Some(UnknownReason::TimedOut));
}

#[tokio::test]
async fn each_answer_that_is_none_has_its_reason() {
    let found_by = r#"{"found":true,"case_id":"9"}"#;
    for (status, body, expected) in [
        (
            400,
            r#"{"error":"Phone number is required"}"#,
            UnknownReason::Refused,
        ),
        (
            401,
            r#"{"error":"Unauthorized"}"#,
            UnknownReason::Unauthorized,
        ),
        (403, "", UnknownReason::Unauthorized),
        (429, "{}", UnknownReason::TooManyRequests),
        (
            500,
            r#"{"error":"Failed to lookup case"}"#,
            UnknownReason::Failed,
        ),
        (502, "<h1>Bad gateway</h1>", UnknownReason::Failed),
        (302, "", UnknownReason::NoSuchEndpoint),
        (200, "", UnknownReason::Unreadable),
        (200, "<h1>Welcome</h1>", UnknownReason::Unreadable),
        (200, r#"{"found":tru"#, UnknownReason::Unreadable),
        (200, r#"{"found":true}"#, UnknownReason::Unreadable),
        (200, "[]", UnknownReason::Unreadable),
        (500, found_by, UnknownReason::Failed),
    ] {
        let scene = Scene::start().await;
        let odd = Reply::Answer(Answer::bytes(status, "application/json", body));
        scene
            .api
            .provoke(Method::POST, LOOKUP, Provoke::Instead(odd));

        let found = scene.client().lookup_or_unknown(KNOWN).await;

        assert_eq!(reason(&found), Some(expected), "{status} {body}");
        assert_eq!(scene.requests().len(), 1, "nothing is repeated");
    }
}

#[tokio::test]
async fn a_404_that_is_no_documented_miss_is_no_miss() {
    let scene = Scene::start().await;
    for method in [Method::POST, Method::GET] {
        let page = Reply::Answer(Answer::bytes(404, "text/html", "<h1>Not found</h1>"));
        scene.api.provoke(method, LOOKUP, Provoke::Instead(page));
    }

    let found = scene.client().lookup_or_unknown(KNOWN).await;

    assert_eq!(reason(&found), Some(UnknownReason::NoSuchEndpoint));
}

#[tokio::test]
async fn a_get_that_fails_does_not_end_the_posts() {
    let scene = Scene::with(LookupApi { no_post: Some(404) }).await;
    let client = scene.client();
    let broken = Reply::Answer(Answer::empty(500));
    scene
        .api
        .provoke(Method::GET, LOOKUP, Provoke::Instead(broken));

    let first = client.lookup_or_unknown(KNOWN).await;
    scene.api.with(|api| api.no_post = None);
    let second = client.lookup_or_unknown(KNOWN).await;

    assert_eq!(reason(&first), Some(UnknownReason::Failed));
    assert!(second.hit().is_some());
    assert_eq!(scene.lines()[2], "POST /api/lookup");
}

#[tokio::test]
async fn a_service_that_is_gone_or_breaks_off_is_unreachable() {
    let scene = Scene::start().await;
    let client = scene.client();

    scene.api.inject(Fault::Cut, A_MINUTE);
    let cut = client.lookup_or_unknown(KNOWN).await;
    scene.api.inject(Fault::Down, A_MINUTE);
    scene.api.settled().await;
    let down = client.lookup_or_unknown(KNOWN).await;

    assert_eq!(reason(&cut), Some(UnknownReason::Unreachable));
    assert_eq!(reason(&down), Some(UnknownReason::Unreachable));
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for (base, may) in [
        ("https://crm.example.com", true),
        ("http://localhost:3010", true),
        ("http://127.0.0.1:3010/crm", true),
        ("http://[::1]:3010", true),
        ("http://crm.example.com", false),
        ("http://localhost.example.com", false),
        ("http://10.0.0.1", false),
        ("ftp://crm.example.com", false),
    ] {
        let built = LookupClient::builder(
            base.parse().unwrap(),
            LookupCredential::ApiKey("key".into()),
            PhoneReader::new("IT").unwrap(),
        )
        .build();

        match built {
            Ok(_) => assert!(may, "{base}"),
            Err(error) => assert!(!may && matches!(error, LookupBuildError::Base), "{base}"),
        }
    }
}

#[test]
fn a_key_that_no_header_can_carry_is_refused() {
    for key in ["", "  ", "two\nlines", "schlüssel\u{7f}"] {
        let built = LookupClient::builder(
            "https://crm.example.com".parse().unwrap(),
            LookupCredential::ApiKey(key.into()),
            PhoneReader::new("IT").unwrap(),
        )
        .build();

        assert!(
            matches!(built, Err(LookupBuildError::Credential)),
            "{key:?}"
        );
    }
}
