//! Reading a request for a new meeting.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use videoengager_client::{CreateSchedule, Visitor};

use super::{
    Rules,
    fields::{Problems, VisitorField, given, object},
};

/// A request for a meeting, checked.
#[derive(Clone, PartialEq)]
pub struct CreateMeeting {
    /// The e-mail address of the agent.
    pub agent_email: String,
    /// What is asked of VideoEngager.
    pub schedule: CreateSchedule,
}

ccaas_http::debug_allow_list!(CreateMeeting { schedule });

impl CreateMeeting {
    /// Reads a request: the address's `agentEmail` and `sendNotificationEmail`, and the
    /// body. Unknown fields are ignored.
    ///
    /// # Errors
    /// All that is wrong, in the order of the form, in words for people.
    pub fn read(
        agent_email: Option<&str>,
        notify: Option<&str>,
        body: &Value,
        rules: &Rules,
        now: DateTime<Utc>,
    ) -> Result<Self, Vec<String>> {
        let body = object(body)?;
        let mut problems = Problems::default();
        let agent_email = problems.agent(agent_email);
        if agent_email.is_none() {
            problems.add("Agent is required");
        }
        let start = problems.start(body.get("date"), now);
        let duration = problems.duration(body.get("duration"), rules);
        let visitor = match given(body.get("visitor")) {
            Some(Value::Object(visitor)) => read_visitor(visitor, &mut problems),
            Some(_) => {
                problems.add("Visitor must be an object");
                Visitor::default()
            }
            None => Visitor::default(),
        };
        let send_notification_email = match notify {
            Some("true") => true,
            None | Some("" | "false") => false,
            Some(_) => {
                problems.add("Send Notification Email must be true or false");
                false
            }
        };
        let start = start.and_then(DateTime::from_timestamp_millis);
        match (agent_email, start, duration) {
            (Some(agent_email), Some(start), Some(duration)) if problems.is_empty() => Ok(Self {
                agent_email,
                schedule: CreateSchedule {
                    visitor,
                    send_notification_email,
                    ..CreateSchedule::new(start, duration)
                },
            }),
            _ => Err(problems.into_list()),
        }
    }
}

fn read_visitor(fields: &Map<String, Value>, problems: &mut Problems) -> Visitor {
    let [name, email, phone, subject] =
        VisitorField::ALL.map(|field| problems.visitor(fields, field));
    Visitor {
        name,
        email,
        phone,
        subject,
        ..Visitor::default()
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
