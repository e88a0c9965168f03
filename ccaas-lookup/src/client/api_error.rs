//! What a lookup API answers when it refuses, and why a request failed.

use std::fmt;

use ccaas_http::{ResponseMeta, VendorError, read::json};
use serde::Deserialize;

use super::wire::Wire;
use crate::Miss;

/// Why a request to a lookup API failed.
pub type Error = ccaas_http::Error<ApiError>;

/// An error answer of a lookup API.
///
/// `Display` and `Debug` show the status only: the texts may quote the number.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    meta: ResponseMeta,
    body: Body,
    miss: Option<Miss>,
}

#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(deserialize_with = "ccaas_http::read::lenient")]
    error: Option<String>,
    #[serde(deserialize_with = "ccaas_http::read::lenient")]
    message: Option<String>,
}

impl ApiError {
    /// The service's word for it, such as `Unauthorized`.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.body.error.as_deref()
    }

    /// The service's text. It may quote the number, so keep it out of logs.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.body.message.as_deref()
    }

    /// The documented answer that there is no case: it comes with the status 404.
    pub(super) fn miss(&self) -> Option<&Miss> {
        self.miss.as_ref()
    }
}

impl VendorError for ApiError {
    type SignIn = Self;

    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self {
        let is_404 = meta.status().as_u16() == 404;
        let wire = is_404.then(|| json::<Wire>(body));
        let miss = wire.and_then(|wire| wire.ok()?.into_miss());
        Self {
            meta,
            body: json(body).unwrap_or_default(),
            miss,
        }
    }

    fn meta(&self) -> &ResponseMeta {
        &self.meta
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.meta.status().as_u16();
        write!(f, "the lookup API answered with status {status}")
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}
