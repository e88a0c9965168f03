//! What is received.

use ccaas_http::{DecodeError, define_id};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{
    Map, Value,
    value::{RawValue, to_raw_value},
};

use crate::read::{flag, object, text, time, whole};

define_id! {
    /// Identifies a schedule.
    pub ScheduleId
}
define_id! {
    /// Identifies a VideoEngager tenant.
    pub TenantId
}
define_id! {
    /// Identifies a VideoEngager agent.
    pub AgentId
}

/// A video meeting, as received.
///
/// Only the id is sure. A field that is absent, null, empty or not readable is `None`;
/// [`Schedule::raw`] shows everything that came, also what this crate does not know.
#[derive(Clone)]
#[non_exhaustive]
pub struct Schedule {
    raw: Box<RawValue>,
    /// Its id.
    pub id: ScheduleId,
    /// The tenant it belongs to.
    pub tenant: Option<TenantId>,
    /// The agent it belongs to.
    pub agent_id: Option<AgentId>,
    /// The code that the visitor must type in; the vendor has it in two places.
    pub pin: Option<String>,
    /// Whether it is still to take place. Listings contain inactive ones too.
    pub active: Option<bool>,
    /// When it starts.
    pub date: Option<DateTime<Utc>>,
    /// How long it lasts, in minutes.
    pub duration: Option<u32>,
    /// The visitor, and the way in.
    pub visitor: Option<ScheduleVisitor>,
    /// The agent, and the way in.
    pub agent: Option<ScheduleAgent>,
    /// The Genesys Cloud conversation that belongs to it.
    pub conversation_id: Option<String>,
    /// The caller's own id of the customer, if the vendor echoes it.
    pub customer_id: Option<String>,
    /// When it was created, if the vendor tells.
    pub created: Option<DateTime<Utc>>,
}

/// The visitor of a received schedule.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ScheduleVisitor {
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
    /// The last part of the meeting URL.
    pub code: Option<String>,
    /// Whether the visitor is let in without the agent's click.
    pub auto_answer: Option<bool>,
}

/// The agent of a received schedule.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ScheduleAgent {
    /// The agent's name.
    pub name: Option<String>,
    /// The agent's e-mail address.
    pub email: Option<String>,
    /// The agent's way into the meeting. Whoever has it can join.
    pub meeting_url: Option<String>,
    /// The agent's way in that takes a token as its query parameter `token`.
    pub full_url: Option<String>,
    /// The last part of the meeting URL.
    pub code: Option<String>,
}

ccaas_http::debug_allow_list!(Schedule {
    id,
    tenant,
    agent_id,
    active,
    date,
    duration,
    created
});
ccaas_http::debug_allow_list!(ScheduleVisitor { auto_answer });
ccaas_http::debug_allow_list!(ScheduleAgent {});

impl Schedule {
    /// A schedule that has only an id: for one's own
    /// `ScheduleMeetings`, and for tests.
    #[must_use]
    pub fn new(id: ScheduleId) -> Self {
        Self::from_fields(&id, Map::new())
    }

    /// Sets the start.
    #[must_use]
    pub fn with_date(self, date: DateTime<Utc>) -> Self {
        self.with("date", date.timestamp_millis().into())
    }

    /// Sets the length in minutes.
    #[must_use]
    pub fn with_duration(self, minutes: u32) -> Self {
        self.with("duration", minutes.into())
    }

    /// Sets whether it is still to take place.
    #[must_use]
    pub fn with_active(self, active: bool) -> Self {
        self.with("active", active.into())
    }

    /// Sets the caller's own id of the customer.
    #[must_use]
    pub fn with_customer_id(self, customer_id: impl Into<String>) -> Self {
        self.with("customerId", customer_id.into().into())
    }

    /// Sets the Genesys Cloud conversation that belongs to it.
    #[must_use]
    pub fn with_conversation_id(self, conversation_id: impl Into<String>) -> Self {
        self.with("conversationId", conversation_id.into().into())
    }

    /// Sets when it was created.
    #[must_use]
    pub fn with_created(self, created: DateTime<Utc>) -> Self {
        self.with("created", created.to_rfc3339().into())
    }

    /// Sets the visitor's way into the meeting.
    #[must_use]
    pub fn with_meeting_url(self, url: impl Into<String>) -> Self {
        let mut visitor = object(&self.fields(), "visitor")
            .cloned()
            .unwrap_or_default();
        visitor.insert("meetingUrl".to_owned(), url.into().into());
        self.with("visitor", visitor.into())
    }

    /// The visitor's way into the meeting. Whoever has it can join.
    #[must_use]
    pub fn meeting_url(&self) -> Option<&str> {
        self.visitor.as_ref()?.meeting_url.as_deref()
    }

    /// Whether it is still to take place: unless the vendor says that it is not.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.active != Some(false)
    }

    /// The whole schedule as JSON, with the fields that this crate does not know.
    ///
    /// It may hold personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// Reads a schedule; `known` is its id if the request named it.
    pub(crate) fn read(
        raw: Box<RawValue>,
        known: Option<&ScheduleId>,
    ) -> Result<Self, DecodeError> {
        let fields: Map<String, Value> = serde_json::from_str(raw.get())?;
        let id = text(&fields, "_id")
            .map(ScheduleId::new)
            .or_else(|| known.cloned());
        let id = id.ok_or(DecodeError::Field { field: "_id" })?;
        let visitor = object(&fields, "visitor");
        Ok(Self {
            id,
            tenant: text(&fields, "tenant").map(TenantId::new),
            agent_id: text(&fields, "agentId").map(AgentId::new),
            pin: text(&fields, "pin").or_else(|| text(visitor?, "pin")),
            active: flag(&fields, "active"),
            date: time(&fields, "date"),
            duration: whole(&fields, "duration"),
            visitor: visitor.map(ScheduleVisitor::read),
            agent: object(&fields, "agent").map(ScheduleAgent::read),
            conversation_id: text(&fields, "conversationId"),
            customer_id: text(&fields, "customerId"),
            created: time(&fields, "created"),
            raw,
        })
    }

    fn with(self, key: &str, value: Value) -> Self {
        let mut fields = self.fields();
        fields.insert(key.to_owned(), value);
        Self::from_fields(&self.id, fields)
    }

    fn fields(&self) -> Map<String, Value> {
        serde_json::from_str(self.raw.get()).expect("a schedule was read from an object")
    }

    fn from_fields(id: &ScheduleId, mut fields: Map<String, Value>) -> Self {
        fields.insert("_id".to_owned(), id.as_str().into());
        let raw = to_raw_value(&fields).expect("an object can be written as JSON");
        Self::read(raw, Some(id)).expect("an object and an id make a schedule")
    }
}

impl ScheduleVisitor {
    fn read(fields: &Map<String, Value>) -> Self {
        Self {
            name: text(fields, "name"),
            email: text(fields, "email"),
            phone: text(fields, "phone"),
            subject: text(fields, "subject"),
            meeting_url: text(fields, "meetingUrl"),
            code: text(fields, "code"),
            auto_answer: flag(fields, "autoAnswer"),
        }
    }
}

impl ScheduleAgent {
    fn read(fields: &Map<String, Value>) -> Self {
        Self {
            name: text(fields, "name"),
            email: text(fields, "email"),
            meeting_url: text(fields, "meetingUrl"),
            full_url: text(fields, "fullUrl"),
            code: text(fields, "code"),
        }
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::read(raw, None).map_err(D::Error::custom)
    }
}

/// Writes what was received.
impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_can_be_built_by_hand() {
        let date: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().unwrap();

        let schedule = Schedule::new(ScheduleId::new("s-1"))
            .with_date(date)
            .with_duration(30)
            .with_active(false)
            .with_customer_id("cust_1")
            .with_conversation_id("c-1")
            .with_created(date)
            .with_meeting_url("https://video.example.com/ve/vIs123");

        assert_eq!(schedule.id.as_str(), "s-1");
        assert_eq!((schedule.date, schedule.created), (Some(date), Some(date)));
        assert_eq!((schedule.duration, schedule.is_active()), (Some(30), false));
        assert_eq!(schedule.customer_id.as_deref(), Some("cust_1"));
        assert_eq!(schedule.conversation_id.as_deref(), Some("c-1"));
        assert_eq!(
            schedule.meeting_url(),
            Some("https://video.example.com/ve/vIs123")
        );
        let copy: Schedule =
            serde_json::from_value(serde_json::to_value(&schedule).unwrap()).unwrap();
        assert_eq!(copy.raw(), schedule.raw());
    }

    #[test]
    fn a_change_by_hand_keeps_the_fields_that_nobody_knows() {
        let schedule: Schedule =
            serde_json::from_str(r#"{"_id":"s-1","visitor":{"name":"R","x":1},"new":[1]}"#)
                .unwrap();

        let schedule = schedule.with_meeting_url("https://video.example.com/ve/vIs123");

        let raw: Value = serde_json::from_str(schedule.raw()).unwrap();
        assert_eq!(raw["new"], serde_json::json!([1]));
        assert_eq!(raw["visitor"]["x"], 1);
        assert_eq!(
            schedule.visitor.and_then(|visitor| visitor.name).as_deref(),
            Some("R")
        );
    }
}
