//! Layer 7: stock clients of others against our fakes.
//!
//! `cargo xtask test --install` gets the packages that `package.json` and
//! `requirements.txt` name, and sets `SWITCHBOARD_NODE_MODULES` and `SWITCHBOARD_PYTHON`.

mod genesys_desk;
mod genesys_open;
mod genesys_sdk;
mod node;
mod python;
mod pywa;
mod reception;
mod screen_pop;
