//! Errors as the API answers them.

use http::StatusCode;
pub use server_kit::problem::{ErrorBody, Problem};

/// Status 404 for a meeting.
#[must_use]
pub fn no_meeting() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "Meeting not found")
}
