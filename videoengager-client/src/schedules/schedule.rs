//! What is received.

use ccaas_http::{
    DecodeError, define_id,
    read::{filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::{
    Map, Value,
    value::{RawValue, to_raw_value},
};

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
#[derive(Clone, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase")]
#[non_exhaustive]
pub struct Schedule {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(rename = "_id", default = "unknown", deserialize_with = "id")]
    pub id: ScheduleId,
    /// The tenant it belongs to.
    #[serde(default, deserialize_with = "filled")]
    pub tenant: Option<TenantId>,
    /// The agent it belongs to.
    #[serde(default, deserialize_with = "filled")]
    pub agent_id: Option<AgentId>,
    /// The code that the visitor must type in; the vendor has it in two places.
    #[serde(default, deserialize_with = "filled")]
    pub pin: Option<String>,
    /// Whether it is still to take place. Listings contain inactive ones too.
    #[serde(default, deserialize_with = "lenient")]
    pub active: Option<bool>,
    /// When it starts.
    #[serde(default, deserialize_with = "time")]
    pub date: Option<DateTime<Utc>>,
    /// How long it lasts, in minutes.
    #[serde(default, deserialize_with = "lenient")]
    pub duration: Option<u32>,
    /// The visitor, and the way in.
    #[serde(default, deserialize_with = "lenient")]
    pub visitor: Option<ScheduleVisitor>,
    /// The agent, and the way in.
    #[serde(default, deserialize_with = "lenient")]
    pub agent: Option<ScheduleAgent>,
    /// The Genesys Cloud conversation that belongs to it.
    #[serde(default, deserialize_with = "filled")]
    pub conversation_id: Option<String>,
    /// The caller's own id of the customer, if the vendor echoes it.
    #[serde(default, deserialize_with = "filled")]
    pub customer_id: Option<String>,
    /// When it was created, if the vendor tells.
    #[serde(default, deserialize_with = "time")]
    pub created: Option<DateTime<Utc>>,
}

/// The visitor of a received schedule.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ScheduleVisitor {
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
    /// The last part of the meeting URL.
    #[serde(deserialize_with = "filled")]
    pub code: Option<String>,
    /// Whether the visitor is let in without the agent's click.
    #[serde(deserialize_with = "lenient")]
    pub auto_answer: Option<bool>,
    #[serde(deserialize_with = "filled")]
    pin: Option<String>,
}

/// The agent of a received schedule.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ScheduleAgent {
    /// The agent's name.
    #[serde(deserialize_with = "filled")]
    pub name: Option<String>,
    /// The agent's e-mail address.
    #[serde(deserialize_with = "filled")]
    pub email: Option<String>,
    /// The agent's way into the meeting. Whoever has it can join.
    #[serde(deserialize_with = "filled")]
    pub meeting_url: Option<String>,
    /// The agent's way in that takes a token as its query parameter `token`.
    #[serde(deserialize_with = "filled")]
    pub full_url: Option<String>,
    /// The last part of the meeting URL.
    #[serde(deserialize_with = "filled")]
    pub code: Option<String>,
}

/// No id: only until [`Schedule::read`] has looked at it.
fn unknown() -> ScheduleId {
    ScheduleId::new("")
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ScheduleId, D::Error> {
    Ok(lenient(deserializer)?.unwrap_or_else(unknown))
}

ccaas_http::keep_raw!(Schedule, |raw| Self::read(raw, None));
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
        let mut visitor = match self.fields().remove("visitor") {
            Some(Value::Object(visitor)) => visitor,
            _ => Map::new(),
        };
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

    /// Reads a schedule; `known` is its id if the request named it.
    pub(crate) fn read(
        raw: Box<RawValue>,
        known: Option<&ScheduleId>,
    ) -> Result<Self, DecodeError> {
        let mut read = Self::from_raw(raw)?;
        if read.id.as_str().is_empty() {
            read.id = known.ok_or(DecodeError::Field { field: "_id" })?.clone();
        }
        let visitor = read.visitor.as_mut();
        read.pin = read.pin.or_else(|| visitor?.pin.take());
        Ok(read)
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
