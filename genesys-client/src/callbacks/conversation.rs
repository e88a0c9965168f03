//! `GET /api/v2/conversations/callbacks/{conversationId}`: the answer.

use std::collections::BTreeMap;

use ccaas_http::{debug_allow_list, one_or_many};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ids::{ConversationId, ParticipantId},
    reference::DomainEntityRef,
};

/// A conversation seen through its callback.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallbackConversation {
    /// The conversation's id.
    pub id: Option<ConversationId>,
    /// The conversation's name.
    pub name: Option<String>,
    /// Everybody who takes or took part.
    #[serde(default, deserialize_with = "one_or_many")]
    pub participants: Vec<CallbackMediaParticipant>,
    /// The path under which it can be read.
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
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallbackMediaParticipant {
    /// The participant's id.
    pub id: Option<ParticipantId>,
    /// The name shown to agents.
    pub name: Option<String>,
    /// The address; a customer's is a number.
    pub address: Option<String>,
    /// What it is here for: `customer`, `agent`, `acd`, `external` and others.
    pub purpose: Option<String>,
    /// Where it stands.
    pub state: Option<ParticipantState>,
    /// `inbound` or `outbound`.
    pub direction: Option<String>,
    /// Why it left, such as `client`, `endpoint` or `system`.
    pub disconnect_type: Option<String>,
    /// When it joined.
    pub start_time: Option<DateTime<Utc>>,
    /// When it was connected.
    pub connected_time: Option<DateTime<Utc>>,
    /// When it left.
    pub end_time: Option<DateTime<Utc>>,
    /// The numbers to call.
    #[serde(default, deserialize_with = "one_or_many")]
    pub callback_numbers: Vec<String>,
    /// The name of the party to be called back.
    pub callback_user_name: Option<String>,
    /// When the call is to be made.
    pub callback_scheduled_time: Option<DateTime<Utc>>,
    /// What the callback was created with as `data`.
    #[serde(default, deserialize_with = "map_or_null")]
    pub attributes: BTreeMap<String, String>,
    /// The queue.
    pub queue: Option<DomainEntityRef>,
    /// The script.
    pub script: Option<DomainEntityRef>,
    /// The agent.
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

/// Where a participant stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ParticipantState {
    /// It rings.
    Alerting,
    /// It is being dialled.
    Dialing,
    /// It is being reached.
    Contacting,
    /// It is being offered.
    Offering,
    /// It takes part.
    Connected,
    /// It left.
    Disconnected,
    /// It was ended.
    Terminated,
    /// It is being converted.
    Converting,
    /// It uploads.
    Uploading,
    /// It transmits.
    Transmitting,
    /// It is parked.
    Parked,
    /// It has no state.
    None,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

fn map_or_null<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
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
