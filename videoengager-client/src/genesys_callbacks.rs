//! VideoEngager's own Genesys Cloud callbacks: a callback and a meeting in one.
//!
//! | What | Endpoint |
//! |---|---|
//! | create | `POST /api/genesys/callback/tenant/{tenantId}` |
//! | get | `GET /api/genesys/callback/tenant/{tenantId}/{conversationId}` |
//! | update | `PATCH /api/genesys/callback/tenant/{tenantId}/{conversationId}` |
//! | delete | `DELETE /api/genesys/callback/tenant/{tenantId}/{conversationId}` |
//! | delete by schedule id | `DELETE /api/genesys/callback/byScheduleId/tenant/{tenantId}/{scheduleId}` |
//! | list | `GET /api/genesys/callback/list/tenant/{tenantId}/{from}/{to}` |
//! | availability | `GET /api/genesys/callback/{tenantId}/availability` |
//! | calendar | `GET /api/genesys/callback/{tenantId}/calendar` |
//! | create, public | `POST /api/genesys/callback/{tenantId}` |
//! | get, delete, public | `/api/genesys/callback/{tenantId}/{conversationId}` |
//!
//! ([SDK of the vendor](https://github.com/VideoEngager/videoengager-api))

mod availability;
mod callback;
mod create;
mod list;
mod update_error;

#[cfg(feature = "client")]
mod body;
#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod public;

pub use availability::Availability;
pub use callback::{CallbackGenesys, CallbackMeeting, GenesysCallback};
pub use create::CreateGenesysCallback;
pub use list::{CallbackOrder, CallbackSortOrder, ListGenesysCallbacks};
pub use update_error::CallbackUpdateError;

#[cfg(feature = "client")]
pub use endpoints::{CallbackPageFuture, GenesysCallbacks};
#[cfg(feature = "client")]
pub use public::PublicGenesysCallbacks;
