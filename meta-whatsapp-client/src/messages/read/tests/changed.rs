//! Samples with one place changed, and single bodies that must be read with care.

use serde_json::{Value, json};

use super::{FREE_FORM, objects, read, written};
use crate::messages::samples::samples;

/// Everything that is not free-form, by its JSON pointer.
fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if !FREE_FORM.contains(&name.as_str()) {
                    pointers(field, &format!("{pointer}/{name}"), found);
                }
            }
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                pointers(item, &format!("{pointer}/{position}"), found);
            }
        }
        _ => {}
    }
    found.push(pointer.to_owned());
}

/// Each sample with each of its places changed in turn, and that place.
fn changed(change: impl Fn(&Value) -> Option<Value>) -> Vec<(Value, String)> {
    let mut bodies = Vec::new();
    for sample in samples() {
        let mut places = Vec::new();
        pointers(&sample, "", &mut places);
        for place in places {
            let given = sample.pointer(&place).expect("the place is there");
            if let Some(other) = change(given) {
                let mut body = sample.clone();
                *body.pointer_mut(&place).expect("so it is here") = other;
                bodies.push((body, place));
            }
        }
    }
    bodies
}

/// `/a/0/b` as `a[0].b`.
fn path(pointer: &str) -> String {
    let mut path = String::new();
    for step in pointer.split('/').skip(1) {
        match step.parse::<usize>() {
            Ok(position) => path.push_str(&format!("[{position}]")),
            Err(_) if path.is_empty() => path.push_str(step),
            Err(_) => path.push_str(&format!(".{step}")),
        }
    }
    path
}

#[test]
fn a_list_is_no_object() {
    let bodies = changed(|given| {
        let fields = given.as_object()?;
        Some(fields.values().cloned().collect())
    });
    for (body, place) in bodies {
        let error = read(&body).expect_err(&place);
        let inside = error.field().unwrap_or_default();
        assert!(inside.starts_with(&path(&place)), "{place}: {error}");
    }
    let text = |text: Value| json!({ "messaging_product": "whatsapp", "to": "+12025550147", "type": "text", "text": text });
    let error = read(&text(json!(["a"]))).expect_err("it is a list");
    assert_eq!(error.field(), Some("text"));
    assert_eq!(error.problem(), "is not an object");
    let mut with_context = text(json!({ "body": "a" }));
    with_context["context"] = json!(["wamid.1"]);
    assert_eq!(read(&with_context).unwrap_err().field(), Some("context"));
}

#[test]
fn an_empty_list_is_written_if_it_was_given() {
    let bodies = changed(|given| given.is_array().then(|| json!([])));
    assert!(bodies.len() > 40);
    for (body, place) in bodies {
        let request = read(&body).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(written(&request), body, "{place}");
    }
}

#[test]
fn a_component_without_parameters_has_none_when_it_is_written() {
    let body = json!({
        "messaging_product": "whatsapp", "to": "+12025550147", "type": "template",
        "template": { "name": "visit", "language": { "code": "en" }, "components": [
            { "type": "header" }, { "type": "body" },
            { "type": "button", "sub_type": "url", "index": "0" },
        ] },
    });
    assert_eq!(written(&read(&body).unwrap()), body);
}

#[test]
fn a_list_that_is_null_is_absent() {
    let optional = [
        "components",
        "parameters",
        "phones",
        "emails",
        "addresses",
        "urls",
        "items",
        "saved_addresses",
        "payment_settings",
        "beneficiaries",
    ];
    let mut tried = Vec::new();
    for sample in samples() {
        let mut body = sample.clone();
        objects(&mut body, "", &mut |object, _| {
            for name in optional {
                if object.get(name).is_some_and(Value::is_array) {
                    object[name] = Value::Null;
                    tried.push(name);
                }
            }
        });
        let mut without = body.clone();
        objects(&mut without, "", &mut |object, _| {
            let fields = object.as_object_mut().expect("it is an object");
            fields.retain(|name, field| !(optional.contains(&name.as_str()) && field.is_null()));
        });
        assert_eq!(written(&read(&body).unwrap()), without);
    }
    assert!(optional.iter().all(|name| tried.contains(name)));
}

#[test]
fn errors_are_in_plain_words() {
    let others = [
        json!(true),
        json!(-1),
        json!(1.5),
        json!(5_550_147_000_000_u64),
        json!("5550147, expected 5550147"),
        json!([5_550_147]),
        json!({ "reply": null }),
        json!({}),
    ];
    for other in others {
        for (body, place) in changed(|_| Some(other.clone())) {
            let Err(error) = read(&body) else { continue };
            let words = error.problem();
            assert!(!words.contains("5550147"), "{place}: {error}");
            for name in [
                "struct", "enum", "Wire", "i64", "u32", "u64", "f64", "bool", "tuple", "sequence",
                "map", "variant",
            ] {
                let named = words
                    .split(|char: char| !char.is_alphanumeric())
                    .any(|word| word == name);
                assert!(!named, "{place}: {error}");
            }
        }
    }
}

#[test]
fn an_unknown_type_is_named_wherever_it_stands() {
    let message = |kind: &str, content: Value| json!({ "messaging_product": "whatsapp", "to": "+12025550147", "type": kind, kind: content });
    let button = json!({ "type": "reply", "reply": { "id": "a", "title": "A" } });
    let with_header = |header: Value| {
        message(
            "interactive",
            json!({
                "type": "button", "header": header, "body": { "text": "a" },
                "action": { "buttons": [button] },
            }),
        )
    };
    let with_component = |component: Value| {
        message(
            "template",
            json!({ "name": "visit", "language": { "code": "en" }, "components": [component] }),
        )
    };
    let mut text = message("text", json!({ "body": "a" }));
    text["type"] = json!("poll");
    for (body, field) in [
        (message("poll", json!({ "title": "a" })), "type"),
        (text, "type"),
        (
            with_header(json!({ "type": "gif", "gif": {} })),
            "interactive.header.type",
        ),
        (
            with_header(json!({ "type": "gif", "image": { "id": "1" } })),
            "interactive.header.type",
        ),
        (
            with_component(json!({ "type": "body", "parameters": [{ "type": "zz", "zz": "a" }] })),
            "template.components[0].parameters[0].type",
        ),
        (
            with_component(json!({ "type": "footer" })),
            "template.components[0].type",
        ),
    ] {
        let error = read(&body).expect_err(field);
        assert_eq!(error.field(), Some(field), "{error}");
        assert_eq!(error.problem(), "`type` is not a known type");
    }
}

#[test]
fn a_receipt_has_a_status_and_a_null_is_none() {
    let typing = json!({
        "messaging_product": "whatsapp", "message_id": "wamid.1",
        "typing_indicator": { "type": "text" },
    });
    let error = read(&typing).unwrap_err();
    assert_eq!(error.field(), Some("status"));
    assert_eq!(error.problem(), "missing field `status`");

    let message = json!({
        "messaging_product": "whatsapp", "to": "+12025550147", "text": { "body": "a" },
        "status": null,
    });
    let error = read(&message).unwrap_err();
    assert_eq!(error.field(), Some("status"));
    assert!(error.problem().contains("`recipient_type`"), "{error}");
}

#[test]
fn a_coordinate_is_written_as_the_number_that_was_given() {
    let location = |latitude: Value| {
        json!({
            "messaging_product": "whatsapp", "to": "+12025550147", "type": "location",
            "location": { "latitude": latitude, "longitude": -122.161 },
        })
    };
    for latitude in [
        json!(41),
        json!(-90),
        json!(0),
        json!(41.5),
        json!(37.442_162_518_68),
    ] {
        let body = location(latitude);
        assert_eq!(written(&read(&body).unwrap()), body);
    }
}

#[test]
fn an_index_is_a_number_as_it_would_be_written() {
    let button = |index: Value| {
        json!({
            "messaging_product": "whatsapp", "to": "+12025550147", "type": "template",
            "template": { "name": "visit", "language": { "code": "en" }, "components": [
                { "type": "button", "sub_type": "url", "index": index },
            ] },
        })
    };
    for index in [
        json!("01"),
        json!("x"),
        json!(-1),
        json!(300),
        json!(1.0),
        json!(true),
    ] {
        let error = read(&button(index)).unwrap_err();
        assert_eq!(error.field(), Some("template.components[0].index"));
        assert_eq!(error.problem(), "is not a number from 0 to 9");
    }
}
