//! The pop without a script: calls and due callbacks that ring an agent, and the agent's page that shows them.
//!
//! With `GENESYS_QUEUES` the server listens to those queues. [`decide`] says whom an event
//! concerns, [`listen`] looks the caller up, and [`hub`] tells the agent's page.

mod answer;
pub mod decide;
pub mod hub;
pub mod listen;
pub mod offered;

pub(crate) use answer::shown;
pub use hub::Pops;
