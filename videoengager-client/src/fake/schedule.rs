//! The schedules that a fake keeps.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    FakeAgent, FullUrl,
    fields::{field, object, text, time},
};
use crate::{AgentId, ScheduleId};

/// The fields that the service alone writes.
const OWN: [&str; 5] = ["_id", "tenant", "agentId", "agent", "created"];

/// A schedule that a fake keeps.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeSchedule {
    /// Its id.
    pub id: ScheduleId,
    /// The agent it belongs to.
    pub agent_id: AgentId,
    /// Whether e-mails about its creation were asked for.
    pub notification_email: bool,
    /// When it starts.
    pub date: DateTime<Utc>,
    /// How long it lasts, in minutes.
    pub duration: u32,
    /// Whether it is still to take place.
    pub active: bool,
    /// The `customerId` that was sent.
    pub customer_id: Option<String>,
    /// The `conversationId` that was sent.
    pub conversation_id: Option<String>,
    /// The `pin` that was sent.
    pub pin: Option<String>,
    /// The `visitor` that was sent.
    pub visitor: Value,
    /// When it was created.
    pub created: DateTime<Utc>,
    /// The visitor's way in.
    pub meeting_url: String,
}

ccaas_http::debug_allow_list!(FakeSchedule {
    id,
    agent_id,
    notification_email,
    date,
    duration,
    active,
    created
});

/// A schedule as it was sent, with what the service adds.
pub(super) struct Stored {
    number: u64,
    pub(super) agent: FakeAgent,
    notification_email: bool,
    sent: Map<String, Value>,
    pub(super) date: DateTime<Utc>,
    duration: u32,
    created: DateTime<Utc>,
}

/// How schedules are shown.
pub(super) struct View {
    pub(super) base: Url,
    pub(super) customer_id: bool,
    pub(super) visitor: bool,
    pub(super) created: bool,
    pub(super) full_url: FullUrl,
}

impl Stored {
    /// Checks and keeps a create request.
    pub(super) fn create(
        number: u64,
        created: DateTime<Utc>,
        agent: FakeAgent,
        notification_email: bool,
        mut sent: Map<String, Value>,
    ) -> Result<Self, &'static str> {
        check(&sent)?;
        sent.retain(|key, _| !OWN.contains(&key.as_str()));
        sent.entry("active").or_insert(true.into());
        let date = time(&sent, "date").ok_or("`date` is required")?;
        let duration = field(&sent, "duration").ok_or("`duration` is required")?;
        Ok(Self {
            number,
            agent,
            notification_email,
            sent,
            date,
            duration,
            created,
        })
    }

    /// Checks and merges an update request.
    pub(super) fn update(&mut self, changes: Map<String, Value>) -> Result<(), &'static str> {
        check(&changes)?;
        self.date = time(&changes, "date").unwrap_or(self.date);
        self.duration = field(&changes, "duration").unwrap_or(self.duration);
        for (key, value) in changes {
            match (self.sent.get_mut(&key), value) {
                (Some(Value::Object(old)), Value::Object(new)) => old.extend(new),
                (_, value) if !OWN.contains(&key.as_str()) => {
                    self.sent.insert(key, value);
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(super) fn id(&self) -> String {
        format!("schedule-{}", self.number)
    }

    pub(super) fn visitor_code(&self) -> String {
        format!("vIs{}", self.number)
    }

    pub(super) fn agent_code(&self) -> String {
        format!("aGe{}", self.number)
    }

    /// The documented shape.
    pub(super) fn show(&self, view: &View) -> Value {
        let base = &view.base;
        let mut shown = self.sent.clone();
        if !view.customer_id {
            shown.remove("customerId");
        }
        if view.created {
            shown.insert("created".to_owned(), self.created.to_rfc3339().into());
        }
        let mut visitor = object(&self.sent, "visitor").cloned().unwrap_or_default();
        if !view.visitor {
            visitor.clear();
        }
        visitor.insert("meetingUrl".to_owned(), self.visitor_url(base).into());
        visitor.insert("code".to_owned(), self.visitor_code().into());
        let mut agent = json!({
            "name": self.agent.name(),
            "email": self.agent.email,
            "meetingUrl": self.agent_url(base),
            "code": self.agent_code(),
        });
        if let Some(full_url) = self.full_url(view) {
            agent["fullUrl"] = full_url.into();
        }
        let own = json!({
            "_id": self.id(),
            "tenant": super::FakeVideoEngager::TENANT_ID,
            "agentId": self.agent.id,
            "visitor": visitor,
            "agent": agent,
        });
        if let Value::Object(own) = own {
            shown.extend(own);
        }
        shown.into()
    }

    pub(super) fn visitor_url(&self, base: &Url) -> String {
        meeting_url(base, &self.visitor_code())
    }

    pub(super) fn agent_url(&self, base: &Url) -> String {
        meeting_url(base, &self.agent_code())
    }

    fn full_url(&self, view: &View) -> Option<String> {
        let (url, id) = (self.agent_url(&view.base), self.id());
        match view.full_url {
            FullUrl::Plain => Some(format!("{url}?params={id}")),
            FullUrl::WithToken => Some(format!("{url}?params={id}&token=old&lang=en#room")),
            FullUrl::Relative => Some(format!("/ve/{}?params={id}", self.agent_code())),
            FullUrl::Missing => None,
        }
    }

    pub(super) fn facts(&self, base: &Url) -> FakeSchedule {
        FakeSchedule {
            id: ScheduleId::new(self.id()),
            agent_id: self.agent.id.clone(),
            notification_email: self.notification_email,
            date: self.date,
            duration: self.duration,
            active: field::<bool>(&self.sent, "active").unwrap_or(true),
            customer_id: text(&self.sent, "customerId"),
            conversation_id: text(&self.sent, "conversationId"),
            pin: text(&self.sent, "pin"),
            visitor: self.sent.get("visitor").cloned().unwrap_or_default(),
            created: self.created,
            meeting_url: self.visitor_url(base),
        }
    }
}

fn meeting_url(base: &Url, code: &str) -> String {
    format!("{}/ve/{code}", base.as_str().trim_end_matches('/'))
}

/// The first rule that a sent field breaks.
fn check(sent: &Map<String, Value>) -> Result<(), &'static str> {
    let breaks = |key: &str, is_valid: fn(&Value) -> bool| {
        sent.get(key).is_some_and(|value| !is_valid(value))
    };
    if breaks("date", |date| {
        date.as_i64()
            .and_then(DateTime::from_timestamp_millis)
            .is_some()
    }) {
        return Err("`date` must be a time in milliseconds");
    }
    if breaks("duration", |minutes| {
        matches!(minutes.as_u64(), Some(1..=1_000_000))
    }) {
        return Err("`duration` must be a number of minutes");
    }
    if breaks("visitor", Value::is_object) {
        return Err("`visitor` must be an object");
    }
    if breaks("active", Value::is_boolean) {
        return Err("`active` must be true or false");
    }
    Ok(())
}
