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
    for value in [
        json!({"a": 1}),
        json!({"messages": [1]}),
        json!([1]),
        json!("x"),
        json!(5),
        json!(null),
    ] {
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
fn an_unknown_field_may_have_names_that_are_no_text() {
    let value = r#"{"\ud83d": {"\udc00": 1}, "a": 1}"#;
    let body = format!(r#"{{"entry":[{{"changes":[{{"field":"waves","value":{value}}}]}}]}}"#);
    let webhook = parse(&body);

    assert_eq!(webhook.updates()[0].kind(), Ok(&UpdateKind::Other));
    assert_eq!(webhook.updates()[0].raw(), value);
}

#[test]
fn a_change_of_messages_without_a_list_is_known_and_kept_with_its_value() {
    for field in ["messages", "smb_message_echoes"] {
        for value in [
            json!({}),
            json!({"messaging_product": "whatsapp", "contacts": []}),
            json!({"messages": null, "message_echoes": null}),
            json!({"waves": [{"id": 1}]}),
        ] {
            let webhook = parse(&change(field, &value));
            let update = &webhook.updates()[0];

            assert_eq!(webhook.updates().len(), 1);
            assert_eq!(update.kind(), Ok(&UpdateKind::NoItems));
            assert_eq!(update.name(), field);
            assert!(!update.is_unknown());
            assert_eq!(update.raw(), value.to_string());
        }
        let empty = parse(&change(field, &json!({"messages": [], "statuses": null})));
        assert!(empty.updates().is_empty());
    }
}

fn is_unknown(body: &str) -> bool {
    let webhook = parse(body);
    let update = &webhook.updates()[0];
    assert_eq!(update.kind().err(), None, "{body}");
    update.is_unknown()
}

#[test]
fn what_tells_what_a_message_is_decides_whether_it_is_known() {
    for (kind, content, expected) in [
        ("interactive", json!({"type": "gaze_reply"}), true),
        ("interactive", json!({"type": "button_reply"}), false),
        ("interactive", json!({}), false),
        ("interactive", json!(null), false),
        ("system", json!({"type": "user_moved"}), true),
        ("system", json!({"type": "user_changed_number"}), false),
        ("system", json!({}), false),
        ("text", json!({"new": 1}), false),
        ("hologram", json!({}), true),
    ] {
        let message = json!({"id": "wamid.1", "type": kind, kind: content});
        let unknown = is_unknown(&messages("messages", &json!([message])));
        assert_eq!(unknown, expected, "{message}");
    }
    assert!(is_unknown(&messages("messages", &json!([{"id": "w"}]))));
    assert!(is_unknown(&messages("statuses", &json!([{"id": "w"}]))));
}

#[test]
fn what_tells_what_a_change_is_decides_whether_it_is_known() {
    let odd = json!({"id": "w", "type": "hologram"});
    let told = |event: &str| json!({"event": event});
    for (field, value, expected) in [
        ("account_update", told("NEW"), true),
        ("account_update", told("ACCOUNT_DELETED"), false),
        ("account_update", json!({}), false),
        ("message_template_status_update", told("NEW"), true),
        ("message_template_status_update", told("APPROVED"), false),
        ("security", told("NEW"), true),
        ("flows", told("NEW"), true),
        ("flows", told("FLOW_STATUS_CHANGE"), false),
        ("calls", json!({"calls": [{}, told("new")]}), true),
        ("calls", json!({"calls": [{}, told("connect")]}), false),
        (
            "calls",
            json!({"statuses": [{"id": "w", "status": "new"}]}),
            true,
        ),
        (
            "group_status_update",
            json!({"groups": [{"type": "new"}]}),
            true,
        ),
        (
            "group_status_update",
            json!({"groups": [{"type": "group_suspend"}, 7]}),
            false,
        ),
        (
            "history",
            json!({"history": [{"threads": [{"messages": [odd]}]}]}),
            true,
        ),
        ("history", json!({"messages": [odd]}), true),
        ("standby", json!({"standby": {"messages": [odd]}}), true),
        (
            "standby",
            json!({"standby": {"messages": [super::text("w", "x")]}}),
            false,
        ),
    ] {
        assert_eq!(is_unknown(&change(field, &value)), expected, "{value}");
    }
}
