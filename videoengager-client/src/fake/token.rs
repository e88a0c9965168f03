//! Tokens that look like the vendor's.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::FakeVideoEngager;

/// The agent's account id, as tokens name it.
const ACCOUNT_ID: &str = "000000000000000000000001";

/// The shape of an HS256 JWT. Its signature is made of `number`: this is not a lock.
pub(super) fn issue(number: u64, iat: DateTime<Utc>, exp: DateTime<Utc>) -> String {
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let claims = json!({
        "_id": ACCOUNT_ID,
        "acl": null,
        "pak": FakeVideoEngager::PAK,
        "iat": iat.timestamp(),
        "exp": exp.timestamp(),
    });
    let mut signature = [0_u8; 32];
    signature[..8].copy_from_slice(&number.to_be_bytes());
    let encode = |part: &[u8]| URL_SAFE_NO_PAD.encode(part);
    format!(
        "{}.{}.{}",
        encode(header.to_string().as_bytes()),
        encode(claims.to_string().as_bytes()),
        encode(&signature)
    )
}
