//! A listing whose items fail one by one.

use ccaas_http::DecodeError;
use serde_json::value::RawValue;

use super::Schedule;

/// The schedules of a period.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ScheduleList {
    /// The schedules, in the vendor's order, inactive ones too.
    pub items: Vec<Schedule>,
    /// The items that are no schedules; they do not cost their siblings.
    pub unreadable: Vec<UnreadableSchedule>,
}

/// An item of a listing that is no schedule.
#[derive(Clone)]
pub struct UnreadableSchedule {
    raw: Box<RawValue>,
    error: DecodeError,
}

ccaas_http::debug_allow_list!(UnreadableSchedule { error });

impl UnreadableSchedule {
    /// The item as received. It may hold personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// Why it is no schedule.
    #[must_use]
    pub fn error(&self) -> &DecodeError {
        &self.error
    }
}

#[cfg(feature = "client")]
impl ScheduleList {
    pub(crate) fn read(items: Vec<Box<RawValue>>) -> Self {
        let mut list = Self::default();
        for raw in items {
            match Schedule::read(raw.clone(), None) {
                Ok(schedule) => list.items.push(schedule),
                Err(error) => list.unreadable.push(UnreadableSchedule { raw, error }),
            }
        }
        list
    }
}
