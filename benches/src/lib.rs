//! What the measurements share.

pub mod child;
pub mod load;
pub mod pace;
pub mod process;
pub mod quantile;
pub mod report;
