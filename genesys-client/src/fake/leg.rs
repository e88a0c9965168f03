//! An agent who is rung, as a fake remembers it.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::wire;

/// An agent's part in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leg {
    pub(super) user_id: String,
    state: &'static str,
    since: DateTime<Utc>,
    connected: Option<DateTime<Utc>>,
    ended: Option<DateTime<Utc>>,
}

impl Leg {
    /// It rings.
    pub(super) fn new(user_id: &str, now: DateTime<Utc>) -> Self {
        Self {
            user_id: user_id.to_owned(),
            state: "alerting",
            since: now,
            connected: None,
            ended: None,
        }
    }

    /// `connected`, or `disconnected`.
    pub(super) fn go(&mut self, state: &'static str, now: DateTime<Utc>) {
        self.state = state;
        match state {
            "connected" => self.connected = Some(now),
            _ => self.ended = self.ended.or(Some(now)),
        }
    }

    /// Writes what is the agent's own over what every participant has.
    pub(super) fn tell(&self, participant: &mut Value) {
        participant["purpose"] = "agent".into();
        participant["state"] = self.state.into();
        participant["startTime"] = wire::time_text(self.since).into();
        participant["connectedTime"] = self.connected.map(wire::time_text).into();
        participant["endTime"] = self.ended.map(wire::time_text).into();
        participant["user"] = json!({ "id": self.user_id });
    }
}
