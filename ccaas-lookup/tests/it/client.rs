//! `LookupClient` over a real socket.

mod answers;
mod cache;
mod failures;
mod limits;
mod privacy;
mod support;
