//! Events and their JSON: what a transport has to adapt to.
//!
//! [`decode`] and [`decode_packet`] read what a client sends into a [`ClientEvent`], strictly and
//! within [limits]; [`encode`] and [`event_name`] write a [`ServerEvent`], with what only the server
//! knows asked from [`Extras`]; [`encode_reply`] writes an ack. Nothing here is Socket.IO's alone.
//!
//! [`ClientEvent`]: crate::ClientEvent
//! [`ServerEvent`]: crate::ServerEvent
//! [limits]: caps

pub mod caps;
mod decode;
mod encode;
mod error;
mod fields;
mod payload;
mod reply;
mod text;

pub use decode::{CLIENT_EVENTS, decode, decode_packet};
pub use encode::{Extras, IceServers, encode, event_name};
pub use error::{DecodeError, Problem};
pub use reply::encode_reply;
