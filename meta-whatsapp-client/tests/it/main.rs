//! `meta-whatsapp-client` through its public API, against its own fake on real sockets.
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up fails its test"
)]

mod client;
mod errors;
mod fake;
mod management;
mod media;
mod messages;
mod pacing;
mod readme;
mod webhooks;
