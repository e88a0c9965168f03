//! Messages through the running bridge: from one fake vendor to the other.

mod faults;
mod files;
mod given_up;
mod gone;
mod identity;
mod keys_gone;
mod known;
mod mapping_in;
mod mapping_out;
mod once;
mod outcomes;
mod overtaken;
mod pauses;
mod scene;
mod templates;
mod text;
