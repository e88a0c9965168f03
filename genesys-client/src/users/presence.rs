//! What a user does, and whether a queue may offer them something.

use ccaas_http::{
    debug_allow_list, open_enum,
    read::{filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{PresenceDefinitionId, UserId};

/// What a user does, as others see it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct UserPresence {
    /// The user's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<UserId>,
    /// Who says so, `PURECLOUD` for the user's own choice.
    #[serde(deserialize_with = "lenient")]
    pub source: Option<String>,
    /// Whether this source is the one that counts.
    #[serde(deserialize_with = "lenient")]
    pub primary: Option<bool>,
    /// What it is.
    #[serde(deserialize_with = "lenient")]
    pub presence_definition: Option<PresenceDefinition>,
    /// What the user wrote beside it.
    #[serde(deserialize_with = "lenient")]
    pub message: Option<String>,
    /// When it was last changed.
    #[serde(deserialize_with = "time")]
    pub modified_date: Option<DateTime<Utc>>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(UserPresence {
    id,
    source,
    primary,
    presence_definition,
    modified_date
});

/// One of the presences that an organisation knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct PresenceDefinition {
    /// The definition's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<PresenceDefinitionId>,
    /// What the platform takes it for, such as `Available`, `Away`, `On Queue`.
    #[serde(deserialize_with = "lenient")]
    pub system_presence: Option<String>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}

/// A presence to set.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePresence {
    presence_definition: DefinitionToSet,
    /// What is to stand beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whether this source is to be the one that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}
debug_allow_list!(UpdatePresence {
    presence_definition,
    primary
});

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct DefinitionToSet {
    id: PresenceDefinitionId,
}

impl UpdatePresence {
    /// Sets the presence of this definition.
    #[must_use]
    pub fn new(id: PresenceDefinitionId) -> Self {
        Self {
            presence_definition: DefinitionToSet { id },
            message: None,
            primary: None,
        }
    }

    /// Adds a message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }
}

/// Where a user stands in routing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct RoutingStatus {
    /// The user.
    #[serde(deserialize_with = "filled")]
    pub user_id: Option<UserId>,
    /// The state.
    #[serde(deserialize_with = "lenient")]
    pub status: Option<RoutingState>,
    /// Since when.
    #[serde(deserialize_with = "time")]
    pub start_time: Option<DateTime<Utc>>,
}

open_enum! {
    /// Whether a queue may offer a user something.
    pub enum RoutingState {
        /// Not on a queue.
        OffQueue = "OFF_QUEUE",
        /// Waiting for a conversation.
        Idle = "IDLE",
        /// In a conversation.
        Interacting = "INTERACTING",
        /// An offer was not taken.
        NotResponding = "NOT_RESPONDING",
        /// In a conversation that no queue offered.
        Communicating = "COMMUNICATING",
    }
}
