//! Open Messaging of the fake: receipts.

use genesys_client::fake::FakeGenesys;
use serde_json::{Value, json};

use crate::{
    fake_open::{CUSTOMER, post, wrote},
    stranger::{Stranger, json_of},
};

/// A fake whose agent wrote once, and the message's id.
async fn answered() -> (Stranger, String) {
    let stranger = Stranger::new().await;
    wrote(&stranger, "wamid.1").await;
    let agent = stranger.genesys.agent_of(CUSTOMER);
    let id = agent.expect("the customer wrote").text("Good day").send();
    (stranger, id)
}

async fn send(stranger: &Stranger, id: &str, more: Value) -> Value {
    let mut receipt = json!({
        "id": id,
        "channel": {
            "to": { "id": CUSTOMER, "idType": "Phone" },
            "time": "2026-11-20T09:15:03.000Z",
        },
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        receipt[name] = value.clone();
    }
    let answer = post(stranger, "receipt", &receipt).await;
    assert_eq!(answer.status(), 200);
    json_of(answer).await
}

#[tokio::test]
async fn a_message_is_sent_then_delivered() {
    let (stranger, id) = answered().await;
    assert_eq!(stranger.genesys.message(&id).unwrap().status, "Sent");

    let answer = send(
        &stranger,
        &id,
        json!({ "status": "Delivered", "isFinalReceipt": true }),
    )
    .await;

    assert_eq!(answer["type"], "Receipt");
    assert_eq!(answer["status"], "Delivered");
    assert_eq!(answer["direction"], "Outbound");
    assert_eq!(answer["channel"]["from"]["id"], FakeGenesys::INTEGRATION_ID);
    assert_eq!(stranger.genesys.message(&id).unwrap().status, "Delivered");
    let receipt = &stranger.genesys.receipts()[0];
    assert_eq!((&receipt.message_id, receipt.refused), (&id, None));
    assert!(receipt.is_final);
}

#[tokio::test]
async fn a_failed_message_keeps_its_reasons_and_nothing_follows_the_last_receipt() {
    let (stranger, id) = answered().await;
    let reasons = json!([{ "code": "MessageExpired", "message": "131047" }]);
    let failed = json!({ "status": "Failed", "reasons": reasons, "isFinalReceipt": true });

    send(&stranger, &id, failed).await;
    send(&stranger, &id, json!({ "status": "Delivered" })).await;

    let message = stranger.genesys.message(&id).unwrap();
    assert_eq!(message.status, "Failed");
    assert_eq!(message.reasons[0]["code"], "MessageExpired");
    assert_eq!(stranger.genesys.receipts()[0].codes, ["MessageExpired"]);
    assert_eq!(stranger.genesys.receipts().len(), 2);
}

#[tokio::test]
async fn a_receipt_that_cannot_be_applied_is_answered_with_200_and_failed() {
    let (stranger, id) = answered().await;
    let delivered = json!({ "status": "Delivered" });
    let stranger_to_it = json!({ "status": "Delivered", "channel": {
        "to": { "id": "+12025550148" },
        "time": "2026-11-20T09:15:03.000Z",
    } });
    let inbound_id = stranger.genesys.inbound_messages()[0].id.clone();
    let cases = [
        ("unknown", delivered.clone(), "UnknownMessage"),
        (&inbound_id, delivered.clone(), "UnknownMessage"),
        (&id, stranger_to_it, "InvalidDestination"),
        (&id, json!({ "status": "Published" }), "UnsupportedMessage"),
    ];
    for (id, receipt, code) in cases {
        let answer = send(&stranger, id, receipt).await;

        assert_eq!(answer["status"], "Failed", "{code}");
        assert_eq!(answer["reasons"][0]["code"], code);
    }
    stranger.genesys.fail_receipts("ServerError", 1);
    let answer = send(&stranger, &id, delivered).await;
    assert_eq!(answer["reasons"][0]["code"], "ServerError");
    assert_eq!(stranger.genesys.message(&id).unwrap().status, "Sent");
}

#[tokio::test]
async fn the_deprecated_call_takes_messages_and_receipts_even_of_reading() {
    let (stranger, id) = answered().await;
    let path = stranger.url("/api/v2/conversations/messages/inbound/open");
    let message = json!({
        "channel": {
            "platform": "Open",
            "type": "Private",
            "messageId": "wamid.2",
            "to": { "id": FakeGenesys::INTEGRATION_ID },
            "from": { "id": CUSTOMER, "idType": "Phone" },
            "time": "2026-11-20T09:16:00.000Z",
        },
        "direction": "Inbound",
        "type": "Text",
        "text": "Hello again",
    });
    let receipt = json!({
        "id": id,
        "channel": { "to": { "id": CUSTOMER }, "time": "2026-11-20T09:16:00.000Z" },
        "type": "Receipt",
        "status": "Read",
    });

    let taken = stranger
        .send(stranger.http.post(&path).json(&message))
        .await;
    let read = stranger
        .send(stranger.http.post(&path).json(&receipt))
        .await;

    assert_eq!(
        (taken.status().as_u16(), read.status().as_u16()),
        (200, 200)
    );
    assert_eq!(json_of(taken).await["direction"], "Inbound");
    assert_eq!(json_of(read).await["status"], "Read");
    assert_eq!(stranger.genesys.inbound_count(), 2);
    assert_eq!(stranger.genesys.conversations().len(), 1);
    assert_eq!(stranger.genesys.message(&id).unwrap().status, "Read");
}
