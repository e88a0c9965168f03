//! What a message must keep to. Written apart from the client's own checks, so that the
//! fake notices what they let pass.

use serde_json::Value;

use super::{
    answers::{Refusal, text},
    rules_interactive,
};

pub(super) const MEDIA: [&str; 5] = ["image", "video", "audio", "document", "sticker"];
const OTHERS: [&str; 6] = [
    "text",
    "location",
    "contacts",
    "reaction",
    "interactive",
    "template",
];

/// Checks a message and says its type.
pub(super) fn check(body: &Value) -> Result<String, Refusal> {
    // The type may be left out of a text.
    let kind = body.get("type").map_or(Some("text"), Value::as_str);
    let kind = kind.filter(|kind| MEDIA.contains(kind) || OTHERS.contains(kind));
    let kind = kind.ok_or_else(|| Refusal::value("type is not a type of message"))?;
    if body.get(kind).is_none() {
        return Err(Refusal::missing(kind));
    }
    at_most(body, "biz_opaque_callback_data", 512)?;
    match kind {
        "text" => {
            text(body, "text.body")?;
            at_most(body, "text.body", 4096)?;
        }
        "location" => coordinates(&body["location"])?,
        "contacts" => contacts(&body["contacts"])?,
        "reaction" => {
            text(body, "reaction.message_id")?;
            if !body["reaction"]["emoji"].is_string() {
                return Err(Refusal::missing("reaction.emoji"));
            }
            if body.get("context").is_some() {
                return Err(Refusal::parameter("A reaction cannot be a reply"));
            }
        }
        "interactive" => rules_interactive::check(&body["interactive"])?,
        "template" => {
            text(body, "template.name")?;
            text(body, "template.language.code")?;
        }
        media => {
            media_object(&body[media], media)?;
            at_most(&body[media], "caption", 1024)?;
        }
    }
    Ok(kind.to_owned())
}

pub(super) fn media_object(object: &Value, name: &str) -> Result<(), Refusal> {
    let has = |key: &str| object.get(key).and_then(Value::as_str).is_some();
    match (has("id"), has("link")) {
        (true, true) => Err(Refusal::parameter(format!(
            "{name} has both 'id' and 'link'"
        ))),
        (false, false) => Err(Refusal::missing(&format!("{name}.id"))),
        _ => Ok(()),
    }
}

fn coordinates(location: &Value) -> Result<(), Refusal> {
    for (key, limit) in [("latitude", 90.0), ("longitude", 180.0)] {
        let value = &location[key];
        let number = value
            .as_f64()
            .or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        let number = number.ok_or_else(|| Refusal::missing(&format!("location.{key}")))?;
        if number.abs() > limit {
            return Err(Refusal::value(format!("location.{key} is out of range")));
        }
    }
    Ok(())
}

fn contacts(contacts: &Value) -> Result<(), Refusal> {
    let contacts = contacts.as_array().filter(|list| !list.is_empty());
    for contact in contacts.ok_or_else(|| Refusal::missing("contacts"))? {
        text(contact, "name.formatted_name")?;
    }
    Ok(())
}

/// An absent text is short enough.
pub(super) fn at_most(value: &Value, path: &str, limit: usize) -> Result<(), Refusal> {
    let found = path.split('.').try_fold(value, |value, key| value.get(key));
    match found.and_then(Value::as_str) {
        Some(text) if text.chars().count() > limit => Err(Refusal::parameter(format!(
            "Param {path} must be at most {limit} characters long"
        ))),
        _ => Ok(()),
    }
}
