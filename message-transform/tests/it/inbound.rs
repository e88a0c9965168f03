//! WhatsApp to Genesys, row by row.

mod choices;
mod files;
mod silence;
mod surroundings;
mod texts;
