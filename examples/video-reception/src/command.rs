//! What the program does instead of serving.

pub mod staff;
