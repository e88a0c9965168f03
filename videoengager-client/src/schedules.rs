//! Video meeting schedules of the own account.
//!
//! | What | Endpoint |
//! |---|---|
//! | create | `POST /api/schedules/my/` |
//! | get | `GET /api/schedules/my/{id}` |
//! | list a period | `GET /api/schedules/my/{fromMs}/{toMs}` |
//! | update | `PUT /api/schedules/my/{id}` |
//! | delete | `DELETE /api/schedules/my/{id}` |
//!
//! ([examples of the vendor](https://github.com/VideoEngager/videoengager.github.io))

mod list;
mod request;
mod schedule;

#[cfg(feature = "client")]
mod own;
#[cfg(feature = "client")]
mod port;

pub use list::{ScheduleList, UnreadableSchedule};
pub use request::{CreateSchedule, UpdateSchedule, Visitor};
pub use schedule::{AgentId, Schedule, ScheduleAgent, ScheduleId, ScheduleVisitor, TenantId};

#[cfg(feature = "client")]
pub use own::Schedules;
#[cfg(feature = "client")]
pub use port::ScheduleMeetings;
