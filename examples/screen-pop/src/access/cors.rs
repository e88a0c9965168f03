//! Pages of other origins that call the API.

use chrono::{DateTime, Utc};
use http::HeaderValue;
use server_kit::origins::Origins;

use crate::keys::KeyRing;

/// What such a page may do.
pub(super) const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, OPTIONS");
/// What it may send.
pub(super) const HEADERS: HeaderValue =
    HeaderValue::from_static("x-api-key, authorization, content-type, prefer");

/// What a page may be told: the origin, if its pages may call the API.
pub(super) fn allowed(
    origin: Option<&str>,
    origins: &Origins,
    keys: &KeyRing,
    now: DateTime<Utc>,
) -> Option<HeaderValue> {
    let origin = origin?;
    let is_known = origins.contains(origin) || keys.knows_origin(origin, now);
    is_known.then(|| HeaderValue::from_str(origin).ok())?
}
