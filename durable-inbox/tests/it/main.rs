//! The inbox through its public API.
#![expect(
    clippy::unwrap_used,
    reason = "helpers and cases outside of test functions fail the test that called them"
)]

mod cancelling;
mod conformance;
mod model;
mod sqlite;
mod support;
