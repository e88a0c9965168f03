//! Messages through the running bridge: from one fake vendor to the other.

mod choices;
mod doubt;
mod faults;
mod files;
mod given_up;
mod gone;
mod hanging;
mod identity;
mod keys_gone;
mod known;
mod late;
mod mapping_in;
mod mapping_out;
mod news;
mod once;
mod organisations;
mod outcomes;
mod overtaken;
mod pauses;
mod quotes;
mod rates;
mod refused;
pub(crate) mod scene;
mod templates;
mod text;
mod times;
mod wishes;
