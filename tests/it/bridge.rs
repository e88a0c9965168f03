//! The WhatsApp bridge in process, between fake vendors.

mod auth;
mod canaries;
mod check;
mod dashboard;
mod erased;
mod files_at_once;
mod gateway;
pub(crate) mod harness;
mod kept_aside;
mod page_links;
mod ports;
mod redriven;
mod reengage_setting;
mod retention;
mod state;
mod stuck;
mod texts_gone;
mod transformers;
mod webhooks;
mod whose_webhook;
