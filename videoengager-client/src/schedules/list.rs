//! A listing whose items fail one by one.

use ccaas_http::read::Received;
#[cfg(feature = "client")]
use serde_json::value::RawValue;

use super::Schedule;

/// The schedules of a period.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ScheduleList {
    /// The schedules, in the vendor's order, inactive ones too.
    pub items: Vec<Schedule>,
    /// The items that are no schedules; they do not cost their siblings.
    pub unreadable: Vec<Received<Schedule>>,
}

#[cfg(feature = "client")]
impl ScheduleList {
    pub(crate) fn read(items: Vec<Box<RawValue>>) -> Self {
        let mut list = Self::default();
        for raw in items {
            match Schedule::read(raw.clone(), None) {
                Ok(schedule) => list.items.push(schedule),
                Err(error) => list.unreadable.push(Received::new(raw, Err(error))),
            }
        }
        list
    }
}
