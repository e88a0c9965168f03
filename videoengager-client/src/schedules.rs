//! Video meeting schedules: of the own account, of the tenant, and by visitors.
//!
//! | What | Endpoint |
//! |---|---|
//! | create | `POST /api/schedules/my/`, `POST /api/schedules/tenant/` |
//! | get | `GET /api/schedules/{my or tenant}/{id}` |
//! | list a period | `GET /api/schedules/{my or tenant}/{fromMs}/{toMs}` |
//! | update | `PUT /api/schedules/{my or tenant}/{id}` |
//! | delete | `DELETE /api/schedules/{my or tenant}/{id}` |
//! | create as a visitor | `POST /api/schedules/create/{tenantId}` |
//! | verify by a code | `GET /api/schedules/create/{tenantId}/{code}` |
//!
//! ([examples of the vendor](https://github.com/VideoEngager/videoengager.github.io))

mod list;
mod request;
mod schedule;
mod verified;

#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod own;
#[cfg(feature = "client")]
mod port;
#[cfg(feature = "client")]
mod tenant;
#[cfg(feature = "client")]
mod visitor;

pub use list::ScheduleList;
pub use request::{CreateSchedule, UpdateSchedule, Visitor};
pub use schedule::{AgentId, Schedule, ScheduleAgent, ScheduleId, ScheduleVisitor, TenantId};
pub use verified::{RequestedSchedule, VerifiedSchedule};

#[cfg(feature = "client")]
pub use own::Schedules;
#[cfg(feature = "client")]
pub use port::ScheduleMeetings;
#[cfg(feature = "client")]
pub use tenant::TenantSchedules;
#[cfg(feature = "client")]
pub use visitor::VisitorSchedules;
