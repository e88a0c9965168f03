//! What `--example check_request` prints.

use serde_json::{Value, json};

#[path = "../../../examples/check_request.rs"]
#[expect(dead_code, reason = "the example's main is not called here")]
mod check_request;

fn checked(input: &str) -> Vec<Value> {
    let mut out = Vec::new();
    check_request::check_lines(input.as_bytes(), &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text(body: &str) -> Value {
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual",
        "to": "+12025550147", "type": "text", "text": { "body": body },
    })
}

#[test]
fn each_line_has_its_line_of_output() {
    let body = text("hi");
    let lines = checked(&format!("{body}\n\n  \r\n{body}\n"));

    let good = json!({ "ok": true, "round_trip": body });
    assert_eq!(lines.len(), 4);
    assert_eq!([&lines[0], &lines[3]], [&good, &good]);
    for blank in &lines[1..3] {
        assert_eq!(blank["ok"], false);
        assert_eq!(blank["field"], Value::Null);
    }
}

#[test]
fn an_error_names_its_field() {
    let lines = checked(&text("").to_string());

    let expected = json!({ "ok": false, "error": lines[0]["error"], "field": "text.body" });
    assert_eq!(lines, [expected]);
    assert!(lines[0]["error"].is_string());
}
