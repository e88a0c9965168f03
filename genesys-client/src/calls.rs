//! Conversations seen through their calls, as notifications tell of them.
//!
//! - `v2.routing.queues.{id}.conversations.calls`
//! - `v2.users.{id}.conversations.calls`
//!
//! [Docs](https://developer.genesys.cloud/notificationsalerts/notifications/available-topics)

use std::{collections::BTreeMap, iter::repeat_with};

use ccaas_http::{
    debug_allow_list,
    read::{Items, filled, lenient, map, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    callbacks::ParticipantState,
    ids::{ConversationId, ParticipantId},
    reference::DomainEntityRef,
};

/// A conversation seen through its calls.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CallConversation {
    /// The conversation's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ConversationId>,
    /// The conversation's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Everybody who takes or took part.
    #[serde(deserialize_with = "participants")]
    pub participants: Vec<CallMediaParticipant>,
}
debug_allow_list!(CallConversation { id, participants });

impl CallConversation {
    /// The participants of one purpose, such as `customer` or `agent`, oldest first.
    pub fn with_purpose(&self, purpose: &str) -> impl Iterator<Item = &CallMediaParticipant> {
        let participants = self.participants.iter();
        participants.filter(move |participant| participant.purpose.as_deref() == Some(purpose))
    }
}

// The vendor declares a type for each medium, with most fields in common; `CallbackMediaParticipant`
// is another one, and what one medium gains the other does not.
/// Somebody, or something, that takes part in a call.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CallMediaParticipant {
    /// The participant's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ParticipantId>,
    /// The name shown to agents.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The address, such as `tel:+12025550147` or `sip:+12025550147@example.com`.
    #[serde(deserialize_with = "lenient")]
    pub address: Option<String>,
    /// The number that the call came from, as the carrier told it.
    #[serde(deserialize_with = "lenient")]
    pub ani: Option<String>,
    /// The number that was called.
    #[serde(deserialize_with = "lenient")]
    pub dnis: Option<String>,
    /// What it is here for: `customer`, `external`, `acd`, `agent`, `ivr` and others.
    #[serde(deserialize_with = "lenient")]
    pub purpose: Option<String>,
    /// Where it stands.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<ParticipantState>,
    /// `inbound` or `outbound`.
    #[serde(deserialize_with = "lenient")]
    pub direction: Option<String>,
    /// Why it left.
    #[serde(deserialize_with = "lenient")]
    pub disconnect_type: Option<String>,
    /// When it joined.
    #[serde(deserialize_with = "time")]
    pub start_time: Option<DateTime<Utc>>,
    /// When it was connected.
    #[serde(deserialize_with = "time")]
    pub connected_time: Option<DateTime<Utc>>,
    /// When it left.
    #[serde(deserialize_with = "time")]
    pub end_time: Option<DateTime<Utc>>,
    /// What flows, scripts and applications keep here.
    #[serde(deserialize_with = "map")]
    pub attributes: BTreeMap<String, String>,
    /// The agent.
    #[serde(deserialize_with = "lenient")]
    pub user: Option<DomainEntityRef>,
    /// The queue.
    #[serde(deserialize_with = "lenient")]
    pub queue: Option<DomainEntityRef>,
}
debug_allow_list!(CallMediaParticipant {
    id,
    purpose,
    state,
    direction,
    disconnect_type,
    start_time,
    connected_time,
    end_time,
    user,
    queue
});

impl CallMediaParticipant {
    /// Whether it left.
    #[must_use]
    pub fn has_left(&self) -> bool {
        let ended = [ParticipantState::Disconnected, ParticipantState::Terminated];
        let is_ended = |state| ended.contains(state);
        self.end_time.is_some() || self.state.as_ref().is_some_and(is_ended)
    }

    /// The number that it calls from: what the carrier told, else the address.
    ///
    /// `sip:` and the host behind the number are taken off; `tel:` stays, and so does
    /// whatever stands for a withheld number.
    #[must_use]
    pub fn calling_number(&self) -> Option<&str> {
        let told = [self.ani.as_deref(), self.address.as_deref()];
        let told = told.into_iter().flatten().map(str::trim);
        let address = told.into_iter().find(|address| !address.is_empty())?;
        let user = ["sip:", "sips:"]
            .iter()
            .find_map(|scheme| address.strip_prefix(scheme));
        Some(user.map_or(address, |user| {
            user.split(['@', ';']).next().unwrap_or_default()
        }))
    }
}

/// Somebody of whom nothing can be read still takes part.
fn participants<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<CallMediaParticipant>, D::Error> {
    let Items {
        mut items,
        unreadable,
    } = Items::deserialize(deserializer)?;
    items.extend(repeat_with(CallMediaParticipant::default).take(unreadable));
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calling_number_is_what_the_carrier_told_or_else_the_address() {
        for (ani, address, expected) in [
            (
                Some("tel:+12025550147"),
                Some("sip:17@example.com"),
                Some("tel:+12025550147"),
            ),
            (
                Some(" "),
                Some("tel:+12025550147"),
                Some("tel:+12025550147"),
            ),
            (None, Some("+12025550147"), Some("+12025550147")),
            (
                None,
                Some("sip:+12025550147@example.com;user=phone"),
                Some("+12025550147"),
            ),
            (None, Some("sips:+12025550147"), Some("+12025550147")),
            (
                None,
                Some("sip:anonymous@anonymous.invalid"),
                Some("anonymous"),
            ),
            (None, None, None),
        ] {
            let participant = CallMediaParticipant {
                ani: ani.map(str::to_owned),
                address: address.map(str::to_owned),
                ..CallMediaParticipant::default()
            };
            assert_eq!(
                participant.calling_number(),
                expected,
                "{ani:?} {address:?}"
            );
        }
    }

    #[test]
    fn a_participant_has_left_when_it_ended_or_says_so() {
        for (text, has_left) in [
            ("{}", false),
            (r#"{"state":"alerting"}"#, false),
            (r#"{"state":"terminated"}"#, true),
            (
                r#"{"state":"connected","endTime":"2026-11-20T09:00:00.000Z"}"#,
                true,
            ),
        ] {
            let participant: CallMediaParticipant = serde_json::from_str(text).unwrap();
            assert_eq!(participant.has_left(), has_left, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_number_and_no_name() {
        let text = r#"{"id":"c-1","participants":[{"purpose":"customer","name":"Robin",
            "address":"tel:+12025550147","ani":"+12025550147","attributes":{"a":"secret"}},17]}"#;
        let conversation: CallConversation = serde_json::from_str(text).unwrap();

        let shown = format!("{conversation:?}");

        assert_eq!(conversation.participants.len(), 2);
        for secret in ["Robin", "2025550147", "secret"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
