//! The page of the meeting scheduler.

mod agents;
mod changing;
mod conflicts;
mod flow;
mod form;
mod joining;
mod notices;
mod problems;
mod result;
mod sessions;
mod sign_in;
mod world;
