//! Sending a webhook, as a vendor does.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::{
    client::{Timeouts, reqwest_client},
    error::BoxError,
};

/// What a receiver answered to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Posted {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

/// Sends `body` to `url` once, without redirects, and waits up to 10 s for the answer.
///
/// # Errors
/// If there is no whole answer.
pub async fn post(url: &Url, headers: HeaderMap, body: Bytes) -> Result<Posted, BoxError> {
    call(Method::POST, url, headers, body).await
}

/// Asks `url` once, without redirects, and waits up to 10 s for the answer.
///
/// # Errors
/// If there is no whole answer.
pub async fn get(url: &Url) -> Result<Posted, BoxError> {
    call(Method::GET, url, HeaderMap::new(), Bytes::new()).await
}

async fn call(
    method: Method,
    url: &Url,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Posted, BoxError> {
    let timeouts = Timeouts::default();
    let mut request = reqwest::Request::new(method, url.clone());
    *request.headers_mut() = headers;
    *request.timeout_mut() = Some(Duration::from_secs(10));
    *request.body_mut() = Some(body.into());
    let response = reqwest_client(&timeouts)?
        .execute(request)
        .await
        .map_err(reqwest::Error::without_url)?;
    let status = response.status();
    let body = response
        .bytes()
        .await
        .map_err(reqwest::Error::without_url)?;
    Ok(Posted { status, body })
}
