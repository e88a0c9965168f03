//! What became of agents' messages.

use ccaas_http::test_util::{Answer, Provoke};
use genesys_client::{
    Error, VendorError,
    fake::FakeGenesys,
    open_messaging::{Reason, ReasonCode, Receipt, ReceiptStatus},
};
use http::Method;
use serde_json::{Value, json};

use super::{inbound, integration_id, message_id, time, to};
use crate::support::received;

/// Sends `receipt`; the answer is `answer`.
async fn send(receipt: &Receipt, answer: &Value) -> (FakeGenesys, Result<(), Error>) {
    let genesys = FakeGenesys::start().await;
    genesys.host().provoke(
        Method::POST,
        &inbound("receipt"),
        Provoke::Instead(Answer::json(200, answer).into()),
    );
    let client = genesys.client();
    let id = integration_id();
    let sent = client.open_messages(&id).receipt(receipt).await;
    (genesys, sent.map(drop))
}

fn delivered() -> Receipt {
    Receipt::delivered(message_id(), to(), time())
}

fn too_late() -> Receipt {
    let reason = Reason::new(ReasonCode::MessageExpired, "131047: the window is closed");
    Receipt::failed(message_id(), to(), time(), vec![reason])
}

#[tokio::test]
async fn a_receipt_is_sent_as_documented() {
    let (genesys, sent) = send(&delivered(), &json!({"status": "Delivered"})).await;

    sent.unwrap();
    assert_eq!(
        received(&genesys, Method::POST, &inbound("receipt"))[0].json(),
        json!({
            "id": "0f1e2d3c",
            "channel": {
                "to": {"id": "+12025550147", "idType": "Phone"},
                "time": "2026-11-20T09:14:00.500Z"
            },
            "status": "Delivered",
            "isFinalReceipt": true
        })
    );
}

#[tokio::test]
async fn a_failure_is_sent_with_its_reasons_and_the_answer_may_repeat_it() {
    let echo = json!({"status": "Failed", "reasons": [
        {"code": "MessageExpired", "message": "131047: the window is closed"}]});
    let (genesys, sent) = send(&too_late(), &echo).await;

    sent.unwrap();
    let body = received(&genesys, Method::POST, &inbound("receipt"))[0].json();
    assert_eq!(body["status"], "Failed");
    assert_eq!(body["reasons"], echo["reasons"]);
}

#[tokio::test]
async fn a_refusal_inside_a_success_is_an_error_with_its_reasons() {
    let refusal = json!({"id": "0f1e2d3c", "type": "Receipt", "status": "Failed", "reasons": [
        {"code": "UnknownMessage", "message": "no message of +12025550147"}]});
    for receipt in [delivered(), too_late()] {
        let (genesys, sent) = send(&receipt, &refusal).await;

        let error = sent.unwrap_err();
        let answer = error.as_api().unwrap();
        assert!(answer.is_refused_receipt());
        assert_eq!(answer.reasons()[0].code, Some(ReasonCode::UnknownMessage));
        assert_eq!(answer.reasons()[0].message, "no message of +12025550147");
        assert_eq!(answer.meta().status(), 200);
        assert!(!error.is_transient() && !error.may_have_been_applied());
        let printed = format!("{error:?} {error} {answer:?} {answer}");
        assert!(printed.contains("did not take the receipt (UnknownMessage)"));
        assert!(!printed.contains("2025550147"), "{printed}");
        assert_eq!(
            received(&genesys, Method::POST, &inbound("receipt")).len(),
            1
        );
    }
}

#[tokio::test]
async fn reasons_tell_whether_a_later_try_may_succeed() {
    for (code, transient, rate_limited) in [
        ("RateLimited", true, true),
        ("ServerError", true, false),
        ("GeneralError", false, false),
        ("OfTomorrow", false, false),
    ] {
        let refusal = json!({"status": "Failed", "reasons": [{"code": code, "message": ""}]});
        let (_genesys, sent) = send(&delivered(), &refusal).await;

        let error = sent.unwrap_err();
        assert_eq!(error.is_transient(), transient, "{code}");
        assert_eq!(error.is_rate_limited(), rate_limited, "{code}");
    }
}

#[tokio::test]
async fn an_answer_of_another_error_is_no_refused_receipt() {
    let genesys = FakeGenesys::start().await;
    genesys.delete_integration();

    let client = genesys.client();
    let id = integration_id();
    let error = client.open_messages(&id).receipt(&delivered()).await;

    let error = error.unwrap_err();
    let answer = error.as_api().unwrap();
    assert!(!answer.is_refused_receipt() && answer.reasons().is_empty());
}

#[tokio::test]
async fn a_receipt_of_nothing_is_not_sent() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let id = integration_id();
    let nothing = Receipt {
        id: genesys_client::MessageId::new(""),
        ..Receipt::new(message_id(), to(), time(), ReceiptStatus::Sent)
    };

    let error = client.open_messages(&id).receipt(&nothing).await;

    assert!(matches!(error, Err(Error::InvalidRequest(_))));
    assert!(genesys.host().journal().is_empty());
}
