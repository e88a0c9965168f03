//! One Genesys callback that a fake keeps.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use super::fields::{field, text, time};
use crate::ScheduleId;

/// A Genesys callback that a fake keeps.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeGenesysCallback {
    /// The conversation at Genesys Cloud.
    pub conversation_id: String,
    /// The schedule of the meeting.
    pub schedule_id: ScheduleId,
    /// When the customer is to be called.
    pub date: DateTime<Utc>,
    /// Whether it is still to take place: whether it was not deleted.
    pub active: bool,
    /// What was sent to create it.
    pub sent: Value,
}

ccaas_http::debug_allow_list!(FakeGenesysCallback {
    conversation_id,
    schedule_id,
    date,
    active
});

/// A callback as it was sent, with what the service adds.
pub(super) struct Kept {
    number: u64,
    pub(super) sent: Map<String, Value>,
    number_field: &'static str,
    pub(super) date: DateTime<Utc>,
    pub(super) created: DateTime<Utc>,
    pub(super) active: bool,
}

impl Kept {
    /// Checks and keeps a create request whose phone number is in `number_field`.
    pub(super) fn create(
        number: u64,
        now: DateTime<Utc>,
        number_field: &'static str,
        sent: Map<String, Value>,
    ) -> Result<Self, &'static str> {
        if text(&sent, "firstname").is_none() {
            return Err("firstname is required");
        }
        if text(&sent, "customer_email").is_none() {
            return Err("customer_email is required");
        }
        let phone = text(&sent, number_field).unwrap_or_default();
        if !phone.starts_with('+') || phone.bytes().filter(u8::is_ascii_digit).count() < 5 {
            return Err("customer number is invalid");
        }
        let is_text = sent.get("_desired_time").is_some_and(Value::is_string);
        let date = time(&sent, "_desired_time").filter(|_| is_text);
        let date = date.ok_or("_desired_time is invalid")?;
        if date <= now {
            return Err("_desired_time is in the past");
        }
        let is_owned = field::<bool>(&sent, "callbackOwned") == Some(true);
        if is_owned && text(&sent, "preferedAgent").is_none() {
            return Err("preferedAgent is required for an owned callback");
        }
        Ok(Self {
            number,
            sent,
            number_field,
            date,
            created: now,
            active: true,
        })
    }

    pub(super) fn conversation_id(&self) -> String {
        format!("00000000-0000-4000-8000-{:012}", self.number)
    }

    pub(super) fn schedule_id(&self) -> String {
        format!("schedule-callback-{}", self.number)
    }

    pub(super) fn codes(&self) -> [String; 2] {
        [format!("cbV{}", self.number), format!("cbA{}", self.number)]
    }

    pub(super) fn is_owned(&self) -> bool {
        field::<bool>(&self.sent, "callbackOwned") == Some(true)
    }

    pub(super) fn duration(&self) -> u32 {
        field(&self.sent, "duration").unwrap_or(30)
    }

    pub(super) fn name(&self) -> String {
        let names = [text(&self.sent, "firstname"), text(&self.sent, "lastname")];
        names.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn phone(&self) -> Option<String> {
        text(&self.sent, self.number_field)
    }

    /// The documented shape. `agentUrl` is told at creation only.
    pub(super) fn show(&self, base: &Url, at_creation: bool) -> Value {
        let [visitor, agent] = self.codes();
        let url = |code: &str| format!("{}/ve/{code}", base.as_str().trim_end_matches('/'));
        let mut meeting = json!({
            "date": self.date.timestamp_millis(),
            "code": visitor,
            "subject": text(&self.sent, "veSubject").unwrap_or_default(),
            "created": iso(self.created),
            "autoAnswer": true,
            "active": self.active,
            "meetingUrl": url(&visitor),
            "duration": self.duration(),
            "phone": self.phone(),
            "name": self.name(),
            "email": text(&self.sent, "customer_email"),
            "scheduleId": self.schedule_id(),
            "customAttributes": {},
        });
        if at_creation {
            meeting["agentUrl"] = url(&agent).into();
        }
        json!({
            "genesys": {
                "queueId": self.sent.get("queueId"),
                "scriptId": self.sent.get("scriptId"),
                "conversation": { "id": self.conversation_id() },
            },
            "videoengager": meeting,
            "emailSent": true,
            "icsCalendarData": format!(
                "BEGIN:VCALENDAR VERSION:2.0 METHOD:REQUEST BEGIN:VEVENT UID:{} \
                 SUMMARY:Video Meeting END:VEVENT END:VCALENDAR",
                self.schedule_id()
            ),
        })
    }

    /// The shape of the public call: `genesys` is the whole conversation.
    pub(super) fn show_public(&self, base: &Url) -> Value {
        let mut shown = self.show(base, false);
        let state = if self.active {
            "scheduled"
        } else {
            "disconnected"
        };
        shown["genesys"] = json!({
            "id": self.conversation_id(),
            "participants": [{ "state": state }],
        });
        shown
    }

    pub(super) fn facts(&self) -> FakeGenesysCallback {
        FakeGenesysCallback {
            conversation_id: self.conversation_id(),
            schedule_id: ScheduleId::new(self.schedule_id()),
            date: self.date,
            active: self.active,
            sent: self.sent.clone().into(),
        }
    }
}

pub(super) fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
