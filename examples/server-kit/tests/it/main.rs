//! The functions together, as a server uses them.
#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up fails its test"
)]

mod dotenv;
mod layers;
mod log_files;
mod process;
mod router;
mod serving;
mod wire;
