//! Errors of the Cloud API, in answers and in webhooks.
//!
//! Both carry the same codes
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes)),
//! so [`ErrorCode`] answers the questions for both: may it be repeated, when, and who is
//! affected.

mod advice;
mod api_error;
mod codes;
mod detail;

pub use advice::{ErrorKind, ErrorScope};
pub use api_error::ApiError;
pub use codes::ErrorCode;
pub use detail::ErrorDetail;

/// Why a call failed, by how far the request got.
pub type Error = ccaas_http::Error<ApiError>;
