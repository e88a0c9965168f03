//! What requests about meetings must keep to, and how meetings are shown; all of it pure.

mod create;
mod facts;
mod fields;
mod id;
mod period;
mod update;
mod view;

use std::ops::RangeInclusive;

pub use create::CreateMeeting;
pub use facts::Facts;
pub use id::schedule_id;
pub use period::Period;
pub use update::UpdateMeeting;
pub use view::{shown_agent, shown_meeting, web_address, without_token};

/// What requests are checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How many minutes a meeting may last.
    pub duration: RangeInclusive<u32>,
}
