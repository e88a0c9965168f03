//! A bad item is an error of its own; its siblings survive.

use chrono::DateTime;
use meta_whatsapp_client::{
    ErrorCode,
    webhooks::{self, ParseError, UpdateKind},
};
use serde_json::{Value, json};

use super::{change, messages, names, parse, text};

/// Items that are not as documented, of messages.
fn bad_messages() -> Vec<Value> {
    vec![
        json!(null),
        json!(42),
        json!("text"),
        json!([]),
        json!({}),
        json!({"type": "text", "text": {"body": "no id"}}),
        json!({"id": "wamid.bad", "type": "text", "text": "hello"}),
        json!({"id": "wamid.bad", "type": "text", "text": ["hello"]}),
        json!({"id": "wamid.bad", "type": "text", "text": {"body": {"deep": 1}}}),
        json!({"id": "wamid.bad", "type": ["text"], "text": {"body": "hello"}}),
        json!({"id": ["wamid.bad"], "type": "text", "text": {"body": "hello"}}),
        json!({"id": "wamid.bad", "type": "image", "image": 7}),
        json!({"id": "wamid.bad", "type": "interactive", "interactive": []}),
        json!({"id": "wamid.bad", "type": "contacts", "contacts": ["x"]}),
        json!({"id": "wamid.bad", "type": "edit", "edit": {"message": [1]}}),
    ]
}

#[test]
fn a_bad_message_keeps_its_json_and_its_siblings_survive() {
    for bad in bad_messages() {
        let items = json!([text("wamid.1", "one"), bad, text("wamid.2", "two")]);
        let webhook = parse(&messages("messages", &items));

        let [one, middle, two] = webhook.updates() else {
            panic!("three updates for {bad}");
        };
        assert!(matches!(one.kind(), Ok(UpdateKind::Message(_))));
        assert!(matches!(two.kind(), Ok(UpdateKind::Message(_))));
        assert!(middle.kind().is_err(), "{bad}");
        assert_eq!(middle.raw(), bad.to_string());
        assert!(middle.name().starts_with("message."), "{}", middle.name());
    }
}

#[test]
fn an_unreadable_message_still_tells_its_type_and_id_where_it_can() {
    let bad = json!({"id": "wamid.bad", "type": "image", "image": 7});
    let webhook = parse(&messages("messages", &json!([bad])));
    let update = &webhook.updates()[0];

    assert_eq!(update.name(), "message.image");
    assert_eq!(update.id().as_deref(), Some("wamid.bad"));
    let error = update.kind().unwrap_err().to_string();
    assert!(error.starts_with("message.image: "), "{error}");
    assert!(error.contains("`image`"), "{error}");
    assert!(error.contains("answer 200"), "{error}");
    assert!(!error.contains("wamid"), "{error}");
}

#[test]
fn a_bad_status_and_a_bad_error_keep_their_siblings_too() {
    let good = json!({"id": "wamid.1", "status": "sent"});
    for bad in [
        json!(7),
        json!({"status": "sent"}),
        json!({"id": {}, "status": "sent"}),
    ] {
        let webhook = parse(&messages("statuses", &json!([good, bad, good])));

        let kinds: Vec<_> = webhook
            .updates()
            .iter()
            .map(|it| it.kind().is_ok())
            .collect();
        assert_eq!(kinds, [true, false, true], "{bad}");
        assert_eq!(webhook.updates()[1].raw(), bad.to_string());
    }
    let webhook = parse(&messages(
        "errors",
        &json!([{"code": 1}, "bad", {"code": 2}]),
    ));
    let kinds: Vec<_> = webhook
        .updates()
        .iter()
        .map(|it| it.kind().is_ok())
        .collect();
    assert_eq!(kinds, [true, false, true]);
    assert_eq!(names(&webhook), ["error", "error", "error"]);
}

#[test]
fn errors_are_read_in_every_documented_way() {
    for error in [
        json!({"code": 131_051, "title": "t", "error_data": {"details": "why"}}),
        json!({"code": "131051", "title": "t", "error_data": "why"}),
        json!({"code": 131_051, "title": "t", "details": "why"}),
    ] {
        let webhook = parse(&messages("errors", &json!([error])));
        let Ok(UpdateKind::Error(read)) = webhook.updates()[0].kind() else {
            panic!("an error");
        };
        assert_eq!(read.code, Some(ErrorCode::from(131_051)));
        assert_eq!(read.details.as_deref(), Some("why"), "{error}");
    }
}

#[test]
fn bad_entries_and_changes_keep_their_siblings() {
    let good = json!({"field": "messages", "value": {"messages": [text("wamid.1", "hi")]}});
    for bad in [
        json!(null),
        json!(7),
        json!([]),
        json!({}),
        json!({"field": "messages"}),
        json!({"field": "messages", "value": null}),
        json!({"field": "messages", "value": "x"}),
        json!({"field": "security", "value": []}),
    ] {
        let body = json!({"entry": [{"id": "1", "changes": [bad, good]}]});
        let webhook = parse(&body.to_string());

        let [first, second] = webhook.updates() else {
            panic!("two updates for {bad}");
        };
        assert!(first.kind().is_err(), "{bad}");
        assert_eq!(second.name(), "message.text");
        assert_eq!(second.waba_id().unwrap().as_str(), "1");
    }
    for bad in [
        json!(null),
        json!("x"),
        json!([[]]),
        json!({"id": "1", "messaging": []}),
    ] {
        let body = json!({"entry": [bad, {"id": "2", "changes": [good]}]});
        let webhook = parse(&body.to_string());

        let [first, second] = webhook.updates() else {
            panic!("two updates for {bad}");
        };
        assert_eq!(first.raw(), bad.to_string());
        assert!(first.kind().is_err());
        assert_eq!(second.name(), "message.text");
    }
}

#[test]
fn a_list_that_is_none_keeps_the_other_lists() {
    let value = json!({"messages": "oops", "statuses": [{"id": "wamid.1", "status": "read"}]});
    let webhook = parse(&change("messages", &value));

    assert_eq!(names(&webhook), ["message.unknown", "status.read"]);
    assert_eq!(webhook.updates()[0].raw(), "\"oops\"");
    assert!(webhook.updates()[0].kind().is_err());
}

#[test]
fn what_stands_beside_the_items_cannot_take_them_down() {
    for beside in [
        json!(7),
        json!("x"),
        json!([7]),
        json!({"profile": 7}),
        json!([[]]),
    ] {
        let value = json!({
            "messaging_product": beside,
            "metadata": beside,
            "contacts": beside,
            "messages": [text("wamid.1", "hi")],
        });
        let webhook = parse(&change("messages", &value));

        assert_eq!(names(&webhook), ["message.text"]);
        assert_eq!(webhook.updates()[0].kind().err(), None, "{beside}");
    }
}

#[test]
fn a_bad_item_inside_another_field_keeps_its_siblings() {
    let value = json!({"groups": [{"type": "group_create"}, 7, {"type": "group_delete"}]});
    let webhook = parse(&change("group_lifecycle_update", &value));

    let Ok(UpdateKind::GroupLifecycle(update)) = webhook.updates()[0].kind() else {
        panic!("a group update");
    };
    let read: Vec<_> = update.groups.iter().map(|it| it.kind().is_ok()).collect();
    assert_eq!(read, [true, false, true]);
    assert_eq!(update.groups[1].raw(), "7");
}

#[test]
fn a_body_that_is_no_webhook_is_refused_as_a_whole() {
    for (body, expected) in [
        (&b"\xff\xfe"[..], ParseError::Encoding),
        (b"{}", ParseError::Shape),
        (b"[]", ParseError::Shape),
        (b"42", ParseError::Shape),
        (b"null", ParseError::Shape),
        (br#"["x", []]"#, ParseError::Shape),
        (
            br#"{"object":"whatsapp_business_account"}"#,
            ParseError::Shape,
        ),
    ] {
        assert_eq!(webhooks::parse(body).unwrap_err(), expected);
    }
    for body in [
        "",
        "{",
        "hello",
        r#"{"entry":[]} x"#,
        r#"{"entry":[{"changes":[}]}]}"#,
    ] {
        let error = webhooks::parse(body.as_bytes()).unwrap_err();
        assert!(matches!(error, ParseError::Json { .. }), "{body}: {error}");
    }
}

#[test]
fn an_empty_list_of_entries_has_no_updates() {
    assert!(parse(r#"{"object":"x","entry":[]}"#).updates().is_empty());
    assert!(parse(r#"{"entry":[{"changes":[]}]}"#).updates().is_empty());
}

#[test]
fn an_unreadable_item_still_tells_id_sender_and_time_where_it_can() {
    let time = DateTime::from_timestamp(1_795_166_040, 0);
    for (list, bad) in [
        (
            "messages",
            json!({"id": "wamid.bad", "from": "12025550147", "timestamp": "1795166040",
                   "type": "image", "image": 7}),
        ),
        (
            "statuses",
            json!({"id": "wamid.bad", "recipient_id": 12_025_550_147_u64,
                   "timestamp": 1_795_166_040, "status": {}}),
        ),
        (
            "message_echoes",
            json!({"id": "wamid.bad", "to": "12025550147", "timestamp": "1795166040",
                   "type": "text", "text": []}),
        ),
    ] {
        let webhook = parse(&messages(list, &json!([bad])));
        let update = &webhook.updates()[0];

        assert!(update.kind().is_err(), "{bad}");
        assert_eq!(update.id().as_deref(), Some("wamid.bad"));
        assert_eq!(update.timestamp(), time);
        let customer = update.customer().unwrap().wa_id.unwrap();
        assert_eq!(customer.as_str(), "12025550147");
    }
    let webhook = parse(&messages("messages", &json!([7])));
    let update = &webhook.updates()[0];
    assert_eq!((update.id(), update.timestamp()), (None, None));
    assert_eq!(update.customer(), None);
}
