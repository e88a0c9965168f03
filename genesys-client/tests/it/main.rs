//! The client against its own fake, over a real socket.

mod callbacks;
mod desk;
mod entities;
mod fake_callbacks;
mod fake_calls;
mod fake_due;
mod fake_open;
mod fake_open_agent;
mod fake_open_integrations;
mod fake_open_receipts;
mod fake_open_rules;
mod fake_rules;
mod leniency;
mod notifications;
mod open_messaging;
mod redaction;
mod retries;
mod sign_in;
mod stranger;
mod support;
mod tokens;
mod webhooks;
