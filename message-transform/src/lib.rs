#![doc = include_str!("../README.md")]

mod choice;

pub mod decide;
pub mod inbound;
pub mod outbound;
pub mod receipts;
pub mod template;
pub mod text;

pub use choice::{Choice, ChoiceKind};
