//! Genesys to WhatsApp, row by row.

mod cards;
mod choices;
mod files;
mod others;
mod texts;
