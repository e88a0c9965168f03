//! The WhatsApp bridge in process, between fake vendors.

mod auth;
mod canaries;
mod dashboard;
mod gateway;
pub(crate) mod harness;
mod ports;
mod state;
mod transformers;
mod webhooks;
