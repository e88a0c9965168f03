#![doc = include_str!("../README.md")]

pub mod access;
pub mod check;
pub mod command;
mod limits;
pub mod lobby;
pub mod report;
pub mod routes;
pub mod seed;
pub mod settings;
pub mod setup;
pub mod sockets;
pub mod staff;
pub mod state;
pub mod store;
pub mod token;
pub mod turn;
pub mod watch;
