//! Messages through the running bridge: from one fake vendor to the other.

mod faults;
mod files;
mod identity;
mod mapping_in;
mod mapping_out;
mod pauses;
mod text;
