//! Browsers, servers, and looking at both.

mod accessible;
mod actions;
mod browser;
mod console;
mod driver;
mod emulate;
mod network;
mod process;
mod screenshot;
mod time;
mod wait;

pub(crate) use browser::Browser;
pub(crate) use process::Server;
pub(crate) use wait::until;
