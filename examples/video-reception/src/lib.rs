#![doc = include_str!("../README.md")]

pub mod routes;
pub mod settings;
pub mod setup;
pub mod state;
