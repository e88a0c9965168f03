//! Conversations, whatever their medium, and who takes part in them.
//!
//! - `GET /api/v2/conversations`
//! - `GET /api/v2/conversations/{conversationId}`
//! - `DELETE /api/v2/conversations/{conversationId}`
//! - `PATCH /api/v2/conversations/{conversationId}/participants/{participantId}`
//! - `PATCH /api/v2/conversations/{conversationId}/participants/{participantId}/attributes`
//! - `GET /api/v2/conversations/{conversationId}/participants/{participantId}/wrapup`
//! - `GET /api/v2/conversations/{conversationId}/participants/{participantId}/wrapupcodes`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-conversations)

mod communication;
#[cfg(feature = "client")]
mod endpoints;
mod participant;
#[cfg(feature = "client")]
mod participants;
mod update;
mod wrap_up;

use std::iter::repeat_with;

use ccaas_http::{
    debug_allow_list,
    read::{Items, filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

pub use communication::Communication;
#[cfg(feature = "client")]
pub use endpoints::Conversations;
pub use participant::Participant;
#[cfg(feature = "client")]
pub use participants::Participants;
pub use update::UpdateParticipant;
pub use wrap_up::WrapUp;

use crate::{callbacks::ParticipantState, ids::ConversationId};

/// A conversation, with all its media.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Conversation {
    /// The conversation's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ConversationId>,
    /// The conversation's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// A tag of another system.
    #[serde(deserialize_with = "lenient")]
    pub external_tag: Option<String>,
    /// When the first participant joined.
    #[serde(deserialize_with = "time")]
    pub start_time: Option<DateTime<Utc>>,
    /// When the last participant left.
    #[serde(deserialize_with = "time")]
    pub end_time: Option<DateTime<Utc>>,
    /// The address, as those outside see it.
    #[serde(deserialize_with = "lenient")]
    pub address: Option<String>,
    /// Everybody who takes or took part.
    #[serde(deserialize_with = "participants_of")]
    pub participants: Vec<Participant>,
    /// Where it stands, if the answer tells.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<ParticipantState>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(Conversation {
    id,
    start_time,
    end_time,
    participants,
    state
});

impl Conversation {
    /// Whether it is over: it has an end, or participants who all left.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let all_left = self.participants.iter().all(Participant::has_left);
        self.end_time.is_some() || (!self.participants.is_empty() && all_left)
    }

    /// The participants of one purpose, such as `customer` or `agent`, oldest first.
    pub fn with_purpose(&self, purpose: &str) -> impl Iterator<Item = &Participant> {
        let participants = self.participants.iter();
        participants.filter(move |participant| participant.purpose.as_deref() == Some(purpose))
    }
}

/// Somebody of whom nothing can be read still takes part: nothing is over for it.
fn participants_of<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Participant>, D::Error> {
    let Items {
        mut items,
        unreadable,
    } = Items::deserialize(deserializer)?;
    items.extend(repeat_with(Participant::default).take(unreadable));
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Conversation {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_conversation_is_over_when_it_ended_or_all_left() {
        let left = r#"{"purpose":"customer","endTime":"2026-11-20T09:00:00Z"}"#;
        for (text, is_over) in [
            ("{}".to_owned(), false),
            (r#"{"endTime":"2026-11-20T09:00:00Z"}"#.to_owned(), true),
            (format!(r#"{{"participants":[{left}]}}"#), true),
            (
                format!(r#"{{"participants":[{left},{{"purpose":"agent"}}]}}"#),
                false,
            ),
            (format!(r#"{{"participants":[{left},17]}}"#), false),
        ] {
            assert_eq!(read(&text).is_over(), is_over, "{text}");
        }
    }

    #[test]
    fn participants_are_found_by_their_purpose() {
        let conversation = read(
            r#"{"participants":[{"id":"a","purpose":"customer"},{"id":"b","purpose":"agent"}]}"#,
        );

        let agents: Vec<_> = conversation.with_purpose("agent").collect();

        assert_eq!(agents.len(), 1);
        assert_eq!(agents[0].id.as_ref().map(|id| id.as_str()), Some("b"));
    }
}
