//! What each platform gets, and what it sends.

mod amazon_connect;
mod five9;
mod flex;
mod genesys;
mod genesys_import;
mod people;
