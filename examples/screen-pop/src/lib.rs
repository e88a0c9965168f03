#![doc = include_str!("../README.md")]

mod access;
pub mod cases;
pub mod check;
pub mod command;
pub mod import;
pub mod keys;
mod limits;
pub mod pop;
pub mod routes;
pub mod seed;
pub mod settings;
pub mod setup;
pub mod state;
pub mod store;
pub mod watch;
