//! Changing or cancelling many callbacks at once.

use ccaas_http::{
    debug_allow_list,
    read::{Items, filled, lenient, list},
};
use serde::{Deserialize, Deserializer, Serialize};

use super::PatchCallbackResponse;
use crate::ids::{CallbackId, ConversationId};

/// A callback to cancel among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallbackDisconnectIdentifier {
    /// The callback's conversation.
    pub conversation_id: ConversationId,
    /// The callback in it: an identifier of its creation.
    pub callback_id: CallbackId,
}

impl CallbackDisconnectIdentifier {
    /// A callback of a conversation.
    #[must_use]
    pub fn new(conversation_id: ConversationId, callback_id: CallbackId) -> Self {
        Self {
            conversation_id,
            callback_id,
        }
    }
}

/// The answer to many changes: one result for each, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BulkUpdateResponse {
    /// The results; one that cannot be read is empty.
    #[serde(deserialize_with = "in_place")]
    pub results: Vec<BulkResult>,
    /// How many changes failed.
    #[serde(deserialize_with = "lenient")]
    pub error_count: Option<u32>,
    /// Which ones failed, from 0.
    #[serde(deserialize_with = "list")]
    pub error_indexes: Vec<usize>,
}

/// What became of one of many changes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BulkResult {
    /// Why it failed.
    #[serde(deserialize_with = "lenient")]
    pub error: Option<BulkError>,
    /// What it changed.
    #[serde(deserialize_with = "lenient")]
    pub entity: Option<PatchCallbackResponse>,
}
debug_allow_list!(BulkResult { error, entity });

/// Why one of many changes failed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct BulkError {
    /// The vendor's code.
    #[serde(deserialize_with = "filled")]
    pub code: Option<String>,
    /// The vendor's words, which can hold anything.
    #[serde(deserialize_with = "lenient")]
    pub message: Option<String>,
}
debug_allow_list!(BulkError { code });

/// A result that cannot be read keeps its place, since places tell whose it is.
fn in_place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<BulkResult>, D::Error> {
    let raw = Items::<serde_json::Value>::deserialize(deserializer)?;
    let read = |value| serde_json::from_value(value).unwrap_or_default();
    Ok(raw.items.into_iter().map(read).collect())
}
