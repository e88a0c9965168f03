//! A device: a visitor's page, or one browser of a staff member.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{
    CallEnded, ConnectionId, ResumeToken, ServerEvent, SessionId, Side, Timestamp, deadlines::Armed,
};

/// What outlives a connection.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Device {
    pub(crate) owner: Owner,
    pub(crate) connection: Option<ConnectionId>,
    /// Of a visitor, the one call; of staff, the one that the device is in.
    pub(crate) call: Option<u32>,
    pub(crate) session: SessionId,
    pub(crate) token: ResumeToken,
    /// The epoch that the page has been told of.
    pub(crate) known_epoch: u32,
    pub(crate) kept: Kept,
    /// The end of a call that the page could not be told of.
    pub(crate) ended: Option<Box<CallEnded>>,
    pub(crate) grace: Option<Armed>,
    pub(crate) ping: Option<Armed>,
    pub(crate) pong: Option<Armed>,
    pub(crate) keep: Option<Armed>,
    /// Whether the last presence ping was answered in time.
    pub(crate) answers: bool,
    /// Whether a restart of the server took the connection.
    pub(crate) lost_by_restart: bool,
}

/// Whose a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    Visitor,
    /// The staff member in that slot.
    Staff(u32),
}

impl Owner {
    pub(crate) fn side(self) -> Side {
        match self {
            Self::Visitor => Side::Visitor,
            Self::Staff(_) => Side::Staff,
        }
    }
}

impl Device {
    pub(crate) fn new(
        owner: Owner,
        connection: ConnectionId,
        session: SessionId,
        token: ResumeToken,
    ) -> Self {
        Self {
            owner,
            connection: Some(connection),
            call: None,
            session,
            token,
            known_epoch: 0,
            kept: Kept::default(),
            ended: None,
            grace: None,
            ping: None,
            pong: None,
            keep: None,
            answers: true,
            lost_by_restart: false,
        }
    }
}

/// The last counted events for a device, for when it comes back.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// How many there have been.
    count: u64,
    bytes: usize,
    events: VecDeque<(Timestamp, ServerEvent)>,
}

impl Kept {
    /// Counts an event and keeps it; the oldest go where there are too many.
    pub(crate) fn push(&mut self, now: Timestamp, event: ServerEvent, most: usize, bytes: usize) {
        self.count += 1;
        self.bytes += weight(&event);
        self.events.push_back((now, event));
        while self.events.len() > most || self.bytes > bytes {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some((_, event)) = self.events.pop_front() {
            self.bytes -= weight(&event);
        }
    }

    /// How many there have been.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Drops what was kept until that moment. Says when the oldest of the others was.
    pub(crate) fn expire(&mut self, until: Timestamp) -> Option<Timestamp> {
        while self.events.front().is_some_and(|(at, _)| *at <= until) {
            self.pop();
        }
        if self.events.is_empty() {
            self.events = VecDeque::new();
        }
        self.events.front().map(|(at, _)| *at)
    }

    /// Drops all, and keeps counting.
    pub(crate) fn clear(&mut self) {
        self.bytes = 0;
        self.events = VecDeque::new();
    }

    /// Takes out what came after the first `received` ones.
    pub(crate) fn take_after(&mut self, received: u64) -> VecDeque<(Timestamp, ServerEvent)> {
        let first = self.count - self.events.len() as u64;
        let known = received.saturating_sub(first).min(self.events.len() as u64);
        let mut events = std::mem::take(&mut self.events);
        self.bytes = 0;
        drop(events.drain(..known as usize));
        events
    }

    /// Goes on counting from there.
    pub(crate) fn count_from(&mut self, count: u64) {
        self.count = count;
    }
}

/// What an event holds on to.
fn weight(event: &ServerEvent) -> usize {
    const RECORD: usize = 160;
    RECORD
        + match event {
            ServerEvent::Relayed(relayed) => relayed
                .payload
                .as_ref()
                .map_or(0, |payload| payload.get().len()),
            ServerEvent::ChatMessage(chat) => chat.text.as_str().len(),
            _ => 0,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(count: usize) -> ServerEvent {
        ServerEvent::WaitingCallsUpdated { count }
    }

    fn kept() -> Kept {
        let mut kept = Kept::default();
        for count in 1..=5 {
            let now = Timestamp::from_unix_millis(count as u64);
            kept.push(now, event(count), 3, usize::MAX);
        }
        kept
    }

    #[test]
    fn what_was_not_received_is_there_unless_it_is_too_much() {
        for (received, missed) in [
            (0, vec![3, 4, 5]),
            (3, vec![4, 5]),
            (5, vec![]),
            (9, vec![]),
        ] {
            let events = kept()
                .take_after(received)
                .into_iter()
                .map(|(_, event)| event);

            let expected: Vec<_> = missed.into_iter().map(event).collect();
            assert_eq!(events.collect::<Vec<_>>(), expected, "{received}");
        }
    }

    #[test]
    fn what_is_old_goes() {
        let mut kept = kept();

        let oldest = kept.expire(Timestamp::from_unix_millis(4));
        assert_eq!(oldest, Some(Timestamp::from_unix_millis(5)));
        assert_eq!(kept.expire(Timestamp::from_unix_millis(5)), None);
        assert_eq!((kept.count(), kept.is_empty(), kept.bytes), (5, true, 0));
    }
}
