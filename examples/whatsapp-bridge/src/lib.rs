#![doc = include_str!("../README.md")]

pub mod access;
pub mod changeable;
pub mod check;
pub mod dashboard;
pub mod health;
mod limits;
pub mod links;
pub mod listeners;
pub mod measures;
pub mod media;
pub mod privacy;
pub mod quoted;
pub mod retention;
pub mod routes_file;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod services;
pub mod settings;
pub mod setup;
pub mod startup;
pub mod state;
pub mod store;
pub mod work;
