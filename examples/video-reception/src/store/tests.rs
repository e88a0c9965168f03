use serde_json::json;
use signaling_core::{CallSummary, DecisionMade};

use super::*;

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const CALL: &str = "AAAAAAAAAAAAAAAAAAAAAQ";

async fn open(folder: &Path) -> Store {
    Store::open(folder, Sealer::new(&KEY.into()).unwrap())
        .await
        .unwrap()
}

fn summary(call: &str, email: &str) -> CallSummary {
    serde_json::from_value(json!({
        "call": call, "clientName": "Robin Canary", "clientEmail": email,
        "purpose": "Ask about canaries", "staff": "staff-1", "transferredFrom": null,
        "requested": 1_000, "answered": 4_000, "ended": 10_000, "code": "hangup",
        "endedBy": "client", "transfers": 0, "reconnections": 1, "chatMessages": 2,
        "screenShared": true, "recorded": false,
    }))
    .unwrap()
}

fn decision(call: &str) -> DecisionMade {
    serde_json::from_value(json!({
        "call": call, "staff": "staff-1", "decision": "approved", "notes": "the canary may sing",
    }))
    .unwrap()
}

#[tokio::test]
async fn every_statement_uses_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let statements = [
        calls::STATEMENTS,
        decisions::STATEMENTS,
        stats::STATEMENTS,
        signed_out::STATEMENTS,
        staff::STATEMENTS,
        kept::STATEMENTS,
    ];

    let scans = store.database().scans(&statements.concat()).await.unwrap();

    assert!(scans.is_empty(), "{scans:#?}");
}

#[tokio::test]
async fn a_call_is_found_by_its_staff_its_visitor_and_its_time_and_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;

    store.put_decision(&decision(CALL), 5_000).await.unwrap();
    store
        .put_call(&summary(CALL, "Robin@Example.com"))
        .await
        .unwrap();

    let of_staff = store.calls_of("staff-1", 10).await.unwrap();
    let of_visitor = store.calls_of_visitor(" robin@example.com").await.unwrap();
    let of_day = store.calls_between(0, 2_000).await.unwrap();
    assert_eq!(of_staff[0].client_name, "Robin Canary");
    assert_eq!(of_staff[0].decision.as_deref(), Some("approved"));
    assert_eq!(of_visitor[0].notes.as_deref(), Some("the canary may sing"));
    assert_eq!(
        (of_day[0].answered_at, of_day[0].screen_shared),
        (Some(4_000), true)
    );
    assert!(store.calls_of("staff-2", 10).await.unwrap().is_empty());
    store.database().close().await;
    let stored = std::fs::read(folder.path().join(FILE)).unwrap();
    let shows = |text: &str| {
        stored
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!shows("anary") && !shows("xample.com"));
}

#[tokio::test]
async fn erasing_a_visitor_leaves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let other = "AAAAAAAAAAAAAAAAAAAAAg";
    for (call, email) in [(CALL, "robin@example.com"), (other, "kim@example.com")] {
        store.put_call(&summary(call, email)).await.unwrap();
        store.put_decision(&decision(call), 5_000).await.unwrap();
    }

    assert_eq!(store.erase_visitor("ROBIN@example.com").await.unwrap(), 1);
    assert_eq!(store.erase_visitor("robin@example.com").await.unwrap(), 0);

    assert!(
        store
            .calls_of_visitor("robin@example.com")
            .await
            .unwrap()
            .is_empty()
    );
    let left = store.calls_of_visitor("kim@example.com").await.unwrap();
    assert_eq!(left[0].decision.as_deref(), Some("approved"));
}

#[tokio::test]
async fn what_is_old_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    store
        .put_call(&summary(CALL, "robin@example.com"))
        .await
        .unwrap();
    store.put_decision(&decision(CALL), 5_000).await.unwrap();
    store.sign_out("session-1", 7_000).await.unwrap();
    assert!(store.is_signed_out("session-1").await.unwrap());

    store.purge(1_000, 7_000).await.unwrap();

    assert_eq!(store.calls_of("staff-1", 10).await.unwrap().len(), 1);
    assert!(store.is_signed_out("session-1").await.unwrap());

    store.purge(5_001, 7_001).await.unwrap();

    assert!(store.calls_of("staff-1", 10).await.unwrap().is_empty());
    assert!(!store.is_signed_out("session-1").await.unwrap());
}
