//! Layer 6: the real binaries, started, stopped and killed.
//!
//! `cargo xtask test` builds them and sets `SWITCHBOARD_BIN_DIR`.

mod binary;
mod bridge;
mod crowd;
mod demo;
mod disk;
mod inbox;
mod kill;
mod meeting;
mod start;
mod video_reception;
