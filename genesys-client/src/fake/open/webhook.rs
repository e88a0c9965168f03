//! Signing webhooks, and posting them.

use bytes::Bytes;
use ccaas_http::{
    BoxError, debug_allow_list,
    test_util::{Posted, post},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};
use url::Url;

use crate::webhooks::Signature;

/// A webhook as the vendor would post it.
#[derive(Clone)]
#[non_exhaustive]
pub struct SignedWebhook {
    /// The raw body.
    pub body: Bytes,
    /// The value of the header `X-Hub-Signature-256`: `sha256=` and base64.
    pub signature: String,
}

debug_allow_list!(SignedWebhook {});

/// What the receiver of a webhook answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivered {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

impl From<Posted> for Delivered {
    fn from(posted: Posted) -> Self {
        Self {
            status: posted.status,
            body: posted.body,
        }
    }
}

impl SignedWebhook {
    pub(super) fn new(body: &Value, secret: &str) -> Self {
        let body = body.to_string();
        Self {
            signature: Signature::sign(&secret.into(), body.as_bytes()),
            body: body.into(),
        }
    }

    /// Posts it once, with the headers of the integration.
    pub(super) async fn post(
        &self,
        url: &Url,
        more: &Map<String, Value>,
    ) -> Result<Posted, BoxError> {
        let mut headers = HeaderMap::new();
        for (name, value) in more {
            let value = value.as_str().unwrap_or_default();
            headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
        headers.insert("x-hub-signature-256", self.signature.parse()?);
        post(url, headers, self.body.clone()).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_signature_is_the_base64_of_the_hmac_over_the_body() {
        let signed = SignedWebhook::new(&json!({ "id": "1" }), "a secret of some length");

        // printf '{"id":"1"}' | openssl dgst -sha256 -hmac 'a secret of some length' -binary | base64
        assert_eq!(
            signed.signature,
            "sha256=nBiqyq/eJ+/fsomx7URo+LOXmluxHcR9NygyQTjSzIA="
        );
        assert_eq!(signed.body, br#"{"id":"1"}"#.as_slice());
    }
}
