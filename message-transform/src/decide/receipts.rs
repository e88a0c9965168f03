//! What Genesys is told about a message that went to WhatsApp in one or more parts.

use meta_whatsapp_client::webhooks::StatusKind;

/// How far one part of a message got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It was not sent yet.
    #[default]
    Waiting,
    /// It may have been sent: the call had no answer.
    InDoubt,
    /// WhatsApp took it.
    Sent,
    /// It is on the customer's device, which having been read or played implies.
    Delivered,
    /// It will not be delivered.
    Failed,
}

impl Part {
    /// The part after a status; an earlier one changes nothing.
    #[must_use]
    pub fn after(self, status: &StatusKind) -> Self {
        let told = match status {
            StatusKind::Sent => Self::Sent,
            StatusKind::Delivered | StatusKind::Read | StatusKind::Played => Self::Delivered,
            StatusKind::Failed => Self::Failed,
            _ => return self,
        };
        match (self, told) {
            // On the device is on the device.
            (Self::Delivered, _) => self,
            _ => self.max(told),
        }
    }

    /// The part once WhatsApp's answer says that it took the message.
    ///
    /// Statuses can overtake the answer: where one of this very message is on record
    /// (`is_told`), or the part's end, the record says more.
    #[must_use]
    pub fn taken(self, is_told: bool) -> Self {
        match self {
            Self::Delivered | Self::Failed => self,
            _ if is_told => self,
            Self::Waiting | Self::InDoubt | Self::Sent => Self::Sent,
        }
    }

    /// The part once a call for it ended without an answer; a status that came before tells
    /// more.
    #[must_use]
    pub fn doubted(self) -> Self {
        self.max(Self::InDoubt)
    }

    /// Its name, to store it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::InDoubt => "in_doubt",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The part of a name that was stored.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Waiting,
            Self::InDoubt,
            Self::Sent,
            Self::Delivered,
            Self::Failed,
        ];
        all.into_iter().find(|part| part.as_str() == name)
    }
}

/// What a receipt says; each is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Final {
    /// All parts were delivered.
    Delivered,
    /// The part of this place was not; those after it are not sent.
    Failed(usize),
}

/// How a message stands, by all of its parts.
#[must_use]
pub fn outcome(parts: &[Part]) -> Option<Final> {
    let failed = parts.iter().position(|part| *part == Part::Failed);
    let delivered = !parts.is_empty() && parts.iter().all(|part| *part == Part::Delivered);
    failed
        .map(Final::Failed)
        .or(delivered.then_some(Final::Delivered))
}

/// The receipt that is due, if `told` is what Genesys knows: there is one per message.
#[must_use]
pub fn due(told: Option<Final>, parts: &[Part]) -> Option<Final> {
    match told {
        Some(_) => None,
        None => outcome(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Part = Part::Waiting;
    const S: Part = Part::Sent;
    const D: Part = Part::Delivered;
    const F: Part = Part::Failed;

    #[test]
    fn delivered_needs_all_parts_and_failed_one() {
        for (parts, expected) in [
            (&[][..], None),
            (&[W], None),
            (&[S, S], None),
            (&[D, S], None),
            (&[D, W], None),
            (&[D, D], Some(Final::Delivered)),
            (&[D, F, W], Some(Final::Failed(1))),
            (&[F, F], Some(Final::Failed(0))),
            (&[S, F], Some(Final::Failed(1))),
        ] {
            assert_eq!(due(None, parts), expected, "{parts:?}");
            assert_eq!(due(Some(Final::Delivered), parts), None, "{parts:?}");
        }
    }

    #[test]
    fn statuses_only_move_a_part_on() {
        let read = StatusKind::Read;
        let deleted = StatusKind::Deleted;
        for (part, status, expected) in [
            (W, StatusKind::Sent, S),
            (Part::InDoubt, StatusKind::Sent, S),
            (S, StatusKind::Sent, S),
            (S, StatusKind::Delivered, D),
            (S, read.clone(), D),
            (W, StatusKind::Played, D),
            (D, StatusKind::Sent, D),
            (S, StatusKind::Failed, F),
            (D, StatusKind::Failed, D),
            (F, StatusKind::Sent, F),
            (F, StatusKind::Delivered, F),
            (S, deleted, S),
        ] {
            assert_eq!(part.after(&status), expected, "{part:?} {status:?}");
        }
    }

    #[test]
    fn an_answer_says_less_than_a_status_that_overtook_it() {
        for (part, is_told, expected) in [
            (W, false, S),
            (Part::InDoubt, false, S),
            (S, false, S),
            (S, true, S),
            (D, true, D),
            (F, true, F),
            // Of an earlier try: it is on the device, or Genesys was told that it failed.
            (D, false, D),
            (F, false, F),
            // This message was refused, and waits to be sent again.
            (W, true, W),
        ] {
            assert_eq!(part.taken(is_told), expected, "{part:?} {is_told}");
        }
        for (part, expected) in [(W, Part::InDoubt), (S, S), (D, D), (F, F)] {
            assert_eq!(part.doubted(), expected, "{part:?}");
        }
    }

    #[test]
    fn a_stored_name_is_read_back() {
        for part in [W, Part::InDoubt, S, D, F] {
            assert_eq!(Part::from_name(part.as_str()), Some(part));
        }
        assert_eq!(Part::from_name("other"), None);
    }
}
