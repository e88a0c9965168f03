//! Sending a webhook, as a vendor does.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use url::Url;

use crate::{
    client::{Timeouts, reqwest_client},
    debug_allow_list,
    error::BoxError,
};

/// A webhook as its vendor would post it.
#[derive(Clone)]
#[non_exhaustive]
pub struct SignedWebhook {
    /// The raw body.
    pub body: Bytes,
    /// The value of the header `X-Hub-Signature-256`, in the vendor's form.
    pub signature: String,
}

// It holds what people write.
debug_allow_list!(SignedWebhook {});

impl SignedWebhook {
    /// A body and its signature.
    #[must_use]
    pub fn new(body: impl Into<Bytes>, signature: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            signature: signature.into(),
        }
    }

    /// Posts it once, as JSON, with these headers beside its own.
    ///
    /// # Errors
    /// If there is no whole answer.
    pub async fn post(&self, url: &Url, mut headers: HeaderMap) -> Result<Delivered, BoxError> {
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
        headers.insert("x-hub-signature-256", self.signature.parse()?);
        post(url, headers, self.body.clone()).await
    }
}

/// What a receiver answered to a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivered {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

/// Sends `body` to `url` once, without redirects, and waits up to 10 s for the answer.
///
/// # Errors
/// If there is no whole answer.
pub async fn post(url: &Url, headers: HeaderMap, body: Bytes) -> Result<Delivered, BoxError> {
    call(Method::POST, url, headers, body).await
}

/// Asks `url` once, without redirects, and waits up to 10 s for the answer.
///
/// # Errors
/// If there is no whole answer.
pub async fn get(url: &Url) -> Result<Delivered, BoxError> {
    call(Method::GET, url, HeaderMap::new(), Bytes::new()).await
}

async fn call(
    method: Method,
    url: &Url,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Delivered, BoxError> {
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
    Ok(Delivered { status, body })
}
