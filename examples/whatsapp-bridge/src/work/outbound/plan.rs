//! Whether a message may go now.

use chrono::{DateTime, Utc};
use message_transform::{
    decide::{age, window::Verdict},
    receipts::Refusal,
};
use meta_whatsapp_client::messages::{Content, Message};

use crate::{changeable::Values, store::Customer};

/// Whether a message may go now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum May {
    /// It may.
    Go,
    /// The template goes first, and the message waits for the answer.
    Reengage(DateTime<Utc>),
    /// It waits for the answer.
    Wait(DateTime<Utc>),
    /// It may not.
    Not(Refusal),
}

/// Whether a part of a message may go at `now`, which was written at `at`, or is to be sent
/// whatever its age.
pub(super) fn may(
    message: &Message,
    customer: &Customer,
    values: &Values,
    at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> May {
    let is_too_old = |at| age::is_too_old(at, &customer.window, values.outbound_max_age, now);
    let verdict = match message.content {
        Content::Template(_) => Verdict::Send,
        _ => customer
            .window
            .verdict(values.reengage_template.is_some(), now),
    };
    match verdict {
        // What waits for an answer is held on purpose, whatever its age.
        Verdict::Wait(until) => May::Wait(until),
        _ if at.is_some_and(is_too_old) => May::Not(Refusal::TooOld),
        Verdict::Reengage(until) => May::Reengage(until),
        Verdict::Fail => May::Not(Refusal::WindowClosed),
        Verdict::Send => May::Go,
    }
}
