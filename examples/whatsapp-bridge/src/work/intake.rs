//! From journal rows to items: whose they are, in which order, and what they change.
//!
//! What a batch changes in `bridge.db` is one transaction, committed before the inbox takes
//! the items. After a crash between the two the batch is split again, so everything here may
//! happen twice: times and statuses only move on, and items carry what makes them unique.

mod batch;

pub use batch::Batch;
