//! How much memory agents' files take together while they are handed on.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// KiB of all files at once.
const ALL: u32 = 64 << 10;

/// Room for files in memory; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Room(Arc<Semaphore>);

/// The room of one file, until this is dropped.
#[derive(Debug)]
pub(super) struct Taken {
    _permit: OwnedSemaphorePermit,
}

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ALL as usize)))
    }
}

impl Room {
    /// Waits for room for a file of this many bytes. Whoever waited first has it first; one that
    /// is larger than all room has all of it.
    pub(super) async fn take(&self, bytes: u64) -> Taken {
        let kib = u32::try_from(bytes.div_ceil(1024)).unwrap_or(ALL).min(ALL);
        let permit = Arc::clone(&self.0).acquire_many_owned(kib).await;
        Taken {
            _permit: permit.expect("nobody closes it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const MIB: u64 = 1 << 20;

    #[tokio::test]
    async fn files_wait_for_room_and_the_largest_has_all_of_it() {
        let room = Room::default();
        let (one, two) = (room.take(25 * MIB).await, room.take(25 * MIB).await);

        assert!(room.take(25 * MIB).now_or_never().is_none());
        assert!(room.take(MIB).now_or_never().is_some());
        drop(one);
        assert!(room.take(25 * MIB).now_or_never().is_some());
        drop(two);
        let all = room.take(u64::MAX).await;
        assert!(room.take(1).now_or_never().is_none());
        drop(all);
        assert!(room.take(1).now_or_never().is_some());
    }
}
