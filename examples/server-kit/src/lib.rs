#![doc = include_str!("../README.md")]

pub mod access;
pub mod auth;
pub mod client_ip;
pub mod headers;
pub mod health;
pub mod json;
pub mod keys;
pub mod limits;
pub mod logs;
pub mod metrics;
pub mod panics;
pub mod request_id;
pub mod serve;
pub mod settings;
pub mod tls;
