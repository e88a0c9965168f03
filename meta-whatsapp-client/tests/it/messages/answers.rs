//! What comes back from sending, and what fails before.

use ccaas_http::DecodeError;
use meta_whatsapp_client::{
    Error, ErrorCode, GroupId, MessageId, UserId,
    fake::FakeWhatsApp,
    messages::{Message, MessageStatus, Recipient, SendAnswer},
};
use serde_json::json;

use super::{TO, bodies, calls, from, instead};

#[tokio::test]
async fn send_returns_the_id_that_whatsapp_assigned() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.accept_messages("wamid.1");

    let client = whatsapp.client();
    let sent = client
        .messages(&from())
        .send(&Message::text(TO, "hi"))
        .await
        .unwrap();

    assert_eq!(sent.id().as_str(), "wamid.1");
    assert_eq!(sent.contacts[0].input.as_deref(), Some(TO));
    let wa_id = sent.contacts[0].wa_id.as_ref().unwrap();
    assert_eq!(wa_id.as_str(), "12025550147");
    assert_eq!(sent.contacts[0].user_id, None);
    let call = &calls(&whatsapp)[0];
    assert_eq!(
        call.line(),
        format!("POST /v25.0/{}/messages", from().as_str())
    );
    assert_eq!(call.authorization.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_message_goes_to_a_phone_a_user_or_a_group() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let (from, user) = (from(), UserId::new("US.00000000000000000001"));
    let messages = client.messages(&from);

    let to_user = Message::text(user.clone(), "hi");
    let sent = messages.send(&to_user).await.unwrap();
    assert_eq!(sent.contacts[0].user_id, Some(user.clone()));
    assert_eq!(sent.contacts[0].wa_id, None);
    let to_group = Message::text(GroupId::new("group-1"), "hi");
    let sent = messages.send(&to_group).await.unwrap();
    assert_eq!(sent.message().group_id, Some(GroupId::new("group-1")));
    let phone = TO.to_owned();
    let to_both = Message::text(Recipient::PhoneAndUser { phone, user }, "hi");
    messages.send(&to_both).await.unwrap();

    let text = json!({ "body": "hi" });
    assert_eq!(
        bodies(&whatsapp),
        [
            json!({
                "messaging_product": "whatsapp", "recipient_type": "individual",
                "recipient": "US.00000000000000000001", "type": "text", "text": text,
            }),
            json!({
                "messaging_product": "whatsapp", "recipient_type": "group",
                "to": "group-1", "type": "text", "text": text,
            }),
            json!({
                "messaging_product": "whatsapp", "recipient_type": "individual", "to": TO,
                "recipient": "US.00000000000000000001", "type": "text", "text": text,
            }),
        ]
    );
}

#[tokio::test]
async fn an_answer_may_hold_more_or_less_than_documented() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let (from, message) = (from(), Message::text(TO, "hi"));
    let messages = client.messages(&from);

    instead(
        &whatsapp,
        200,
        r#"{"messages":[{"id":"wamid.1","message_status":"frozen","new":{}}],"also":1}"#,
    );
    let sent = messages.send(&message).await.unwrap();
    assert_eq!(sent.id().as_str(), "wamid.1");
    assert!(sent.contacts.is_empty());
    let unknown = MessageStatus::Unknown("frozen".to_owned());
    assert_eq!(sent.message().message_status, Some(unknown));

    instead(
        &whatsapp,
        200,
        r#"{"contacts":[{"input":12025550147,"wa_id":null}],
            "messages":[{"id":"wamid.2","message_status":"held_for_quality_assessment"}]}"#,
    );
    let sent = messages.send(&message).await.unwrap();
    assert_eq!(sent.contacts[0].input.as_deref(), Some("12025550147"));
    assert_eq!(
        sent.message().message_status,
        Some(MessageStatus::HeldForQualityAssessment)
    );
}

#[tokio::test]
async fn only_the_id_of_an_accepted_message_must_be_readable() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let (from, message) = (from(), Message::text(TO, "hi"));

    for body in [
        r#"{"contacts":[{"input":{},"wa_id":12025550147,"user_id":false}],
            "messages":[{"id":"wamid.1","message_status":7,"group_id":12}]}"#,
        r#"{"contacts":[7,null,[]],"messages":[{"id":"wamid.1","message_status":{}}]}"#,
        r#"{"contacts":"none","messages":{"id":"wamid.1","message_status":[],"group_id":{}}}"#,
        r#"{"contacts":{"wa_id":[]},"messages":[null,{"id":"wamid.1"}]}"#,
    ] {
        instead(&whatsapp, 200, body);
        let sent = client.messages(&from).send(&message).await;
        assert_eq!(sent.expect(body).id().as_str(), "wamid.1");
    }

    let odd = r#"{"contacts":[{"wa_id":12025550147}],
        "messages":[{"id":"wamid.1","message_status":7,"group_id":12}]}"#;
    let read: SendAnswer = serde_json::from_str(odd).unwrap();
    let wa_id = read.contacts[0].wa_id.as_ref().unwrap();
    assert_eq!(wa_id.as_str(), "12025550147");
    let unknown = MessageStatus::Unknown("7".to_owned());
    assert_eq!(read.message().message_status, Some(unknown));
    assert_eq!(read.message().group_id, Some(GroupId::new("12")));
}

#[tokio::test]
async fn an_answer_without_an_id_cannot_be_read() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let (from, message) = (from(), Message::text(TO, "hi"));

    for body in [
        "{}",
        "[]",
        r#"{"messages":[]}"#,
        r#"{"messages":null}"#,
        r#"{"messages":[{"id":null}]}"#,
        r#"{"messages":[{"message_status":"accepted"}]}"#,
    ] {
        instead(&whatsapp, 200, body);
        let error = client.messages(&from).send(&message).await.unwrap_err();
        assert!(
            matches!(error, Error::Decode(DecodeError::Field { .. })),
            "{error:?}"
        );
        assert!(error.may_have_been_applied());
    }
}

#[tokio::test]
async fn a_vendor_error_says_what_to_do() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.fail_messages(131_047, 1);

    let client = whatsapp.client();
    let error = client
        .messages(&from())
        .send(&Message::text(TO, "hi"))
        .await
        .unwrap_err();

    let api = error.as_api().unwrap();
    assert_eq!(api.code(), Some(ErrorCode::from(131_047)));
    assert!(api.needs_template());
    assert!(whatsapp.messages().is_empty());
}

#[tokio::test]
async fn a_message_that_breaks_a_limit_is_not_sent() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let buttons = [("a", "A title that is a bit long")];
    let message = Message::buttons(TO, "body", buttons);

    let error = client.messages(&from()).send(&message).await.unwrap_err();

    let Error::InvalidRequest(problem) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        problem.to_string(),
        "`interactive.action.buttons[0].reply.title` is 26 characters long, the limit is 20"
    );
    assert!(calls(&whatsapp).is_empty());
}

#[tokio::test]
async fn marketing_messages_are_templates() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let from = from();
    let messages = client.messages(&from);
    let template = Message {
        message_activity_sharing: Some(true),
        ..Message::template(TO, "hello_world", "en_US")
    };

    messages.send_marketing(&template).await.unwrap();
    let refused = messages.send_marketing(&Message::text(TO, "hi")).await;

    assert!(matches!(refused, Err(Error::InvalidRequest(_))));
    let call = &calls(&whatsapp)[0];
    assert!(call.path.ends_with("/marketing_messages"), "{}", call.path);
    assert_eq!(call.json()["message_activity_sharing"], true);
    assert!(whatsapp.messages()[0].is_marketing);
}

#[tokio::test]
async fn reading_and_typing_are_marked() {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();
    let (from, id) = (from(), MessageId::new("wamid.1"));
    let messages = client.messages(&from);

    messages.mark_read(&id).await.unwrap();
    messages.mark_read_and_type(&id).await.unwrap();

    let read = json!({
        "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1",
    });
    let mut typing = read.clone();
    typing["typing_indicator"] = json!({ "type": "text" });
    assert_eq!(bodies(&whatsapp), [read, typing]);
    assert_eq!(whatsapp.read_marks(), ["wamid.1", "wamid.1"]);
}

#[tokio::test]
async fn a_mark_without_success_is_an_error() {
    let whatsapp = FakeWhatsApp::start().await;
    instead(&whatsapp, 200, r#"{"success":false}"#);

    let client = whatsapp.client();
    let marked = client
        .messages(&from())
        .mark_read(&MessageId::new("wamid.1"))
        .await;

    assert!(matches!(marked, Err(Error::Decode(_))));
}
