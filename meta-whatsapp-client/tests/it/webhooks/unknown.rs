//! What this version does not know is kept, and said to be so.

use meta_whatsapp_client::webhooks::{Content, Interactive, StatusKind, UpdateKind};
use serde_json::json;

use super::{change, messages, names, parse};

#[test]
fn an_unknown_message_type_is_kept() {
    let message = json!({"id": "wamid.1", "type": "hologram", "hologram": {"depth": [1, 2]}});
    let webhook = parse(&messages("messages", &json!([message])));
    let update = &webhook.updates()[0];

    let Ok(UpdateKind::Message(read)) = update.kind() else {
        panic!("a message");
    };
    assert_eq!(read.content, Content::Unknown);
    assert_eq!(read.kind, "hologram");
    assert_eq!(update.name(), "message.hologram");
    assert!(update.is_unknown());
    assert_eq!(update.raw(), message.to_string());
}

#[test]
fn a_type_that_was_left_out_shows_in_the_content() {
    let message = json!({"id": "wamid.1", "location": {"latitude": "1.5", "longitude": 2}});
    let webhook = parse(&messages("messages", &json!([message])));

    let Ok(UpdateKind::Message(read)) = webhook.updates()[0].kind() else {
        panic!("a message");
    };
    let Content::Location(place) = &read.content else {
        panic!("a location");
    };
    assert_eq!((place.latitude, place.longitude), (Some(1.5), Some(2.0)));
    assert_eq!(names(&webhook), ["message.location"]);
}

#[test]
fn an_unknown_status_is_kept() {
    let status = json!({"id": "wamid.1", "status": "printed"});
    let webhook = parse(&messages("statuses", &json!([status])));
    let update = &webhook.updates()[0];

    let Ok(UpdateKind::Status(read)) = update.kind() else {
        panic!("a status");
    };
    assert_eq!(read.status, Some(StatusKind::Unknown("printed".into())));
    assert_eq!(update.name(), "status.printed");
    assert!(update.is_unknown());
}

#[test]
fn an_unknown_answer_to_an_interactive_message_is_kept() {
    let message = json!({"id": "wamid.1", "type": "interactive",
                         "interactive": {"type": "gaze_reply", "gaze_reply": {"x": 1}}});
    let webhook = parse(&messages("messages", &json!([message])));
    let update = &webhook.updates()[0];

    assert_eq!(update.kind().err(), None);
    assert_eq!(update.name(), "message.interactive");
    assert!(update.is_unknown());
    let Ok(UpdateKind::Message(read)) = update.kind() else {
        panic!("a message");
    };
    let Content::Interactive(answer) = &read.content else {
        panic!("an answer");
    };
    let answer: &Interactive = answer;
    assert_eq!(answer.kind.as_deref(), Some("gaze_reply"));
    assert_eq!(answer.reply(), None);
}

#[test]
fn an_unknown_field_is_kept_with_its_value() {
    for value in [json!({"a": 1}), json!({"messages": [1]})] {
        let webhook = parse(&change("brain_waves", &value));
        let update = &webhook.updates()[0];

        assert_eq!(webhook.updates().len(), 1);
        assert_eq!(update.kind(), Ok(&UpdateKind::Other));
        assert_eq!(update.name(), "brain_waves");
        assert!(update.is_unknown());
        assert_eq!(update.raw(), value.to_string());
    }
}

#[test]
fn messages_without_any_known_list_are_kept_with_their_value() {
    let value = json!({"messaging_product": "whatsapp", "waves": [{"id": 1}]});
    let webhook = parse(&change("messages", &value));
    let update = &webhook.updates()[0];

    assert_eq!(update.name(), "messages");
    assert!(update.is_unknown());
    assert_eq!(update.raw(), value.to_string());
}
