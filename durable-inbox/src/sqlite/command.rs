//! What the writer is asked to do.

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use crate::{
    Claim, Claimed, Delivery, InboxError, ItemId, JournalRow, NewItem, Outcome, TakenIn, WorkerId,
};

/// A question with the way back for its answer. Nobody may wait there any more.
pub(super) struct Asked<T, R> {
    pub(super) what: T,
    pub(super) reply: oneshot::Sender<Result<R, InboxError>>,
}

pub(super) enum Command {
    Append(Asked<Appended, ()>),
    Mark(Asked<Hold, ()>),
    Finish(Asked<(Hold, Outcome), ()>),
    TakeIn(Asked<Intake, (TakenIn, i64)>),
    Change(Asked<Change, u64>),
    Claim(Asked<Claim, Vec<Claimed>>),
    /// Moves the log into the file, so that deleted values are nowhere.
    Truncate(Asked<(), ()>),
    /// Writes something, to find out whether that works again.
    Probe(Asked<(), ()>),
    Close(Asked<(), ()>),
}

pub(super) struct Appended {
    pub(super) deliveries: Vec<Delivery>,
    // Room in the queue, given back when they are written.
    pub(super) _room: OwnedSemaphorePermit,
}

/// What was found in journal rows.
pub(super) struct Intake {
    /// The rows in order, without gaps.
    pub(super) rows: Vec<i64>,
    pub(super) items: Vec<Found>,
    pub(super) aside: Vec<(JournalRow, String)>,
    pub(super) more: bool,
}

pub(super) struct Found {
    pub(super) item: NewItem,
    pub(super) received_at: DateTime<Utc>,
}

/// What a worker proves its claim with, and what the claim said.
#[derive(Clone, Copy)]
pub(super) struct Hold {
    pub(super) lane: i64,
    pub(super) id: i64,
    pub(super) fence: i64,
    pub(super) attempts: u32,
    pub(super) maybe_duplicate: bool,
    pub(super) claimed_at: DateTime<Utc>,
}

/// What happens seldom, and answers how much it touched.
pub(super) enum Change {
    Wake {
        lane: i64,
    },
    Redrive(ItemId),
    Reclaim(WorkerId),
    Restore(i64),
    Erase(Vec<i64>),
    DeleteSent(DateTime<Utc>),
    DeleteParked(DateTime<Utc>),
    DeleteAside(DateTime<Utc>),
    DeleteDedupe {
        after: Vec<u8>,
        to: Vec<u8>,
        before: DateTime<Utc>,
    },
}

impl Hold {
    pub(super) fn of(claimed: &Claimed) -> Self {
        Self {
            lane: lane(&claimed.group, &claimed.key),
            id: claimed.id.number(),
            fence: claimed.fence,
            attempts: claimed.attempts,
            maybe_duplicate: claimed.maybe_duplicate,
            claimed_at: claimed.claimed_at,
        }
    }
}

/// What is done one after the other: a hash of group and key, the same in all versions.
///
/// If two keys ever share one, their items wait for each other, and nothing else happens.
pub(super) fn lane(group: &str, key: &[u8]) -> i64 {
    // FNV-1a, and the last step of splitmix64, since keys may differ in their last byte only.
    let bytes = group.bytes().chain([0]).chain(key.iter().copied());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (hash ^ (hash >> 31)).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::lane;

    #[test]
    fn a_lane_is_the_same_in_all_versions() {
        assert_eq!(lane("in:default", b"key"), -743_914_251_807_744_610);
        assert_ne!(lane("in:default", b"key"), lane("in:defaul", b"tkey"));
    }
}
