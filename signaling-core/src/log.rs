//! What was said lately, for those who may not have heard it.

use std::{collections::VecDeque, num::NonZeroU64, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    CallId, ChatMessage, MediaStateChanged, RawJson, RelayKind, Relayed, ServerEvent, SessionId,
    Timestamp,
};

/// The counted events of all devices, in the order in which they were sent.
///
/// One queue for all costs a write at its end, where a queue for each device would be memory that
/// nobody has looked at for long. Each event knows the place of the one before it for the same device.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Log {
    entries: VecDeque<Entry>,
    /// How many have been dropped in front.
    dropped: u64,
    bytes: usize,
}

/// Where an event is kept; it may be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Place(NonZeroU64);

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    at: Timestamp,
    before: Option<Place>,
    said: Said,
}

/// An event without what its device knows.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Said {
    Relayed {
        kind: RelayKind,
        epoch: u32,
        from: SessionId,
        #[serde(with = "crate::text::raw_as_text")]
        payload: Option<RawJson>,
    },
    Chat(Arc<ChatMessage>),
    MediaState(Arc<MediaStateChanged>),
}

impl Said {
    /// The event, as a device in that call is told.
    pub(crate) fn to_event(&self, call: CallId) -> ServerEvent {
        match self {
            Self::Relayed {
                kind,
                epoch,
                from,
                payload,
            } => ServerEvent::Relayed(Box::new(Relayed {
                kind: *kind,
                payload: payload.clone(),
                from: *from,
                call,
                epoch: *epoch,
            })),
            Self::Chat(chat) => ServerEvent::ChatMessage(Arc::clone(chat)),
            Self::MediaState(changed) => ServerEvent::MediaState(Arc::clone(changed)),
        }
    }

    /// What it holds on to, in bytes.
    fn weight(&self) -> usize {
        let text = match self {
            Self::Relayed { payload, .. } => payload.as_ref().map_or(0, |json| json.get().len()),
            Self::Chat(chat) => chat.text.as_str().len(),
            Self::MediaState(_) => 0,
        };
        size_of::<Entry>() + text
    }
}

impl Log {
    /// Keeps an event behind the last one for the same device; the oldest of all go where there are
    /// more than `most` bytes.
    pub(crate) fn push(
        &mut self,
        at: Timestamp,
        before: Option<Place>,
        said: Said,
        most: usize,
    ) -> Option<Place> {
        self.bytes += said.weight();
        self.entries.push_back(Entry { at, before, said });
        let place = self.dropped + self.entries.len() as u64;
        while self.bytes > most {
            self.pop();
        }
        NonZeroU64::new(place).map(Place)
    }

    fn pop(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.bytes -= entry.said.weight();
            self.dropped += 1;
        }
    }

    /// The last events for a device, at most so many and so many bytes, the oldest first.
    pub(crate) fn last(&self, place: Option<Place>, most: usize, bytes: usize) -> Vec<Said> {
        let mut found = Vec::new();
        let (mut next, mut room) = (place, bytes);
        while let Some(entry) = next.and_then(|place| self.at(place)) {
            let weight = entry.said.weight();
            if found.len() == most || weight > room {
                break;
            }
            room -= weight;
            found.push(entry.said.clone());
            next = entry.before;
        }
        found.reverse();
        found
    }

    fn at(&self, place: Place) -> Option<&Entry> {
        let index = place.0.get().checked_sub(self.dropped + 1)?;
        self.entries.get(usize::try_from(index).ok()?)
    }

    /// Drops what was said until that moment.
    pub(crate) fn expire(&mut self, until: Timestamp) {
        while self.entries.front().is_some_and(|entry| entry.at <= until) {
            self.pop();
        }
        if self.entries.is_empty() {
            self.entries = VecDeque::new();
        }
    }

    /// When the oldest was said.
    pub(crate) fn oldest(&self) -> Option<Timestamp> {
        self.entries.front().map(|entry| entry.at)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether every event comes after the one before it, and they are as large as is said.
    pub(crate) fn is_sound(&self) -> bool {
        let first = self.dropped.saturating_add(1);
        let in_order = (first..)
            .zip(&self.entries)
            .all(|(place, entry)| entry.before.is_none_or(|before| before.0.get() < place));
        let bytes: usize = self.entries.iter().map(|entry| entry.said.weight()).sum();
        in_order && bytes == self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(epoch: u32) -> Said {
        Said::Relayed {
            kind: RelayKind::Offer,
            epoch,
            from: SessionId::UNKNOWN,
            payload: None,
        }
    }

    fn epochs(said: &[Said]) -> Vec<u32> {
        let epochs = said.iter().map(|said| match said {
            Said::Relayed { epoch, .. } => *epoch,
            _ => 0,
        });
        epochs.collect()
    }

    /// Two devices are told five things each, in turn.
    fn log(most: usize) -> (Log, Option<Place>) {
        let (mut log, mut even, mut odd) = (Log::default(), None, None);
        for epoch in 0..10 {
            let last = if epoch % 2 == 0 { &mut even } else { &mut odd };
            let at = Timestamp::from_unix_millis(u64::from(epoch));
            *last = log.push(at, *last, said(epoch), most);
        }
        (log, even)
    }

    #[test]
    fn a_device_gets_what_it_was_told_last() {
        let (log, last) = log(usize::MAX);
        let all = usize::MAX;

        assert_eq!(epochs(&log.last(last, 3, all)), [4, 6, 8]);
        assert_eq!(epochs(&log.last(last, 9, all)), [0, 2, 4, 6, 8]);
        assert_eq!(epochs(&log.last(last, 9, 2 * said(0).weight())), [6, 8]);
        assert_eq!(epochs(&log.last(None, 9, all)), [0; 0]);
        assert!(log.is_sound());
    }

    #[test]
    fn what_is_old_or_too_much_goes() {
        let (mut log, last) = log(5 * said(0).weight());
        assert_eq!(epochs(&log.last(last, 9, usize::MAX)), [6, 8]);

        log.expire(Timestamp::from_unix_millis(7));
        assert_eq!(epochs(&log.last(last, 9, usize::MAX)), [8]);
        assert_eq!(log.oldest(), Some(Timestamp::from_unix_millis(8)));
        log.expire(Timestamp::from_unix_millis(9));

        assert_eq!((log.bytes(), log.oldest()), (0, None));
        assert_eq!(epochs(&log.last(last, 9, usize::MAX)), [0; 0]);
    }
}
