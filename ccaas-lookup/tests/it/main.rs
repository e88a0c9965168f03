//! Through the public API.

mod client;
mod platforms;
