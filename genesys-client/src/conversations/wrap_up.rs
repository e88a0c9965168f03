//! How an agent files a conversation.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, list, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ids::WrapUpCodeId, wire};

/// How a conversation is or is to be filed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct WrapUp {
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "filled")]
    pub code: Option<WrapUpCodeId>,
    /// The code's name.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub name: Option<String>,
    /// What the agent wrote.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub notes: Option<String>,
    /// Tags.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "list")]
    pub tags: Vec<String>,
    /// How long the work after the conversation took.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub duration_seconds: Option<i64>,
    /// When it was done.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "wire::time",
        deserialize_with = "time"
    )]
    pub end_time: Option<DateTime<Utc>>,
    /// Whether it is kept for later and needs no code yet.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub provisional: Option<bool>,
}
debug_allow_list!(WrapUp {
    code,
    duration_seconds,
    end_time,
    provisional
});

impl WrapUp {
    /// Files under a code.
    #[must_use]
    pub fn new(code: WrapUpCodeId) -> Self {
        Self {
            code: Some(code),
            ..Self::default()
        }
    }

    /// Adds what the agent wrote.
    #[must_use]
    pub fn with_notes(mut self, notes: impl Into<String>) -> Self {
        self.notes = Some(notes.into());
        self
    }
}
