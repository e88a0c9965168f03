//! What can be changed about a participant.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::WrapUp;
use crate::{callbacks::ParticipantState, wire};

/// A change of a participant; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateParticipant {
    /// Another state: `connected` takes what is offered, `disconnected` leaves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<ParticipantState>,
    /// How the conversation is filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrapup: Option<WrapUp>,
    /// Whether filing is skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrapup_skipped: Option<bool>,
    /// Whether it is on hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<bool>,
    /// Whether it is muted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub muted: Option<bool>,
    /// Whether it is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recording: Option<bool>,
    /// When a parked communication goes on.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "wire::time")]
    pub resume_time: Option<DateTime<Utc>>,
}

impl UpdateParticipant {
    /// Lets the participant leave.
    #[must_use]
    pub fn disconnect() -> Self {
        Self::to_state(ParticipantState::Disconnected)
    }

    /// Brings the participant into a state.
    #[must_use]
    pub fn to_state(state: ParticipantState) -> Self {
        Self {
            state: Some(state),
            ..Self::default()
        }
    }

    /// Files the conversation for the participant.
    #[must_use]
    pub fn wrap_up(wrapup: WrapUp) -> Self {
        Self {
            wrapup: Some(wrapup),
            ..Self::default()
        }
    }
}
