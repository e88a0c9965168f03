//! The state manager, with the bodies of the document.

use reqwest::Method;
use serde_json::{Value, json};
use whatsapp_bridge::services::Service;

use super::harness::{Answer, Bridge};

const STATE: Service = Service::StateManager;

fn mapping() -> Value {
    json!({
        "waId": "1234567890",
        "contactName": "John Doe",
        "phoneNumberId": "123456",
        "displayPhoneNumber": "+1234567890",
    })
}

#[tokio::test]
async fn a_mapping_is_made_once_and_found_by_number_and_conversation() {
    let bridge = Bridge::start().await;

    let first = bridge.post(STATE, "/state/mapping", &mapping()).await;
    let second = bridge.post(STATE, "/state/mapping", &mapping()).await;

    assert_eq!(first.status, 200, "{}", first.text);
    let (first, second) = (first.json(), second.json());
    assert_eq!(
        (&first["isNew"], &second["isNew"]),
        (&json!(true), &json!(false))
    );
    let conversation = first["conversationId"].as_str().expect("an id");
    assert!(conversation.starts_with("whatsapp-"), "{conversation}");
    assert_eq!(second["conversationId"], first["conversationId"]);
    for name in ["waId", "contactName", "phoneNumberId", "displayPhoneNumber"] {
        assert_eq!(first[name], mapping()[name], "{name}");
    }
    for path in [
        "/state/mapping/1234567890".to_owned(),
        format!("/state/conversation/{conversation}"),
    ] {
        let found = bridge.get(STATE, &path).await;
        assert_eq!(found.status, 200, "{path}");
        assert_eq!(found.json()["conversationId"], conversation);
        assert_eq!(found.json()["contactName"], "John Doe");
    }
}

#[tokio::test]
async fn what_is_not_known_is_404_and_what_is_no_number_400() {
    let bridge = Bridge::start().await;

    for path in [
        "/state/mapping/999",
        "/state/conversation/nothing",
        "/state/context/nothing",
    ] {
        let answer = bridge.get(STATE, path).await;
        answer.assert_error(404, "Mapping not found");
    }
    for body in [
        json!({}),
        json!({"waId": "somebody"}),
        json!({"waId": "12"}),
        json!([]),
    ] {
        let answer = bridge.post(STATE, "/state/mapping", &body).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.text);
    }
}

#[tokio::test]
async fn messages_are_tracked_and_their_status_changes() {
    let bridge = Bridge::start().await;
    let message = json!({
        "metaMessageId": "msg_123",
        "genesysMessageId": "conv_456",
        "conversationId": "conv_789",
        "direction": "inbound",
    });

    let tracked = bridge.post(STATE, "/state/message", &message).await;
    let again = bridge.post(STATE, "/state/message", &message).await;
    let patch = |id: &str| {
        let request = bridge.request(Method::PATCH, STATE, &format!("/state/message/{id}"));
        Answer::to(request.json(&json!({"status": "delivered"})))
    };
    let (patched, unknown) = (patch("msg_123").await, patch("msg_999").await);

    assert_eq!(tracked.json(), json!({"success": true}));
    assert_eq!(again.status, 200);
    assert_eq!(patched.json(), json!({"success": true}));
    unknown.assert_error(404, "Message not found");
    let routes = bridge.state().links.names();
    let found = bridge
        .state()
        .store
        .search(&routes, "conv_456", 10)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&*found[0].status, &*found[0].direction),
        ("delivered", "inbound")
    );
    assert_eq!(found[0].conversation_id.as_deref(), Some("conv_789"));
}

#[tokio::test]
async fn a_message_without_an_id_or_direction_is_refused() {
    let bridge = Bridge::start().await;

    let answer = bridge
        .post(STATE, "/state/message", &json!({"status": "Hello Ada"}))
        .await;

    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.details(),
        [
            "metaMessageId or genesysMessageId is required",
            "direction must be inbound or outbound",
            "status must be a word such as delivered",
        ]
    );
}

#[tokio::test]
async fn context_is_kept_with_a_conversation_and_the_counts_rise() {
    let bridge = Bridge::start().await;
    let before = bridge.get(STATE, "/state/stats").await.json();
    let made = bridge
        .post(STATE, "/state/mapping", &mapping())
        .await
        .json();
    let path = format!(
        "/state/context/{}",
        made["conversationId"].as_str().expect("an id")
    );

    let empty = bridge.get(STATE, &path).await.json();
    let put = bridge
        .request(Method::PUT, STATE, &path)
        .json(&json!({"order": 7}));
    let put = Answer::to(put).await;
    let read = bridge.get(STATE, &path).await.json();
    let message = json!({"metaMessageId": "m", "direction": "outbound"});
    bridge.post(STATE, "/state/message", &message).await;
    let after = bridge.get(STATE, "/state/stats").await.json();

    assert_eq!(empty["context"], json!({}));
    assert_eq!(put.status, 200, "{}", put.text);
    assert_eq!(read["context"], json!({"order": 7}));
    assert_eq!(
        before,
        json!({"totalMappings": 0, "totalMessages": 0, "activeConversations": 0})
    );
    assert_eq!(
        after,
        json!({"totalMappings": 1, "totalMessages": 1, "activeConversations": 1})
    );
}

#[tokio::test]
async fn a_person_is_exported_and_erased() {
    let bridge = Bridge::start().await;
    let made = bridge
        .post(STATE, "/state/mapping", &mapping())
        .await
        .json();
    let ask = |path: &str, token: &str| {
        let request = bridge.request(Method::POST, Service::Dashboard, path);
        let request = request
            .bearer_auth(token)
            .json(&json!({"number": "+1 234-567-890"}));
        Answer::to(request)
    };

    let refused = ask("/api/privacy/export", "wrong").await;
    let exported = ask("/api/privacy/export", super::harness::ADMIN_TOKEN).await;
    let erased = ask("/api/privacy/erase", super::harness::ADMIN_TOKEN).await;

    assert_eq!(refused.status, 401);
    let customer = &exported.json()["customers"][0];
    assert_eq!(customer["identity"]["name"], "John Doe");
    assert_eq!(customer["conversationId"], made["conversationId"]);
    assert_eq!(erased.json(), json!({"success": true, "erased": 1}));
    let gone = bridge.get(STATE, "/state/mapping/1234567890").await;
    gone.assert_error(404, "Mapping not found");
    let audit = bridge.end().await.audit;
    let erasing = audit.iter().find(|line| line["action"] == "customer.erase");
    assert_eq!(erasing.expect("a line")["outcome"], "done");
}
