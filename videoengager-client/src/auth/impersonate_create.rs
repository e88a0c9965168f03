//! `POST /api/partners/impersonateCreate`

use ccaas_http::{Clock, HttpClient, InvalidRequest, Token};
use http::Method;
use secrecy::ExposeSecret;
use serde::Serialize;

use super::{ImpersonateCreate, answer::SignedIn};
use crate::error::{ApiError, Error};

#[derive(Serialize)]
struct Body<'a> {
    pak: &'a str,
    email: &'a str,
    division: &'a str,
}

/// Signs in as an agent who may be created by it, so it is not repeated blindly.
pub(super) async fn sign_in(
    http: &HttpClient<ApiError>,
    login: &ImpersonateCreate,
    clock: &Clock,
) -> Result<Token, Error> {
    let body = Body {
        pak: login.pak.expose_secret(),
        email: &login.email,
        division: &login.division,
    };
    let fields = [
        ("pak", body.pak),
        ("email", body.email),
        ("division", body.division),
    ];
    for (field, value) in fields {
        if value.is_empty() {
            return Err(InvalidRequest::new(field, "must not be empty").into());
        }
    }
    http.call(Method::POST, "/api/partners/impersonateCreate")
        .json(&body)
        .send::<SignedIn>()
        .await?
        .into_inner()
        .into_token(clock)
}
