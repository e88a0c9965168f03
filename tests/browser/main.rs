//! Layer 5: every page in a headless Chromium.
//!
//! `cargo xtask test` builds the servers and sets `SWITCHBOARD_BIN_DIR`. Screenshots go to
//! `target/browser`, or to the folder that `SWITCHBOARD_SCREENSHOTS` names.

mod bridge;
mod callback;
mod demo;
mod harness;
mod meeting;
mod noticing;
mod screen_pop;
mod video_reception;
