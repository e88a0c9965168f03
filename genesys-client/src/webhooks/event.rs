//! What happens beside messages.

use std::time::Duration;

use ccaas_http::{open_enum, read::lenient};
use serde::{Deserialize, Deserializer};

use crate::open_messaging::EventType;

/// Something that happens beside messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Event {
    /// What kind of event it is.
    #[serde(deserialize_with = "lenient")]
    pub event_type: Option<EventType>,
    /// That somebody types.
    #[serde(deserialize_with = "lenient")]
    pub typing: Option<Typing>,
}

impl Event {
    /// Whether it is something that this version of the crate does not know.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        !matches!(self.event_type, Some(EventType::Typing))
    }
}

/// That somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Typing {
    /// Whether typing goes on.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<TypingType>,
    /// For how long to show it.
    #[serde(deserialize_with = "milliseconds")]
    pub duration: Option<Duration>,
}

open_enum! {
    /// Whether typing goes on.
    pub enum TypingType {
        /// Somebody types.
        On = "On",
    }
}

fn milliseconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let duration: Option<u64> = lenient(deserializer)?;
    Ok(duration.map(Duration::from_millis))
}
