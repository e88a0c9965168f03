//! What a visitor's own booking answers.

use ccaas_http::DecodeError;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value, value::RawValue};

use crate::read::{text, time};

/// What became of a visitor's request for a meeting.
#[derive(Clone)]
#[non_exhaustive]
pub enum RequestedSchedule {
    /// A code was mailed to this address; the meeting exists once it is verified.
    CodeMailed {
        /// The visitor's address, as the vendor tells it.
        email: String,
    },
    /// It was accepted without a code; the vendor does not document this answer, so it
    /// is here as it came.
    Accepted(Value),
}

impl std::fmt::Debug for RequestedSchedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::CodeMailed { .. } => "CodeMailed { .. }",
            Self::Accepted(_) => "Accepted(..)",
        })
    }
}

/// A visitor's meeting whose code was right, as received.
///
/// A field that is absent, null, empty or not readable is `None`.
#[derive(Clone)]
#[non_exhaustive]
pub struct VerifiedSchedule {
    raw: Box<RawValue>,
    /// The visitor's name.
    pub name: Option<String>,
    /// The visitor's e-mail address.
    pub email: Option<String>,
    /// The visitor's phone number.
    pub phone: Option<String>,
    /// When it starts.
    pub date: Option<DateTime<Utc>>,
    /// The visitor's way into the meeting. Whoever has it can join.
    pub meeting_url: Option<String>,
    /// The agent's way into the meeting. Whoever has it can join.
    pub agent_url: Option<String>,
}

ccaas_http::debug_allow_list!(VerifiedSchedule { date });

impl VerifiedSchedule {
    /// The whole answer as JSON. It may hold personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    pub(crate) fn read(raw: Box<RawValue>) -> Result<Self, DecodeError> {
        let fields: Map<String, Value> = serde_json::from_str(raw.get())?;
        Ok(Self {
            name: text(&fields, "name"),
            email: text(&fields, "email"),
            phone: text(&fields, "phone"),
            date: time(&fields, "date"),
            meeting_url: text(&fields, "meetingUrl"),
            agent_url: text(&fields, "agentUrl"),
            raw,
        })
    }
}

impl<'de> Deserialize<'de> for VerifiedSchedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::read(raw).map_err(D::Error::custom)
    }
}

/// Writes what was received.
impl Serialize for VerifiedSchedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
