//! `ccaas-http` through its public API, against a small invented vendor on real sockets.
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up fails its test"
)]

mod downloads;
mod host;
mod repeats;
mod sending;
mod sockets;
mod spans;
mod stages;
mod stores;
mod token_cache;
mod unauthorized;
mod uploads;
mod vendor;
mod vendor_codes;
mod warehouse;
