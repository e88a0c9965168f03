//! What `--example inspect_webhook` prints.

use serde_json::{Value, json};

use super::message;

#[path = "../../../examples/inspect_webhook.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod inspect_webhook;

fn inspect(body: &str) -> Value {
    let line = inspect_webhook::inspect(body.as_bytes()).expect("a line is written");
    serde_json::from_str(&line).expect("the line is JSON")
}

#[test]
fn a_message_is_shown_with_its_parts_as_received() {
    let reply = json!({"contentType": "QuickReply", "quickReply": {"text": "ok", "n": 1}});
    let later = json!({"contentType": "Hologram", "hologram": {}});
    let body = message(
        "Structured",
        &json!({"text": "Pick one", "content": [reply, 7, later]}),
    );

    let shown = inspect(&body.to_string());

    let update = &shown["updates"][0];
    assert_eq!(shown["updates"].as_array().unwrap().len(), 1);
    assert_eq!(update["kind"], "message.structured");
    assert_eq!(update["id"], body["id"]);
    assert_eq!(update["unknown"], true);
    assert_eq!(update["raw"], body);
    let bad = &update["content"][1];
    assert!(bad["error"].is_string(), "{bad}");
    assert_eq!(update["error"], bad["error"]);
    assert_eq!(bad["raw"], 7);
    assert_eq!(
        update["content"][0],
        json!({"kind": "QuickReply", "unknown": false, "error": null, "raw": reply})
    );
    assert_eq!(
        update["content"][2],
        json!({"kind": "Hologram", "unknown": true, "error": null, "raw": later})
    );
}

#[test]
fn kinds_are_named_after_type_status_or_event() {
    let typing = json!([{"eventType": "Typing", "typing": {"type": "On", "duration": 5000}}]);
    for (body, kind, unknown) in [
        (
            message("Text", &json!({"text": "hello"})),
            "message.text",
            false,
        ),
        (
            message("Receipt", &json!({"status": "Delivered"})),
            "receipt.delivered",
            false,
        ),
        (message("Receipt", &json!({})), "receipt.unknown", false),
        (
            message("Event", &json!({ "events": typing })),
            "event.typing",
            false,
        ),
        (message("Telepathy", &json!({})), "message.telepathy", true),
        (json!({"id": "m-1"}), "message.unknown", true),
    ] {
        let shown = inspect(&body.to_string());
        assert_eq!(shown["updates"][0]["kind"], kind);
        assert_eq!(shown["updates"][0]["unknown"], unknown, "{kind}");
        assert_eq!(shown["updates"][0]["error"], Value::Null);
    }
}

#[test]
fn a_line_that_is_no_webhook_is_an_error() {
    for line in ["{", "{}", "42", "", " ", "\r"] {
        let shown = inspect(line);
        assert!(shown["error"].is_string(), "{shown}");
        assert_eq!(shown.as_object().unwrap().len(), 1);
    }
}

#[test]
fn digits_and_spaces_stay_as_received() {
    let body = r#"{"type":"Text","n": 1.50, "big":12345678901234567890123}"#;
    let line = inspect_webhook::inspect(body.as_bytes()).unwrap();
    assert!(line.contains(&format!(r#""raw":{body}"#)), "{line}");
}

#[test]
fn every_line_has_a_line_of_its_own_also_a_blank_one() {
    let good = message("Text", &json!({"text": "hello"}));
    let input = format!("{good}\n\n \r\n{good}\r\n\u{feff}{good}");
    let mut output = Vec::new();

    inspect_webhook::run(input.as_bytes(), &mut output).unwrap();

    let output = String::from_utf8(output).unwrap();
    let good: Vec<bool> = output
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["updates"].is_array())
        .collect();
    assert_eq!(good, [true, false, false, true, true]);
}

#[test]
fn a_carriage_return_between_the_parts_does_not_split_the_line() {
    let line = inspect_webhook::inspect(b"{\"type\":\"Text\",\"a\":\r1}").unwrap();
    assert!(!line.contains(['\r', '\n']), "{line}");
}
