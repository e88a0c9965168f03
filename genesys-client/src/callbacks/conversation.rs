//! `GET /api/v2/conversations/callbacks/{conversationId}`: the answer.

use std::{collections::BTreeMap, iter::repeat_with};

use ccaas_http::{
    debug_allow_list, open_enum,
    read::{Items, filled, lenient, list, map, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    ids::{ConversationId, ParticipantId},
    reference::DomainEntityRef,
};

/// A conversation seen through its callback.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CallbackConversation {
    /// The conversation's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ConversationId>,
    /// The conversation's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Everybody who takes or took part.
    #[serde(deserialize_with = "participants")]
    pub participants: Vec<CallbackMediaParticipant>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(CallbackConversation { id, participants });

impl CallbackConversation {
    /// A conversation without participants.
    #[must_use]
    pub fn new(id: ConversationId) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }

    /// Adds a participant.
    #[must_use]
    pub fn with_participant(mut self, participant: CallbackMediaParticipant) -> Self {
        self.participants.push(participant);
        self
    }

    /// The participants of one purpose, such as `customer` or `agent`, oldest first.
    pub fn with_purpose(&self, purpose: &str) -> impl Iterator<Item = &CallbackMediaParticipant> {
        let participants = self.participants.iter();
        participants.filter(move |participant| participant.purpose.as_deref() == Some(purpose))
    }

    /// Whether the callback is over: it has participants, and all of them left.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        !self.participants.is_empty()
            && self
                .participants
                .iter()
                .all(CallbackMediaParticipant::is_disconnected)
    }

    /// When the call is to be made, as the newest participant has it; those who have
    /// not left count first.
    #[must_use]
    pub fn scheduled_time(&self) -> Option<DateTime<Utc>> {
        let newest = |gone: bool| {
            self.participants
                .iter()
                .rev()
                .filter(|participant| participant.is_disconnected() == gone)
                .find_map(|participant| participant.callback_scheduled_time)
        };
        newest(false).or_else(|| newest(true))
    }
}

/// Somebody, or something, that takes part in a callback.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CallbackMediaParticipant {
    /// The participant's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ParticipantId>,
    /// The name shown to agents.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The address; a customer's is a number.
    #[serde(deserialize_with = "lenient")]
    pub address: Option<String>,
    /// What it is here for: `customer`, `agent`, `acd`, `external` and others.
    #[serde(deserialize_with = "lenient")]
    pub purpose: Option<String>,
    /// Where it stands.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<ParticipantState>,
    /// `inbound` or `outbound`.
    #[serde(deserialize_with = "lenient")]
    pub direction: Option<String>,
    /// Why it left, such as `client`, `endpoint` or `system`.
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
    /// The numbers to call.
    #[serde(deserialize_with = "list")]
    pub callback_numbers: Vec<String>,
    /// The name of the party to be called back.
    #[serde(deserialize_with = "lenient")]
    pub callback_user_name: Option<String>,
    /// When the call is to be made.
    #[serde(deserialize_with = "time")]
    pub callback_scheduled_time: Option<DateTime<Utc>>,
    /// What the callback was created with as `data`.
    #[serde(deserialize_with = "map")]
    pub attributes: BTreeMap<String, String>,
    /// The queue.
    #[serde(deserialize_with = "lenient")]
    pub queue: Option<DomainEntityRef>,
    /// The script.
    #[serde(deserialize_with = "lenient")]
    pub script: Option<DomainEntityRef>,
    /// The agent.
    #[serde(deserialize_with = "lenient")]
    pub user: Option<DomainEntityRef>,
}
debug_allow_list!(CallbackMediaParticipant {
    id,
    purpose,
    state,
    disconnect_type,
    end_time,
    callback_scheduled_time,
    queue,
    script,
});

impl CallbackMediaParticipant {
    /// A participant in a state.
    #[must_use]
    pub fn new(purpose: impl Into<String>, state: ParticipantState) -> Self {
        Self {
            purpose: Some(purpose.into()),
            state: Some(state),
            ..Self::default()
        }
    }

    /// Adds the time at which the call is to be made.
    #[must_use]
    pub fn with_callback_scheduled_time(mut self, time: DateTime<Utc>) -> Self {
        self.callback_scheduled_time = Some(time);
        self
    }

    /// Adds the numbers to call.
    #[must_use]
    pub fn with_callback_numbers(mut self, numbers: Vec<String>) -> Self {
        self.callback_numbers = numbers;
        self
    }

    /// Whether it left.
    #[must_use]
    pub fn is_disconnected(&self) -> bool {
        self.end_time.is_some()
            || matches!(
                self.state,
                Some(ParticipantState::Disconnected | ParticipantState::Terminated)
            )
    }
}

open_enum! {
    /// Where a participant stands.
    pub enum ParticipantState {
        /// It rings.
        Alerting = "alerting",
        /// It is being dialled.
        Dialing = "dialing",
        /// It is being reached.
        Contacting = "contacting",
        /// It is being offered.
        Offering = "offering",
        /// It takes part.
        Connected = "connected",
        /// It left.
        Disconnected = "disconnected",
        /// It was ended.
        Terminated = "terminated",
        /// It is being converted.
        Converting = "converting",
        /// It uploads.
        Uploading = "uploading",
        /// It transmits.
        Transmitting = "transmitting",
        /// It is parked.
        Parked = "parked",
        /// It has no state.
        None = "none",
    }
}

/// Somebody of whom nothing can be read still takes part: the callback is not over for it.
fn participants<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<CallbackMediaParticipant>, D::Error> {
    let Items {
        mut items,
        unreadable,
    } = Items::deserialize(deserializer)?;
    items.extend(repeat_with(CallbackMediaParticipant::default).take(unreadable));
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> CallbackConversation {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn missing_null_and_unknown_parts_are_read() {
        for text in [
            "{}",
            r#"{"id":null,"participants":null,"later":{"a":[1]}}"#,
            r#"{"participants":[{},{"state":null,"attributes":null,"callbackNumbers":null}]}"#,
            r#"{"participants":[{"state":"levitating","purpose":"oracle","queue":{}}]}"#,
        ] {
            assert!(!read(text).is_disconnected(), "{text}");
        }
        let conversation = read(r#"{"participants":[{"state":"levitating"}]}"#);
        let state = conversation.participants[0].state.clone();
        assert_eq!(
            state,
            Some(ParticipantState::Unknown("levitating".to_owned()))
        );
        assert_eq!(serde_json::to_value(state).unwrap(), "levitating");
    }

    #[test]
    fn a_callback_is_over_when_all_participants_left() {
        let gone = CallbackMediaParticipant::new("customer", ParticipantState::Disconnected);
        let ended = CallbackMediaParticipant::new("acd", ParticipantState::Terminated);
        let there = CallbackMediaParticipant::new("acd", ParticipantState::Connected);
        let conversation = || CallbackConversation::new(ConversationId::new("c-1"));

        assert!(
            !conversation().is_disconnected(),
            "nobody is known to have left"
        );
        assert!(
            conversation()
                .with_participant(gone.clone())
                .with_participant(ended)
                .is_disconnected()
        );
        assert!(
            !conversation()
                .with_participant(gone)
                .with_participant(there)
                .is_disconnected()
        );
    }

    #[test]
    fn the_scheduled_time_is_that_of_a_participant_who_is_still_there() {
        let time = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (old, new) = (time("2026-12-01T10:00:00Z"), time("2026-12-02T10:00:00Z"));
        let gone = CallbackMediaParticipant::new("customer", ParticipantState::Disconnected)
            .with_callback_scheduled_time(old);
        let there = CallbackMediaParticipant::new("customer", ParticipantState::Connected)
            .with_callback_scheduled_time(new);
        let conversation = || CallbackConversation::new(ConversationId::new("c-1"));

        assert_eq!(conversation().scheduled_time(), None);
        assert_eq!(
            conversation()
                .with_participant(gone.clone())
                .scheduled_time(),
            Some(old)
        );
        let both = conversation()
            .with_participant(there)
            .with_participant(gone);
        assert_eq!(both.scheduled_time(), Some(new));
    }

    #[test]
    fn debug_shows_no_name_number_or_attribute() {
        let conversation = read(
            r#"{"id":"c-1","name":"canary","participants":[{"name":"canary","address":"canary",
                "callbackNumbers":["canary"],"callbackUserName":"canary",
                "attributes":{"canary":"canary"},"user":{"id":"u-1","name":"canary"}}]}"#,
        );
        let printed = format!("{conversation:?}");
        assert!(
            printed.contains("c-1") && !printed.contains("canary"),
            "{printed}"
        );
    }
}
