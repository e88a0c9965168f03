//! What is not as documented loses no more than itself.

use ccaas_http::test_util::costs_only_itself;
use meta_whatsapp_client::webhooks::{
    AccountAlert, AccountUpdate, AutomaticEvents, BusinessCapability, Content, FlowUpdate, History,
    InboundMessage, ParseError, PhoneNumberName, PhoneNumberQuality, Status, TemplateComponents,
    TemplateStatus, UpdateKind, UserPreferences, Webhook, parse as parse_bytes,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{change, fixtures, messages, names, parse, text};

/// What may stand in place of an object or list.
fn odd() -> [Value; 5] {
    [json!([]), json!([1, {}]), json!("x"), json!(7), json!(true)]
}

fn message(webhook: &Webhook) -> &InboundMessage {
    match webhook.updates()[0].kind() {
        Ok(UpdateKind::Message(message)) => message,
        other => panic!("a message, not {other:?}"),
    }
}

fn status(webhook: &Webhook) -> &Status {
    match webhook.updates()[0].kind() {
        Ok(UpdateKind::Status(status)) => status,
        other => panic!("a status, not {other:?}"),
    }
}

#[test]
fn what_stands_beside_the_content_of_a_message_cannot_take_it_down() {
    for key in [
        "from",
        "from_user_id",
        "timestamp",
        "group_id",
        "context",
        "referral",
        "identity",
        "errors",
        "history_context",
    ] {
        for odd in odd().into_iter().filter(Value::is_array) {
            let mut sent = text("wamid.1", "hi");
            sent[key] = odd;
            let webhook = parse(&messages("messages", &json!([sent])));

            let read = message(&webhook);
            assert!(matches!(&read.content, Content::Text(it) if it.body == "hi"));
            assert_eq!(webhook.updates()[0].raw(), sent.to_string());
        }
    }
    for odd in odd() {
        let mut sent = text("wamid.1", "hi");
        sent["context"] = odd.clone();
        sent["errors"] = json!([odd, {"code": "1"}]);
        let webhook = parse(&messages("messages", &json!([sent])));

        assert_eq!(message(&webhook).context, None);
        assert_eq!(message(&webhook).errors.len(), 1);
    }
}

#[test]
fn a_bad_part_of_a_context_leaves_the_rest_of_it() {
    for odd in odd() {
        let mut sent = text("wamid.1", "hi");
        sent["context"] = json!({"id": "wamid.0", "referred_product": odd});
        let webhook = parse(&messages("messages", &json!([sent])));

        let context = message(&webhook).context.as_ref().unwrap();
        assert_eq!(context.id.as_ref().unwrap().as_str(), "wamid.0");
        assert_eq!(context.referred_product, None);
    }
}

#[test]
fn what_stands_beside_a_status_cannot_take_it_down() {
    for odd in odd() {
        let sent = json!({
            "id": "wamid.1", "status": "failed", "timestamp": [], "recipient_id": {},
            "conversation": odd, "pricing": odd, "payment": odd, "message": odd,
            "errors": [odd, {"code": 131_047}],
        });
        let webhook = parse(&messages("statuses", &json!([sent])));

        let read = status(&webhook);
        assert_eq!((&read.conversation, &read.pricing), (&None, &None));
        assert_eq!((&read.payment, read.errors.len()), (&None, 1));
        assert_eq!(names(&webhook), ["status.failed"]);
    }
}

#[test]
fn what_stands_beside_the_chat_history_cannot_take_it_down() {
    for odd in odd() {
        let value = json!({"history": [{
            "metadata": odd,
            "errors": odd,
            "threads": [{"context": odd, "messages": [text("wamid.1", "hi")]}],
        }]});
        let webhook = parse(&change("history", &value));

        let Ok(UpdateKind::History(history)) = webhook.updates()[0].kind() else {
            panic!("the history");
        };
        let history: &History = history;
        assert_eq!(history.history[0].metadata, None);
        assert!(history.history[0].threads[0].messages[0].kind().is_ok());
    }
}

#[test]
fn content_that_was_left_out_is_empty() {
    for kind in [
        "text",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "location",
        "contacts",
        "reaction",
        "button",
        "interactive",
        "order",
        "system",
        "unsupported",
        "edit",
        "revoke",
    ] {
        let absent = json!({"id": "wamid.1", "type": kind});
        let empty = json!({"id": "wamid.1", "type": kind, kind: null});
        let webhook = parse(&messages("messages", &json!([absent, empty])));

        for update in &webhook {
            assert_eq!(update.kind().err(), None, "{kind}");
            assert_eq!(update.name(), format!("message.{kind}"));
            assert!(!update.is_unknown(), "{kind}");
        }
    }
    let webhook = parse(&messages(
        "messages",
        &json!([{"id": "w", "type": "contacts"}]),
    ));
    assert_eq!(message(&webhook).content, Content::Contacts(Vec::new()));
}

#[test]
fn an_odd_contact_costs_neither_the_message_nor_the_others() {
    let good = |name: &str| json!({"name": {"formatted_name": name}});
    for odd in [json!("Robin"), json!(7), json!([]), json!(null)] {
        let contacts = json!([good("Robin"), odd, good("Alex")]);
        let sent = json!([{"id": "wamid.1", "type": "contacts", "contacts": contacts}]);
        let webhook = parse(&messages("messages", &sent));

        let Content::Contacts(read) = &message(&webhook).content else {
            panic!("contacts");
        };
        assert_eq!(read.len(), 2, "{odd}");
        assert_eq!(webhook.updates()[0].raw(), sent[0].to_string());
    }
}

#[test]
fn a_list_never_stands_for_an_object() {
    let good = text("wamid.1", "hi");
    let value = json!(["whatsapp", null, null, [good], null, null, null]);
    let webhook = parse(&change("messages", &value));
    assert!(webhook.updates()[0].kind().is_err());
    assert_eq!(webhook.updates()[0].raw(), value.to_string());

    let body = json!({"entry": [["1", null, [{"field": "messages", "value": {"messages": []}}]]]});
    assert!(parse(&body.to_string()).updates()[0].kind().is_err());
    let body = json!(["x", [{"changes": []}]]).to_string();
    assert_eq!(parse_bytes(body.as_bytes()).unwrap_err(), ParseError::Shape);

    let value = json!({"metadata": ["1", "2"], "contacts": [[null, "1"]], "messages": [good]});
    let webhook = parse(&change("messages", &value));
    assert_eq!(webhook.updates()[0].metadata(), None);
    assert!(webhook.updates()[0].contacts().is_empty());
}

#[test]
fn a_change_whose_value_is_null_shows_null() {
    for field in ["security", "messages"] {
        let webhook = parse(&change(field, &json!(null)));
        assert_eq!(webhook.updates()[0].raw(), "null");
        assert!(webhook.updates()[0].kind().is_err());
    }
}

#[test]
fn a_control_character_in_a_name_is_no_json() {
    for name in ["a\u{1}", "\\u0041\u{1}", "a\n"] {
        let item = format!(r#"{{"{name}":1,"id":"w1","type":"text"}}"#);
        for body in [
            messages("messages", &json!([7])).replace("[7]", &format!("[{item}]")),
            format!(r#"{{"{name}":1,"entry":[]}}"#),
        ] {
            let error = parse_bytes(body.as_bytes()).unwrap_err();
            assert!(matches!(error, ParseError::Json { .. }), "{error}");
        }
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    for body in [
        messages("messages", &json!([text("wamid.1", "hi")])),
        change("waves", &json!({"a": 1})),
    ] {
        let marked = parse(&format!("\u{feff}{body}"));
        let plain = parse(&body);
        assert_eq!(names(&marked), names(&plain));
        assert_eq!(marked.updates()[0].raw(), plain.updates()[0].raw());
    }
}

#[test]
fn an_odd_value_of_a_management_update_costs_only_itself() {
    fn check<T: DeserializeOwned + Serialize>(fixtures: &[&str]) {
        for name in fixtures {
            let body: Value = serde_json::from_str(&fixtures::one(name).text).unwrap();
            let mut value = body["entry"][0]["changes"][0]["value"].clone();
            // What decides must be as documented.
            value.as_object_mut().unwrap().remove("event");
            costs_only_itself::<T>(&value, |read| serde_json::to_value(read).unwrap());
        }
    }
    check::<AccountAlert>(&["account_alert", "account_alert_older"]);
    check::<AccountUpdate>(&[
        "account_violation",
        "account_restriction",
        "account_disabled",
    ]);
    check::<AutomaticEvents>(&["automatic_events"]);
    check::<BusinessCapability>(&["business_capability"]);
    check::<FlowUpdate>(&["flow_client_errors", "flow_latency"]);
    check::<PhoneNumberName>(&["phone_number_name"]);
    check::<PhoneNumberQuality>(&["phone_number_quality"]);
    check::<TemplateComponents>(&["template_components"]);
    check::<TemplateStatus>(&["template_status_rejected", "template_status_disabled"]);
    check::<UserPreferences>(&["user_preferences"]);
}
