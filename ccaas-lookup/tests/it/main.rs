//! Through the public API.

mod client;
mod countries;
mod documented;
mod laws;
mod matches;
mod platforms;
mod spellings;
mod support;
