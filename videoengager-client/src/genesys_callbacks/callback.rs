//! A callback, as received.

use std::collections::BTreeMap;

use ccaas_http::DecodeError;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value, value::RawValue};

use crate::{
    read::{flag, object, text, time, whole},
    schedules::ScheduleId,
};

/// A Genesys callback with its video meeting, as received.
///
/// Nothing in it is sure. A field that is absent, null, empty or not readable is `None`;
/// [`GenesysCallback::raw`] shows everything that came.
#[derive(Clone)]
#[non_exhaustive]
pub struct GenesysCallback {
    raw: Box<RawValue>,
    /// The callback at Genesys Cloud.
    pub genesys: Option<CallbackGenesys>,
    /// The meeting at VideoEngager.
    pub videoengager: Option<CallbackMeeting>,
    /// A calendar entry. Its line breaks may be lost: do not take it for valid iCalendar.
    pub ics_calendar_data: Option<String>,
    /// Whether e-mails went out.
    pub email_sent: Option<bool>,
}

/// The Genesys Cloud part of a callback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct CallbackMeeting {
    /// The schedule of the meeting.
    pub schedule_id: Option<ScheduleId>,
    /// Whether it is still to take place.
    pub active: Option<bool>,
    /// When it starts.
    pub date: Option<DateTime<Utc>>,
    /// How long it lasts, in minutes.
    pub duration: Option<u32>,
    /// When it was created.
    pub created: Option<DateTime<Utc>>,
    /// The visitor's name.
    pub name: Option<String>,
    /// The visitor's e-mail address.
    pub email: Option<String>,
    /// The visitor's phone number.
    pub phone: Option<String>,
    /// What the meeting is about.
    pub subject: Option<String>,
    /// The visitor's way into the meeting. Whoever has it can join.
    pub meeting_url: Option<String>,
    /// The agent's way into the meeting, told at creation only.
    pub agent_url: Option<String>,
    /// The last part of the meeting URL.
    pub code: Option<String>,
    /// Whether the visitor is let in without the agent's click.
    pub auto_answer: Option<bool>,
    /// The caller's own attributes.
    pub custom_attributes: BTreeMap<String, String>,
}

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

    /// The whole callback as JSON. It holds personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    pub(crate) fn read(raw: Box<RawValue>) -> Result<Self, DecodeError> {
        let fields: Map<String, Value> = serde_json::from_str(raw.get())?;
        Ok(Self {
            genesys: object(&fields, "genesys").map(CallbackGenesys::read),
            videoengager: object(&fields, "videoengager").map(CallbackMeeting::read),
            ics_calendar_data: text(&fields, "icsCalendarData"),
            email_sent: flag(&fields, "emailSent"),
            raw,
        })
    }

    /// An item of a listing that is no callback has nothing but its raw text.
    #[cfg(feature = "client")]
    pub(super) fn read_item(raw: Box<RawValue>) -> Self {
        Self::read(raw.clone()).unwrap_or(Self {
            raw,
            genesys: None,
            videoengager: None,
            ics_calendar_data: None,
            email_sent: None,
        })
    }
}

impl CallbackGenesys {
    fn read(fields: &Map<String, Value>) -> Self {
        let conversation = object(fields, "conversation").unwrap_or(fields);
        let participants = conversation.get("participants").and_then(Value::as_array);
        let state = |participant: &Value| text(participant.as_object()?, "state");
        Self {
            conversation_id: text(conversation, "id"),
            queue_id: text(fields, "queueId"),
            script_id: text(fields, "scriptId"),
            participant_states: participants
                .into_iter()
                .flatten()
                .filter_map(state)
                .collect(),
        }
    }
}

impl CallbackMeeting {
    fn read(fields: &Map<String, Value>) -> Self {
        let attributes = object(fields, "customAttributes");
        let attribute = |key: &String| Some((key.clone(), text(attributes?, key)?));
        Self {
            schedule_id: text(fields, "scheduleId").map(ScheduleId::new),
            active: flag(fields, "active"),
            date: time(fields, "date"),
            duration: whole(fields, "duration"),
            created: time(fields, "created"),
            name: text(fields, "name"),
            email: text(fields, "email"),
            phone: text(fields, "phone"),
            subject: text(fields, "subject"),
            meeting_url: text(fields, "meetingUrl"),
            agent_url: text(fields, "agentUrl"),
            code: text(fields, "code"),
            auto_answer: flag(fields, "autoAnswer"),
            custom_attributes: attributes
                .into_iter()
                .flat_map(Map::keys)
                .filter_map(attribute)
                .collect(),
        }
    }
}

impl<'de> Deserialize<'de> for GenesysCallback {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::read(raw).map_err(D::Error::custom)
    }
}

/// Writes what was received.
impl Serialize for GenesysCallback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
