//! Twilio Flex: what a task is told of its caller.
//!
//! A task's attributes are one JSON object, and an update *replaces* it
//! ([docs](https://www.twilio.com/docs/taskrouter/api/task)): what [`merge`] returns is what to
//! send, with the `If-Match` header of the read, so that a change in between is not undone.

use serde_json::{Map, Value};

use crate::{Lookup, summary::Summary};

/// The caller's number: the attribute `from` of a call's or a message's task.
///
/// A callback's task has none; its own attribute `callbackNumber`, if it has one, is as good.
#[must_use]
pub fn caller(attributes: &Map<String, Value>) -> Option<&str> {
    let text = |name| attributes.get(name).and_then(Value::as_str);
    let present = |text: &&str| !text.trim().is_empty();
    text("from")
        .filter(present)
        .or_else(|| text("callbackNumber").filter(present))
}

/// The attributes of a task, with the caller's case.
///
/// It sets `caseId`, `patientName`, `caseStatus`, `clinic`, `treatment` and `screenPopUrl`, and
/// keeps every other attribute. A text that the case does not have is empty, so that none is
/// left of an earlier caller. Without a case, the attributes are as they were.
#[must_use]
pub fn merge(mut attributes: Map<String, Value>, found: &Lookup) -> Map<String, Value> {
    if let Some(hit) = found.hit() {
        let pairs = Summary::of(hit).pairs();
        attributes.extend(pairs.map(|(name, text)| (name.to_owned(), text.into())));
    }
    attributes
}
