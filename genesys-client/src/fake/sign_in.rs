//! `POST /oauth/token`.

use base64::{Engine, engine::general_purpose::STANDARD};
use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{FakeGenesys, Organisation, answers::oauth_error};

impl Organisation {
    pub(super) fn sign_in(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Answer {
        if request.method != http::Method::POST {
            return oauth_error(405, "invalid_request", "method not allowed");
        }
        match request.form("grant_type").as_deref() {
            Some("client_credentials") => {}
            Some(_) => return oauth_error(400, "unsupported_grant_type", "grant type not known"),
            None => return oauth_error(400, "invalid_request", "grant_type is required"),
        }
        let Some((id, secret)) = credentials(request) else {
            return oauth_error(401, "invalid_client", "client not found");
        };
        if id != FakeGenesys::CLIENT_ID {
            return oauth_error(401, "invalid_client", "client not found");
        }
        if self.sign_in_refused || secret != FakeGenesys::CLIENT_SECRET {
            return oauth_error(401, "invalid_client", "authentication failed");
        }
        let life = TimeDelta::from_std(self.token_life).unwrap_or(TimeDelta::days(1));
        self.tokens.retain(|_, expires_at| now < *expires_at);
        let token = format!("fake-genesys-token-{}", self.next_id(now));
        self.tokens.insert(token.clone(), now + life);
        self.tokens_issued += 1;
        let body = json!({
            "access_token": token,
            "token_type": "bearer",
            "expires_in": life.num_seconds(),
        });
        Answer::json(200, &body)
    }
}

/// From the `Authorization` header, else from the form.
fn credentials(request: &FakeRequest) -> Option<(String, String)> {
    let Some(authorization) = request.header("authorization") else {
        return Some((request.form("client_id")?, request.form("client_secret")?));
    };
    let (scheme, encoded) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
