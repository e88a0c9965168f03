//! The screen pop.

mod cases;
mod documented;
mod faults;
mod harness;
mod importing;
mod keys;
mod other_origins;
mod privacy;
mod staff;
