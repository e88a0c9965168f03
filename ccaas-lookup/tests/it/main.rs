//! Through the public API.

mod platforms;
