//! The video reception in process, over real sockets: what is documented, and what must not be.

mod accounts;
mod calls;
mod deploy;
mod faults;
mod harness;
mod history;
mod identity;
mod limits;
mod rest;
mod restart;
mod signaling;
