//! Layer 7: requests, answers and types against the vendors' machine-readable descriptions.
//!
//! `cargo xtask test` runs it only where `VENDOR_SPECS_DIR` names a folder with them.

mod answers;
mod description;
mod desk_answers;
mod desk_requests;
mod management;
mod meta;
mod open_answers;
mod open_messaging;
mod request;
mod requests;
mod sample;
mod schema;
mod types;
mod violation;
