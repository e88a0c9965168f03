//! The mapping through its public functions: one row of the tables after the other.
#![expect(
    clippy::unwrap_used,
    reason = "a message that cannot be written fails its test"
)]

mod corpus;
mod inbound;
mod outbound;
mod properties;
mod redaction;
mod support;
