//! The agents of the tenant, and their way into a meeting.
//!
//! | What | Endpoint |
//! |---|---|
//! | list | `GET /api/brokerages/agents` |
//! | sign in as one | `GET /api/partners/impersonate/{pak}/{externalId}/{agentId}` |
//!
//! ([examples of the vendor](https://github.com/VideoEngager/videoengager.github.io))

mod agent;

#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod join;

pub use agent::Agent;

#[cfg(feature = "client")]
pub use endpoints::Agents;
#[cfg(feature = "client")]
pub use join::{JoinError, JoinUrl};
