mod changed;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::messages::samples::samples;

/// What is free-form: it may hold anything.
const FREE_FORM: [&str; 4] = ["data", "flow_action_data", "validation_errors", "razorpay"];

/// What decides how the rest is read.
const FIXED: [&str; 9] = [
    "messaging_product",
    "recipient_type",
    "type",
    "sub_type",
    "index",
    "mode",
    "flow_action",
    "status",
    "flow_message_version",
];

/// The names of fixed actions.
const ACTIONS: [&str; 9] = [
    "cta_url",
    "send_location",
    "flow",
    "catalog_message",
    "address_message",
    "request_contact_info",
    "review_and_pay",
    "review_order",
    "call_permission_request",
];

fn read(body: &Value) -> Result<SendRequest, ReadError> {
    SendRequest::from_json(&body.to_string())
}

fn written(request: &SendRequest) -> Value {
    serde_json::to_value(request).expect("it can be written")
}

/// Calls `change` with each object that is not free-form, and its path.
fn objects(value: &mut Value, path: &str, change: &mut impl FnMut(&mut Value, &str)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if !FREE_FORM.contains(&name.as_str()) {
                    let dot = if path.is_empty() { "" } else { "." };
                    objects(field, &format!("{path}{dot}{name}"), change);
                }
            }
            change(value, path);
        }
        Value::Array(items) => {
            for (position, item) in items.iter_mut().enumerate() {
                objects(item, &format!("{path}[{position}]"), change);
            }
        }
        _ => {}
    }
}

#[test]
fn every_kind_of_message_is_written_as_it_was_read() {
    for sample in samples() {
        let request = read(&sample).unwrap_or_else(|error| panic!("{error}: {sample}"));
        assert_eq!(written(&request), sample);
    }
}

#[test]
fn read_marks_are_written_as_they_were_read() {
    let read_mark = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "w" });
    let mut typing = read_mark.clone();
    typing["typing_indicator"] = json!({ "type": "text" });
    for body in [read_mark, typing] {
        assert_eq!(written(&read(&body).unwrap()), body);
    }
}

#[test]
fn a_field_that_the_types_do_not_have_is_named_wherever_it_stands() {
    for sample in samples() {
        let mut places = Vec::new();
        objects(&mut sample.clone(), "", &mut |_, path| {
            places.push(path.to_owned())
        });
        for place in places {
            let mut body = sample.clone();
            objects(&mut body, "", &mut |object, path| {
                if path == place {
                    object["surprise"] = json!(1);
                }
            });
            let error = read(&body).expect_err(&place);
            let dot = if place.is_empty() { "" } else { "." };
            assert_eq!(
                error.field(),
                Some(format!("{place}{dot}surprise").as_str()),
                "{body}"
            );
            assert!(
                error.problem().starts_with("unknown field `surprise`"),
                "{error}"
            );
        }
    }
}

#[test]
fn an_error_names_the_field_and_quotes_no_value() {
    let text = |text: Value| json!({ "messaging_product": "whatsapp", "to": "+12025550147", "type": "text", "text": text });
    let interactive = |interactive: Value| {
        json!({
            "messaging_product": "whatsapp", "to": "+12025550147", "type": "interactive",
            "interactive": interactive,
        })
    };
    let button = json!({ "type": "reply", "reply": { "id": "a", "title": 5_550_147 } });
    for (body, field) in [
        (text(json!({ "body": 5_550_147 })), "text.body"),
        (text(json!({})), "text.body"),
        (text(json!("5550147")), "text"),
        (
            interactive(json!({ "type": "5550147" })),
            "interactive.type",
        ),
        (
            interactive(json!({ "body": { "text": "a" } })),
            "interactive.type",
        ),
        (
            interactive(json!({
                "type": "button", "body": { "text": "a" }, "action": { "buttons": [button] },
            })),
            "interactive.action.buttons[0].reply.title",
        ),
        (json!({ "to": "+12025550147" }), "messaging_product"),
        (
            json!({ "messaging_product": "whatsapp", "text": { "body": "a" } }),
            "to",
        ),
        (
            json!({ "messaging_product": "whatsapp", "to": "+12025550147" }),
            "text",
        ),
        (
            json!({ "messaging_product": "whatsapp", "to": "a", "type": "image" }),
            "image",
        ),
        (
            json!({ "messaging_product": "sms", "to": "a", "text": { "body": "a" } }),
            "messaging_product",
        ),
        (
            json!({ "messaging_product": "whatsapp", "to": "a", "type": "dance" }),
            "type",
        ),
        (
            json!({
                "messaging_product": "whatsapp", "to": "a", "type": "text",
                "text": { "body": "a" }, "image": { "id": "1" },
            }),
            "image",
        ),
        (
            interactive(json!({
                "type": "cta_url", "body": { "text": "a" },
                "action": { "name": "flow", "parameters": { "display_text": "a", "url": "b" } },
            })),
            "interactive.action.name",
        ),
        (
            interactive(json!({
                "type": "location_request_message", "body": { "text": "a" },
                "action": { "name": "flow" },
            })),
            "interactive.action.name",
        ),
        (
            interactive(json!({
                "type": "button", "header": { "type": "text", "image": { "id": "1" } },
                "body": { "text": "a" }, "action": { "buttons": [] },
            })),
            "interactive.header.image",
        ),
        (
            json!({ "messaging_product": "whatsapp", "status": "read" }),
            "message_id",
        ),
    ] {
        let error = read(&body).expect_err(field);
        assert_eq!(error.field(), Some(field), "{error}");
        assert!(!error.to_string().contains("5550147"), "{error}");
    }
}

#[test]
fn no_field_is_found_in_the_words_of_an_error() {
    for words in ["missing field `to`", "unknown field `to`", "`to`: is odd"] {
        let error = <ReadError as de::Error>::custom(words);
        assert_eq!((error.field(), error.problem()), (None, words));
    }
    let given = ReadError::at("a.b[1]", "missing field `to`");
    assert_eq!(given.clone().into_any::<ReadError>(), given);

    let error = serde_json::from_str::<Message>(r#"{"messaging_product":"sms"}"#).unwrap_err();
    let said = "invalid value: messaging_product, expected a body without this fault: \
        `messaging_product` is not `whatsapp`";
    assert_eq!(error.to_string(), said);
}

#[test]
fn what_is_no_json_object_has_no_field() {
    for body in ["", "{", "[]", "5550147", "nonsense"] {
        let error = SendRequest::from_json(body).expect_err(body);
        assert_eq!(error.field(), None);
        assert!(!error.to_string().contains("5550147"), "{error}");
    }
}

#[test]
fn a_type_and_its_content_must_agree() {
    for (body, problem) in [
        (
            json!({ "type": "image", "text": { "body": "a" } }),
            "`text` does not belong",
        ),
        (json!({ "type": "dance" }), "`type` is not a known type"),
        (
            json!({ "type": "text", "text": { "body": "a" }, "image": { "id": "1" } }),
            "`image` does not belong",
        ),
    ] {
        let mut body = body;
        body["messaging_product"] = json!("whatsapp");
        body["to"] = json!("+12025550147");
        let error = read(&body).unwrap_err();
        assert!(error.problem().contains(problem), "{error}");
    }
}

#[test]
fn indexes_become_strings_coordinates_numbers_and_types_lower_case() {
    let body = json!({
        "messaging_product": "whatsapp", "to": "+12025550147", "type": "template",
        "template": { "name": "visit", "language": { "code": "en" }, "components": [
            { "type": "header", "parameters": [{ "type": "location", "location": {
                "latitude": "41.9", "longitude": " -12.5",
            } }] },
            { "type": "BUTTON", "sub_type": "url", "index": 1,
              "parameters": [{ "type": "text", "text": "a" }] },
        ] },
    });
    let components = &written(&read(&body).unwrap())["template"]["components"];
    let location = &components[0]["parameters"][0]["location"];
    assert_eq!(location, &json!({ "latitude": 41.9, "longitude": -12.5 }));
    assert_eq!(components[1]["index"], "1");
    assert_eq!(components[1]["type"], "button");
}

#[test]
fn debug_shows_no_content() {
    for sample in samples() {
        let shown = format!("{:?}", read(&sample).unwrap());
        for personal in [
            "2025550147",
            "Robin",
            "Good morning",
            "41.9",
            "wamid",
            "example.com",
        ] {
            assert!(!shown.contains(personal), "{shown}");
        }
    }
}

proptest! {
    /// Whatever strings stand in it, whatever is left out: what can be read is written
    /// back the same, and reading it again gives the same value.
    #[test]
    fn what_can_be_read_is_written_back_the_same(
        sample in proptest::sample::select(samples()),
        texts in proptest::collection::vec(".{0,40}", 1..20),
        removed in proptest::collection::vec(proptest::bool::weighted(0.1), 1..40),
    ) {
        let mut body = sample;
        let mut texts = texts.iter().cycle();
        let mut removed = removed.iter().cycle();
        objects(&mut body, "", &mut |object, _| {
            let Some(fields) = object.as_object_mut() else { return };
            for (name, field) in fields.iter_mut() {
                let fixed = FIXED.contains(&name.as_str())
                    || (name == "name" && field.as_str().is_some_and(|name| ACTIONS.contains(&name)));
                if field.is_string() && !fixed {
                    *field = json!(texts.next());
                }
            }
            let optional = |name: &str| !FIXED.contains(&name) && name != "name";
            fields.retain(|name, field| {
                !optional(name) || field.is_object() || field.is_array()
                    || removed.next() == Some(&false)
            });
        });
        if let Ok(request) = read(&body) {
            let back = written(&request);
            prop_assert_eq!(&back, &body);
            prop_assert!(read(&back).unwrap() == request);
        }
    }
}
