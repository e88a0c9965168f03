//! The WhatsApp bridge in process, between fake vendors.

mod dashboard;
pub(crate) mod harness;
mod ports;
