//! What the binary does instead of serving.

pub mod import;
pub mod keys;
