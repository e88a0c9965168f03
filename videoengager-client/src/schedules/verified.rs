//! What a visitor's own booking answers.

use ccaas_http::read::{filled, time};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

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
#[derive(Clone, Default, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct VerifiedSchedule {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The visitor's name.
    #[serde(deserialize_with = "filled")]
    pub name: Option<String>,
    /// The visitor's e-mail address.
    #[serde(deserialize_with = "filled")]
    pub email: Option<String>,
    /// The visitor's phone number.
    #[serde(deserialize_with = "filled")]
    pub phone: Option<String>,
    /// When it starts.
    #[serde(deserialize_with = "time")]
    pub date: Option<DateTime<Utc>>,
    /// The visitor's way into the meeting. Whoever has it can join.
    #[serde(deserialize_with = "filled")]
    pub meeting_url: Option<String>,
    /// The agent's way into the meeting. Whoever has it can join.
    #[serde(deserialize_with = "filled")]
    pub agent_url: Option<String>,
}

ccaas_http::keep_raw!(VerifiedSchedule);
ccaas_http::debug_allow_list!(VerifiedSchedule { date });
