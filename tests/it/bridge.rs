//! The WhatsApp bridge in process, between fake vendors.

pub(crate) mod harness;
mod ports;
