//! What the vendor checks of what is sent to it, in the words of its schema checker.

use ccaas_http::test_util::FakeRequest;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::fake::{answers::Refusal, callbacks::json_object};

const ID_TYPES: [&str; 3] = ["Email", "Phone", "Opaque"];
const MEDIA_TYPES: [&str; 5] = ["Image", "Video", "Audio", "File", "Link"];
const BUTTON_TYPES: [&str; 3] = ["Button", "QuickReply", "DatePicker"];
const RECEIPT_STATUSES: [&str; 5] = ["Sent", "Delivered", "Failed", "Published", "Removed"];
const REASON_CODES: [&str; 13] = [
    "MessageExpired",
    "RateLimited",
    "MessageNotAllowed",
    "GeneralError",
    "UnsupportedMessage",
    "UnknownMessage",
    "InvalidMessageStructure",
    "InvalidDestination",
    "ServerError",
    "MediaTypeNotAllowed",
    "InvalidMediaContentLength",
    "RecipientOptedOut",
    "DataFiltered",
];

/// Collects what is wrong with a body.
#[derive(Default)]
struct Problems(Vec<String>);

impl Problems {
    /// A string at `name` of `object`, which must be there.
    fn text<'a>(&mut self, object: &'a Value, path: &str, name: &str) -> Option<&'a str> {
        match &object[name] {
            Value::Null => self.missing(path, name),
            Value::String(text) if text.is_empty() => {
                self.add(&format!(
                    "{path}.{name} should NOT be shorter than 1 characters"
                ));
            }
            Value::String(text) => return Some(text),
            _ => self.add(&format!("{path}.{name} should be string")),
        }
        None
    }

    fn one_of(&mut self, object: &Value, path: &str, name: &str, allowed: &[&str]) {
        if let Some(given) = self.text(object, path, name)
            && !allowed.contains(&given)
        {
            let allowed = allowed.join(", ");
            self.add(&format!(
                "{path}.{name} should be equal to one of the allowed values [{allowed}]"
            ));
        }
    }

    fn object<'a>(&mut self, object: &'a Value, path: &str, name: &str) -> Option<&'a Value> {
        match &object[name] {
            Value::Null => self.missing(path, name),
            found @ Value::Object(_) => return Some(found),
            _ => self.add(&format!("{path}.{name} should be object")),
        }
        None
    }

    fn time(&mut self, channel: &Value) {
        if let Some(time) = self.text(channel, ".channel", "time")
            && time.parse::<DateTime<Utc>>().is_err()
        {
            self.add(".channel.time should match format \"date-time\"");
        }
    }

    fn missing(&mut self, path: &str, name: &str) {
        self.add(&format!("{path} should have required property '{name}'"));
    }

    fn add(&mut self, problem: &str) {
        self.0.push(problem.trim_start().to_owned());
    }

    fn verdict(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Refusal::new(400, "bad.request", self.0.join(", ")))
    }
}

/// The body of an inbound message.
pub(super) fn message(request: &FakeRequest) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut problems = Problems::default();
    from_customer(&mut problems, &body);
    content(&mut problems, &body);
    metadata(&mut problems, &body);
    problems.verdict()?;
    Ok(body)
}

/// The body of a structured response.
pub(super) fn structured_response(request: &FakeRequest) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut problems = Problems::default();
    from_customer(&mut problems, &body);
    if let Some(button) = problems.object(&body, "", "buttonResponse") {
        problems.one_of(button, ".buttonResponse", "type", &BUTTON_TYPES);
        problems.text(button, ".buttonResponse", "text");
        problems.text(button, ".buttonResponse", "payload");
    }
    problems.text(&body, "", "originatingMessageId");
    problems.verdict()?;
    Ok(body)
}

/// The body of an event.
pub(super) fn event(request: &FakeRequest) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut problems = Problems::default();
    from_customer(&mut problems, &body);
    match &body["events"] {
        Value::Null => problems.missing("", "events"),
        Value::Array(events) if events.is_empty() => {
            problems.add(".events should NOT have fewer than 1 items");
        }
        Value::Array(events) => {
            for (index, event) in events.iter().enumerate() {
                let path = format!(".events[{index}]");
                problems.one_of(event, &path, "eventType", &["Typing"]);
            }
        }
        _ => problems.add(".events should be array"),
    }
    problems.verdict()?;
    Ok(body)
}

/// The body of a receipt.
pub(super) fn receipt(request: &FakeRequest) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut problems = Problems::default();
    problems.one_of(&body, "", "status", &RECEIPT_STATUSES);
    receipt_but_status(&mut problems, &body);
    problems.verdict()?;
    Ok(body)
}

/// The body of the deprecated call, which may be a message or a receipt.
pub(super) fn deprecated(request: &FakeRequest) -> Result<Value, Refusal> {
    let body = json_object(request)?;
    let mut problems = Problems::default();
    problems.one_of(&body, "", "type", &["Text", "Receipt"]);
    if body["type"] == "Receipt" {
        let statuses = [&RECEIPT_STATUSES[..], &["Read"]].concat();
        problems.one_of(&body, "", "status", &statuses);
        receipt_but_status(&mut problems, &body);
    } else {
        from_customer(&mut problems, &body);
        if let Some(to) = problems.object(&body["channel"], ".channel", "to") {
            problems.text(to, ".channel.to", "id");
        }
        content(&mut problems, &body);
        metadata(&mut problems, &body);
    }
    problems.verdict()?;
    Ok(body)
}

fn from_customer(problems: &mut Problems, body: &Value) {
    let Some(channel) = problems.object(body, "", "channel") else {
        return;
    };
    if let Some(from) = problems.object(channel, ".channel", "from") {
        problems.text(from, ".channel.from", "id");
        problems.one_of(from, ".channel.from", "idType", &ID_TYPES);
    }
    problems.time(channel);
}

fn content(problems: &mut Problems, body: &Value) {
    let is_empty = |value: &Value| value.is_null() || *value == "" || *value == json!([]);
    if is_empty(&body["text"]) && is_empty(&body["content"]) {
        problems.missing("", "content");
        problems.missing("", ".text");
        problems.add("should match some schema in anyOf");
        return;
    }
    if !(body["text"].is_null() || body["text"].is_string()) {
        problems.add(".text should be string");
    }
    let items = match &body["content"] {
        Value::Null => return,
        Value::Array(items) => items,
        _ => return problems.add(".content should be array"),
    };
    if items.len() > 1 {
        problems.add(".content should NOT have more than 1 items");
    }
    for (index, item) in items.iter().enumerate() {
        let path = format!(".content[{index}]");
        if !item["contentType"].is_null() {
            problems.one_of(item, &path, "contentType", &["Attachment"]);
        }
        if let Some(attachment) = problems.object(item, &path, "attachment") {
            let path = format!("{path}.attachment");
            problems.one_of(attachment, &path, "mediaType", &MEDIA_TYPES);
            problems.text(attachment, &path, "url");
            problems.text(attachment, &path, "mime");
        }
    }
}

fn metadata(problems: &mut Problems, body: &Value) {
    match &body["metadata"] {
        Value::Null => {}
        Value::Object(fields) if fields.values().all(Value::is_string) => {}
        _ => problems.add(".metadata should map strings to strings"),
    }
}

fn receipt_but_status(problems: &mut Problems, body: &Value) {
    problems.text(body, "", "id");
    if let Some(channel) = problems.object(body, "", "channel") {
        if let Some(to) = problems.object(channel, ".channel", "to") {
            problems.text(to, ".channel.to", "id");
        }
        problems.time(channel);
    }
    for (index, reason) in body["reasons"].as_array().into_iter().flatten().enumerate() {
        let path = format!(".reasons[{index}]");
        if !reason["message"].is_string() {
            problems.missing(&path, "message");
        }
        if !reason["code"].is_null() {
            problems.one_of(reason, &path, "code", &REASON_CODES);
        }
    }
}
