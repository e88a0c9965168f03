//! A conversation seen through its messages.

use std::{collections::BTreeMap, iter::repeat_with};

use ccaas_http::{
    debug_allow_list,
    read::{Items, filled, lenient, list, map, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    callbacks::ParticipantState,
    conversations::WrapUp,
    ids::{CommunicationId, ConversationId, MessageId, ParticipantId},
    reference::DomainEntityRef,
};

/// A conversation seen through its messages.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MessageConversation {
    /// The conversation's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ConversationId>,
    /// The conversation's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Everybody who takes or took part.
    #[serde(deserialize_with = "participants")]
    pub participants: Vec<MessageMediaParticipant>,
    /// When it counts as given up.
    #[serde(deserialize_with = "time")]
    pub inactivity_timeout: Option<DateTime<Utc>>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(MessageConversation { id, participants });

impl MessageConversation {
    /// Whether it is over: it has participants, and all of them left.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let all_left = self
            .participants
            .iter()
            .all(MessageMediaParticipant::has_left);
        !self.participants.is_empty() && all_left
    }

    /// The messages of all participants, in the order of their times.
    #[must_use]
    pub fn messages(&self) -> Vec<&MessageDetails> {
        let participants = self.participants.iter();
        let mut messages: Vec<_> = participants.flat_map(|one| &one.messages).collect();
        messages.sort_by_key(|message| message.message_time);
        messages
    }
}

/// Somebody, or something, that takes part in a conversation by message.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MessageMediaParticipant {
    /// The participant's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ParticipantId>,
    /// The name shown to agents.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The address.
    #[serde(deserialize_with = "lenient")]
    pub address: Option<String>,
    /// What it is here for: `customer`, `agent`, `acd`, `workflow` and others.
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
    /// The script.
    #[serde(deserialize_with = "lenient")]
    pub script: Option<DomainEntityRef>,
    /// Whether it has to say how the conversation is filed.
    #[serde(deserialize_with = "lenient")]
    pub wrapup_required: Option<bool>,
    /// How it filed the conversation.
    #[serde(deserialize_with = "lenient")]
    pub wrapup: Option<WrapUp>,
    /// The leg of the other side.
    #[serde(deserialize_with = "filled")]
    pub peer: Option<CommunicationId>,
    /// The kind of platform: `open`, `whatsapp`, `webmessaging` and others.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<String>,
    /// The messages that it sent or received.
    #[serde(deserialize_with = "list")]
    pub messages: Vec<MessageDetails>,
}
debug_allow_list!(MessageMediaParticipant {
    id,
    purpose,
    state,
    direction,
    disconnect_type,
    end_time,
    user,
    queue,
    messages
});

impl MessageMediaParticipant {
    /// Whether it left.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.end_time.is_some()
            || matches!(
                self.state,
                Some(ParticipantState::Disconnected | ParticipantState::Terminated)
            )
    }
}

/// One message of a conversation; its content is read elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MessageDetails {
    /// The message's id.
    #[serde(deserialize_with = "filled")]
    pub message_id: Option<MessageId>,
    /// How far it came: `queued`, `sent`, `delivery-success`, `delivery-failed` and others.
    #[serde(deserialize_with = "lenient")]
    pub message_status: Option<String>,
    /// When it was sent or received.
    #[serde(deserialize_with = "time")]
    pub message_time: Option<DateTime<Utc>>,
    /// How many SMS it takes.
    #[serde(deserialize_with = "lenient")]
    pub message_segment_count: Option<i64>,
}

/// Somebody of whom nothing can be read still takes part: nothing is over for it.
fn participants<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<MessageMediaParticipant>, D::Error> {
    let Items {
        mut items,
        unreadable,
    } = Items::deserialize(deserializer)?;
    items.extend(repeat_with(MessageMediaParticipant::default).take(unreadable));
    Ok(items)
}
