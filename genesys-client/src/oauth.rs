//! What the sign-in answers when it refuses: OAuth's shape, not the platform's.

use std::fmt;

use ccaas_http::{
    ResponseMeta, VendorError, machine_code,
    read::{filled, json, lenient},
};
use serde::Deserialize;

/// What the sign-in answers, whatever its status is.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct OAuthAnswer {
    #[cfg(feature = "client")]
    #[serde(deserialize_with = "ccaas_http::read::secret")]
    pub(crate) access_token: Option<secrecy::SecretString>,
    #[cfg(feature = "client")]
    #[serde(deserialize_with = "lenient")]
    pub(crate) expires_in: Option<i64>,
    #[serde(deserialize_with = "filled")]
    pub(crate) error: Option<String>,
    #[serde(deserialize_with = "lenient")]
    description: Option<String>,
    #[serde(deserialize_with = "lenient")]
    error_description: Option<String>,
}

/// An error answer of `POST /oauth/token`.
///
/// A wrong region looks like wrong credentials: the vendor says `invalid_client` to both.
#[derive(Clone, PartialEq, Eq)]
pub struct OAuthError {
    meta: ResponseMeta,
    error: Option<String>,
    description: Option<String>,
}

impl OAuthError {
    pub(crate) fn new(meta: ResponseMeta, answer: OAuthAnswer) -> Self {
        Self {
            meta,
            error: answer.error,
            description: answer.error_description.or(answer.description),
        }
    }

    /// OAuth's code, such as `invalid_client`.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The vendor's text, such as `client not found`.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Whether the credentials are wrong, or belong to another region.
    #[must_use]
    pub fn is_invalid_client(&self) -> bool {
        self.error() == Some("invalid_client")
    }
}

impl VendorError for OAuthError {
    type SignIn = Self;

    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self {
        Self::new(meta, json(body).unwrap_or_default())
    }

    fn meta(&self) -> &ResponseMeta {
        &self.meta
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the sign-in answered with status {}",
            self.meta.status().as_u16()
        )?;
        match self.error().and_then(machine_code) {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthError")
            .field("meta", &self.meta)
            .field("error", &self.error().and_then(machine_code))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for OAuthError {}
