//! A call: what is known of it, and every transition it can make.

pub(crate) mod diagram;
pub(crate) mod step;

use serde::{Deserialize, Serialize};

use crate::{CallId, Media, Side, StaffId, Text, Timestamp, WaitingCall, deadlines::Armed};
pub(crate) use step::{Action, CallEvent, CallState, Step, Why, next};

/// A call that has not ended, in one line of the processor's cache.
#[derive(Clone, Serialize, Deserialize)]
#[repr(align(64))]
pub(crate) struct Call {
    pub(crate) id: CallId,
    pub(crate) state: CallState,
    /// The visitor's device.
    pub(crate) visitor: u32,
    /// The staff member whom it rings at, or who is in it.
    pub(crate) staff: u32,
    /// The device of theirs that is in it.
    pub(crate) staff_device: Option<u32>,
    /// Counts the peer connections; 0 before the first.
    pub(crate) epoch: u32,
    pub(crate) candidates: u32,
    pub(crate) descriptions: u32,
    pub(crate) ring: Option<Armed>,
    pub(crate) facts: Box<Facts>,
}

/// What a call is remembered by.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) name: Text,
    pub(crate) email: Text,
    pub(crate) purpose: Text,
    pub(crate) media: Media,
    pub(crate) requested: Timestamp,
    pub(crate) answered: Option<Timestamp>,
    pub(crate) first_staff: StaffId,
    pub(crate) transfers: u32,
    pub(crate) reconnections: u32,
    pub(crate) chat_messages: u32,
    pub(crate) screen_shared: bool,
    pub(crate) recorded: bool,
}

impl Call {
    /// The device of a side, if that side is in the call.
    pub(crate) fn device(&self, side: Side) -> Option<u32> {
        match side {
            Side::Visitor => Some(self.visitor),
            Side::Staff => self.staff_device,
        }
    }

    /// As the staff member sees it while it rings.
    pub(crate) fn waiting(&self) -> WaitingCall {
        WaitingCall {
            call: self.id,
            client_name: self.facts.name.clone(),
            purpose: self.facts.purpose.clone(),
            timestamp: self.facts.requested,
        }
    }
}
