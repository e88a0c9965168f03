//! What a failure is answered with.

use http::StatusCode;
pub use server_kit::problem::{ErrorBody, Problem};

use crate::{
    saga::{Failure, ReviewError},
    store::StoreError,
};

/// The bookings could not be read.
pub(crate) fn unreadable(_: StoreError) -> Problem {
    let text = "The bookings could not be read. Please try again later.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text)
}

/// Status 404 for a customer.
pub(crate) fn unknown_customer(id: String) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "Customer not found").with("customerId", id)
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let status = match failure {
            Failure::Storage => StatusCode::SERVICE_UNAVAILABLE,
            Failure::NotPossible | Failure::Busy => StatusCode::CONFLICT,
            Failure::TooManyOpen => StatusCode::TOO_MANY_REQUESTS,
            Failure::Review(error) => return error.into(),
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, failure.to_string())
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        let status = match error {
            ReviewError::NoSuchCallback | ReviewError::OtherBooking | ReviewError::Disconnected => {
                StatusCode::BAD_REQUEST
            }
            ReviewError::Unreachable => StatusCode::BAD_GATEWAY,
            ReviewError::Unknown => StatusCode::NOT_FOUND,
            ReviewError::Storage => StatusCode::SERVICE_UNAVAILABLE,
            ReviewError::State(_) | ReviewError::Busy => StatusCode::CONFLICT,
        };
        Self::new(status, error.to_string())
    }
}
