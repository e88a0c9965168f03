//! The WhatsApp bridge: the demo's phone and desk, and the dashboard.

mod chat;
mod dashboard;
mod trials;
mod world;
