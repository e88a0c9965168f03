//! Messages through the running bridge: from one fake vendor to the other.

mod files;
mod identity;
mod pauses;
mod text;
