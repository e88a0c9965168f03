//! What each platform gets, and what it sends.

mod amazon_connect;
mod directory_lookup;
mod five9;
mod flex;
mod genesys;
mod genesys_import;
mod people;
