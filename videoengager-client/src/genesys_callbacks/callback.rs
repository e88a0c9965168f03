//! A callback, as received.

use std::collections::BTreeMap;

use ccaas_http::read::{filled, lenient, list, map, time};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::schedules::ScheduleId;

/// A Genesys callback with its video meeting, as received.
///
/// Nothing in it is sure. A field that is absent, null, empty or not readable is `None`;
/// [`GenesysCallback::raw`] shows everything that came.
#[derive(Clone, Default, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct GenesysCallback {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The callback at Genesys Cloud.
    #[serde(deserialize_with = "lenient")]
    pub genesys: Option<CallbackGenesys>,
    /// The meeting at VideoEngager.
    #[serde(deserialize_with = "lenient")]
    pub videoengager: Option<CallbackMeeting>,
    /// A calendar entry. Its line breaks may be lost: do not take it for valid iCalendar.
    #[serde(deserialize_with = "filled")]
    pub ics_calendar_data: Option<String>,
    /// Whether e-mails went out.
    #[serde(deserialize_with = "lenient")]
    pub email_sent: Option<bool>,
}

/// The Genesys Cloud part of a callback.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "GenesysPart")]
#[non_exhaustive]
pub struct CallbackGenesys {
    /// The conversation, from `conversation.id`, or from `id` where it is one itself.
    pub conversation_id: Option<String>,
    /// The queue.
    pub queue_id: Option<String>,
    /// The script.
    pub script_id: Option<String>,
    /// The states of the conversation's participants, which only the public call tells.
    pub participant_states: Vec<String>,
}

/// The VideoEngager part of a callback.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct CallbackMeeting {
    /// The schedule of the meeting.
    #[serde(deserialize_with = "filled")]
    pub schedule_id: Option<ScheduleId>,
    /// Whether it is still to take place.
    #[serde(deserialize_with = "lenient")]
    pub active: Option<bool>,
    /// When it starts.
    #[serde(deserialize_with = "time")]
    pub date: Option<DateTime<Utc>>,
    /// How long it lasts, in minutes.
    #[serde(deserialize_with = "lenient")]
    pub duration: Option<u32>,
    /// When it was created.
    #[serde(deserialize_with = "time")]
    pub created: Option<DateTime<Utc>>,
    /// The visitor's name.
    #[serde(deserialize_with = "filled")]
    pub name: Option<String>,
    /// The visitor's e-mail address.
    #[serde(deserialize_with = "filled")]
    pub email: Option<String>,
    /// The visitor's phone number.
    #[serde(deserialize_with = "filled")]
    pub phone: Option<String>,
    /// What the meeting is about.
    #[serde(deserialize_with = "filled")]
    pub subject: Option<String>,
    /// The visitor's way into the meeting. Whoever has it can join.
    #[serde(deserialize_with = "filled")]
    pub meeting_url: Option<String>,
    /// The agent's way into the meeting, told at creation only.
    #[serde(deserialize_with = "filled")]
    pub agent_url: Option<String>,
    /// The last part of the meeting URL.
    #[serde(deserialize_with = "filled")]
    pub code: Option<String>,
    /// Whether the visitor is let in without the agent's click.
    #[serde(deserialize_with = "lenient")]
    pub auto_answer: Option<bool>,
    /// The caller's own attributes.
    #[serde(deserialize_with = "map")]
    pub custom_attributes: BTreeMap<String, String>,
}

/// A conversation beside its queue and script, or the conversation itself.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GenesysPart {
    #[serde(default, deserialize_with = "lenient")]
    conversation: Option<Conversation>,
    #[serde(default, deserialize_with = "filled")]
    id: Option<String>,
    #[serde(default, deserialize_with = "list")]
    participants: Vec<Participant>,
    #[serde(default, deserialize_with = "filled")]
    queue_id: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    script_id: Option<String>,
}

#[derive(Deserialize)]
struct Conversation {
    #[serde(default, deserialize_with = "filled")]
    id: Option<String>,
    #[serde(default, deserialize_with = "list")]
    participants: Vec<Participant>,
}

#[derive(Deserialize)]
struct Participant {
    #[serde(default, deserialize_with = "filled")]
    state: Option<String>,
}

impl From<GenesysPart> for CallbackGenesys {
    fn from(part: GenesysPart) -> Self {
        let Conversation { id, participants } = part.conversation.unwrap_or(Conversation {
            id: part.id,
            participants: part.participants,
        });
        let states = participants.into_iter().filter_map(|it| it.state);
        Self {
            conversation_id: id,
            queue_id: part.queue_id,
            script_id: part.script_id,
            participant_states: states.collect(),
        }
    }
}

ccaas_http::keep_raw!(GenesysCallback);
ccaas_http::debug_allow_list!(GenesysCallback {
    genesys,
    videoengager,
    email_sent
});
ccaas_http::debug_allow_list!(CallbackMeeting {
    schedule_id,
    active,
    date,
    duration,
    created,
    auto_answer
});

impl GenesysCallback {
    /// The Genesys Cloud conversation, by which the callback is found again.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&str> {
        self.genesys.as_ref()?.conversation_id.as_deref()
    }

    /// The visitor's way into the meeting. Whoever has it can join.
    #[must_use]
    pub fn meeting_url(&self) -> Option<&str> {
        self.videoengager.as_ref()?.meeting_url.as_deref()
    }

    /// An item of a listing that is no callback has nothing but its raw text.
    #[cfg(feature = "client")]
    pub(super) fn read_item(raw: Box<RawValue>) -> Self {
        Self::from_raw(raw.clone()).unwrap_or_else(|_| Self {
            raw,
            ..Self::default()
        })
    }
}
