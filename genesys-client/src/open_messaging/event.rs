//! An inbound event: a customer types.

use ccaas_http::{InvalidRequest, debug_allow_list, open_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{InboundChannel, OpenFrom};

/// Something a customer does beside writing.
///
/// The agent sees typing only if the integration's messaging setting turns it on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundEvent {
    /// Who does it, and when; without a message's id.
    pub channel: InboundChannel,
    /// What.
    pub events: Vec<OpenEvent>,
}
debug_allow_list!(InboundEvent { channel, events });

impl InboundEvent {
    /// The customer types.
    #[must_use]
    pub fn typing(from: OpenFrom, time: DateTime<Utc>) -> Self {
        Self {
            channel: InboundChannel::new(from, time),
            events: vec![OpenEvent {
                event_type: EventType::Typing,
            }],
        }
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if there is no sender or no event.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        self.channel.check()?;
        if self.events.is_empty() {
            return Err(InvalidRequest::new("events", "must hold at least one"));
        }
        Ok(())
    }
}

/// One thing a customer does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenEvent {
    /// What it is.
    pub event_type: EventType,
}

open_enum! {
    /// What kind of event it is.
    pub enum EventType {
        /// Somebody types.
        Typing = "Typing",
    }
}
