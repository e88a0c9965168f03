//! The pages of the callback scheduler.

mod booking;
mod managing;
mod notices;
mod world;
