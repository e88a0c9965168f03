//! Through the public API.

mod client;
mod corpus;
mod countries;
mod differential;
mod documented;
mod laws;
mod matches;
mod platforms;
mod spellings;
mod support;
