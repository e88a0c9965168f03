//! Layer 7: stock vendor clients against our fakes.
//!
//! `cargo xtask test --install` gets the vendors' packages that `package.json` names, and
//! sets `SWITCHBOARD_NODE_MODULES`.

mod genesys_sdk;
mod node;
