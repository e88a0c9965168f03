//! Signing webhooks, and the headers that an integration adds.

use ccaas_http::{BoxError, test_util::SignedWebhook};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::webhooks::Signature;

/// The webhook that carries `body`.
pub(super) fn sign(body: &Value, secret: &str) -> SignedWebhook {
    let body = body.to_string();
    let signature = Signature::sign(&secret.into(), body.as_bytes());
    SignedWebhook::new(body, signature)
}

/// The headers of an integration.
pub(super) fn headers(given: &Map<String, Value>) -> Result<HeaderMap, BoxError> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let value = value.as_str().unwrap_or_default();
        headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_signature_is_the_base64_of_the_hmac_over_the_body() {
        let signed = sign(&json!({ "id": "1" }), "a secret of some length");

        // printf '{"id":"1"}' | openssl dgst -sha256 -hmac 'a secret of some length' -binary | base64
        assert_eq!(
            signed.signature,
            "sha256=nBiqyq/eJ+/fsomx7URo+LOXmluxHcR9NygyQTjSzIA="
        );
        assert_eq!(signed.body, br#"{"id":"1"}"#.as_slice());
    }
}
