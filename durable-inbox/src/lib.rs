#![doc = include_str!("../README.md")]

mod claim;
mod delivery;
mod error;
mod inbox;
mod item;
pub mod sqlite;
mod upkeep;

pub use claim::{Claim, Claimed, Outcome, WorkerId};
pub use delivery::{Delivery, JournalRow, KeptAside, NewItem, Split, SplitRow, TakenIn};
pub use error::{BoxError, InboxError};
pub use inbox::Inbox;
pub use item::{Item, ItemFilter, ItemId, ItemState};
pub use sqlite::SqliteInbox;
pub use upkeep::{GroupStats, Purge, Purged, Stats};
