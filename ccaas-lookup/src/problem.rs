//! The documented errors of the lookup.

use serde::Serialize;
use thiserror::Error;

/// Why a lookup is refused; serialises as the documented body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LookupProblem {
    /// A query without a phone number.
    #[error("phone number is required in the query")]
    MissingInQuery,
    /// A body without a phone number.
    #[error("phone number is required in the request body")]
    MissingInBody,
    /// A body that is no JSON object.
    #[error("request body must be a JSON object")]
    NotJson,
    /// Two different phone numbers in one query.
    #[error("phone number must be given once")]
    Repeated,
    /// Nothing that can be dialled, and no withheld caller.
    #[error("invalid phone number format")]
    InvalidFormat,
    /// No key, a wrong one, or one that is no longer good.
    #[error("unauthorized")]
    Unauthorized,
    /// The directory could not be asked.
    #[error("failed to lookup case")]
    Failed,
}

impl LookupProblem {
    /// The HTTP status.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::MissingInQuery
            | Self::MissingInBody
            | Self::NotJson
            | Self::Repeated
            | Self::InvalidFormat => 400,
            Self::Unauthorized => 401,
            Self::Failed => 500,
        }
    }

    /// The text under `error`.
    #[must_use]
    pub fn error(self) -> &'static str {
        match self {
            Self::MissingInQuery => "Phone number is required",
            Self::MissingInBody => "Phone number is required in request body",
            Self::NotJson => "Request body must be a JSON object",
            Self::Repeated => "Phone number must be given once",
            Self::InvalidFormat => "Invalid phone number format",
            Self::Unauthorized => "Unauthorized",
            Self::Failed => "Failed to lookup case",
        }
    }

    /// The text under `message`, where there is one.
    #[must_use]
    pub fn message(self) -> Option<&'static str> {
        match self {
            Self::MissingInQuery => {
                Some("Please provide a phone number in the query parameter: ?phone=+391234567890")
            }
            Self::MissingInBody | Self::NotJson => Some(
                "Please provide a phone number in the request body: {\"phone\": \"+391234567890\"}",
            ),
            Self::Repeated => Some("Please provide one query parameter: ?phone=+391234567890"),
            Self::InvalidFormat => {
                Some("Please provide a phone number with digits, such as +391234567890")
            }
            Self::Unauthorized | Self::Failed => None,
        }
    }
}

impl Serialize for LookupProblem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Body {
            error: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            message: Option<&'static str>,
        }

        let (error, message) = (self.error(), self.message());
        Body { error, message }.serialize(serializer)
    }
}
