//! Answers to forms and to the question whether the business may call.

use std::fmt;

use meta_whatsapp_client::webhooks::{CallPermissionReply, NativeFlowReply};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::Lines;

/// More lines than these are not read by anybody; the metadata has the rest.
const MOST_LINES: usize = 60;
/// Forms are not nested deeper by hand.
const MOST_LEVELS: usize = 4;
/// Says which form it was to the business's own programs, and nothing to an agent.
const TOKEN: &str = "flow_token";

/// What a form sent back, one line a field.
pub(in crate::inbound) fn flow(reply: &NativeFlowReply) -> String {
    let mut lines = Lines::titled(match reply.name.as_deref() {
        None | Some("flow" | "") => "[Form filled in]".to_owned(),
        Some(name) => format!("[Form filled in: {}]", readable(name)),
    });
    match reply.response::<Fields<'_>>() {
        Ok(fields) => write_fields(&fields, "", MOST_LEVELS, &mut lines),
        // Not of the documented shape: as it is, an agent may still make sense of it.
        Err(_) => lines.push(reply.response_json.as_deref().unwrap_or_default()),
    }
    if let [_] = lines.0[..] {
        lines.push(reply.body.as_deref().unwrap_or_default());
    }
    if lines.0.len() > MOST_LINES {
        lines.0.truncate(MOST_LINES);
        lines.push("[and more]");
    }
    lines.text()
}

/// An object's fields in the order in which the form has them.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

fn write_fields(fields: &Fields<'_>, above: &str, levels: usize, lines: &mut Lines) {
    for (key, raw) in fields.0.iter().filter(|(key, _)| key != TOKEN) {
        let name = match above {
            "" => readable(key),
            above => format!("{above}, {}", readable(key)),
        };
        match serde_json::from_str::<Fields<'_>>(raw.get()) {
            Ok(fields) if levels > 1 => write_fields(&fields, &name, levels - 1, lines),
            _ => {
                let value = serde_json::from_str(raw.get()).unwrap_or_default();
                lines.named(&name, Some(&plain(&value)));
            }
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            items.iter().map(plain).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// `first_name` as `First name`.
fn readable(key: &str) -> String {
    let words = key.replace('_', " ");
    let words = words.trim();
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => key.to_owned(),
    }
}

/// Whether the business may call.
pub(in crate::inbound) fn call_permission(reply: &CallPermissionReply) -> String {
    let until = reply.expiration_timestamp;
    match (reply.response.as_deref(), until) {
        (Some("accept"), Some(until)) if reply.is_permanent != Some(true) => {
            let until = until.format("%-d %B %Y, %H:%M UTC");
            format!("[The customer allows calls until {until}]")
        }
        (Some("accept"), _) => "[The customer allows calls]".to_owned(),
        (Some("reject"), _) => "[The customer does not want to be called]".to_owned(),
        _ => "[The customer answered a request to call, in a way that is not known]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(json: &Value) -> String {
        flow(&serde_json::from_value::<NativeFlowReply>(json.clone()).unwrap())
    }

    #[test]
    fn each_field_of_a_form_is_a_line() {
        let answers = r#"{"flow_token":"canary","first_name":"Robin","wants_call":true,
            "days":["Mon","Tue"],"address":{"city":"Springfield","zip":null}}"#;

        let text = form(&serde_json::json!({
            "name": "flow", "body": "Sent", "response_json": answers
        }));

        assert_eq!(
            text,
            "[Form filled in]\nFirst name: Robin\nWants call: yes\nDays: Mon, Tue\n\
             Address, City: Springfield"
        );
    }

    #[test]
    fn a_form_that_cannot_be_read_is_shown_as_it_is() {
        for (json, expected) in [
            (
                serde_json::json!({"name": "address_message", "response_json": "oops"}),
                "[Form filled in: Address message]\noops",
            ),
            (
                serde_json::json!({"body": "Sent", "response_json": "{}"}),
                "[Form filled in]\nSent",
            ),
            (serde_json::json!({}), "[Form filled in]"),
        ] {
            assert_eq!(form(&json), expected);
        }
    }

    #[test]
    fn a_long_form_ends_somewhere() {
        let fields: serde_json::Map<_, _> =
            (0..100).map(|it| (format!("f{it}"), it.into())).collect();
        let text = form(&serde_json::json!({
            "response_json": Value::Object(fields).to_string()
        }));

        assert_eq!(text.lines().count(), MOST_LINES + 1);
        assert!(text.ends_with("\n[and more]"));
    }

    #[test]
    fn a_permission_to_call_says_until_when() {
        for (json, expected) in [
            (
                r#"{"response":"accept","expiration_timestamp":1795166040}"#,
                "[The customer allows calls until 20 November 2026, 09:14 UTC]",
            ),
            (
                r#"{"response":"accept","is_permanent":true,"expiration_timestamp":1}"#,
                "[The customer allows calls]",
            ),
            (
                r#"{"response":"reject"}"#,
                "[The customer does not want to be called]",
            ),
            (
                "{}",
                "[The customer answered a request to call, in a way that is not known]",
            ),
        ] {
            let reply: CallPermissionReply = serde_json::from_str(json).unwrap();

            assert_eq!(call_permission(&reply), expected);
        }
    }
}
