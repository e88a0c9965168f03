//! What `--example inspect_webhook` prints.

use serde_json::{Value, json};

use super::{change, fixtures, messages, text};

#[path = "../../../examples/inspect_webhook.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod inspect_webhook;

fn lines(input: &str) -> Vec<String> {
    let mut output = Vec::new();
    inspect_webhook::run(input.as_bytes(), &mut output).unwrap();
    let output = String::from_utf8(output).unwrap();
    output.lines().map(str::to_owned).collect()
}

fn inspect(body: &str) -> Value {
    let line = inspect_webhook::inspect(body.as_bytes()).unwrap();
    serde_json::from_str(&line).unwrap()
}

#[test]
fn each_update_is_shown_with_kind_and_id_as_received() {
    let message = text("wamid.1", "hi");
    let shown = inspect(&messages("messages", &json!([message, 7])));

    let error = "message.unknown: the message is not an object; keep the update's raw JSON and \
        answer 200, for the same would come again";
    let expected = json!({"updates": [
        {"kind": "message.text", "id": "wamid.1", "unknown": false, "error": null, "raw": message},
        {"kind": "message.unknown", "id": null, "unknown": false,
         "error": error, "raw": 7},
    ]});
    assert_eq!(shown, expected);
}

#[test]
fn kinds_are_named_after_type_status_or_field() {
    for (fixture, expected) in [
        ("message_button_reply", "message.interactive"),
        ("message_unsupported", "message.unsupported"),
        ("status_failed", "status.failed"),
        ("echo_image", "echo.image"),
        ("error", "error"),
        ("security", "security"),
        ("history_media", "history"),
        ("standby", "standby"),
        ("call_status", "calls"),
    ] {
        let shown = inspect(&fixtures::one(fixture).text.replace('\n', " "));
        assert_eq!(shown["updates"][0]["kind"], expected, "{fixture}");
        assert_eq!(shown["updates"][0]["error"], Value::Null);
    }
}

#[test]
fn the_item_of_a_management_field_is_the_changes_value() {
    let value = json!({"decision": "APPROVED", "later": [1]});
    let shown = inspect(&change("account_review_update", &value));
    assert_eq!(shown["updates"][0]["raw"], value);
    assert_eq!(shown["updates"][0]["id"], Value::Null);
}

#[test]
fn what_is_not_known_is_said_to_be_so() {
    let shown = inspect(&change("brain_waves", &json!({"x": 1})));
    assert_eq!(shown["updates"][0]["kind"], "brain_waves");
    assert_eq!(shown["updates"][0]["unknown"], true);
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
    let body = r#"{"entry":[{"changes":[{"field":"x","value":{"n": 1.50, "big":12345678901234567890123}}]}]}"#;
    let line = inspect_webhook::inspect(body.as_bytes()).unwrap();
    assert!(
        line.contains(r#""raw":{"n": 1.50, "big":12345678901234567890123}"#),
        "{line}"
    );
}

#[test]
fn every_line_has_a_line_of_its_own_also_a_blank_one() {
    let good = messages("messages", &json!([text("wamid.1", "hi")]));
    let lines = lines(&format!("{good}\n\n \r\n{good}\r\n\u{feff}{good}"));

    let shown: Vec<Value> = lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let good = [true, false, false, true, true];
    assert_eq!(shown.len(), good.len());
    for (shown, good) in shown.iter().zip(good) {
        assert_eq!(shown["updates"].is_array(), good, "{shown}");
        assert_eq!(shown["error"].is_string(), !good, "{shown}");
    }
}

#[test]
fn a_line_feed_or_carriage_return_between_the_parts_does_not_split_the_line() {
    let body = "{\"entry\":[{\"changes\":[{\"field\":\"x\",\"value\":{\"a\":\r1}}]}]}";
    let lines = lines(body);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].ends_with("\"raw\":{\"a\": 1}}]}"), "{}", lines[0]);
    let spread = inspect_webhook::inspect(body.replace('\r', "\r\n").as_bytes()).unwrap();
    assert!(!spread.contains(['\r', '\n']), "{spread}");
}
