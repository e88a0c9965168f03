//! What the measurements share.

pub mod child;
pub mod quantile;
