//! What a reception does, from the JSON of one client to the JSON of the others.

mod calls;
mod choosing;
mod corpus;
mod laws;
mod limits;
mod presence;
mod relays;
mod restart;
mod resume;
mod sign_in;
mod support;
mod talk;
mod transfer;
mod wire;
