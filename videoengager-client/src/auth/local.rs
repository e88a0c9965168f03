//! `POST /auth/local`

use ccaas_http::{Clock, HttpClient, Token};
use http::Method;
use secrecy::ExposeSecret;
use serde::Serialize;

use super::{LocalLogin, answer::SignedIn};
use crate::error::{ApiError, Error};

#[derive(Serialize)]
struct Body<'a> {
    email: &'a str,
    password: &'a str,
}

/// Signs in with a password. Doing so twice does no harm, so it may be repeated.
pub(super) async fn sign_in(
    http: &HttpClient<ApiError>,
    login: &LocalLogin,
    clock: &Clock,
) -> Result<Token, Error> {
    let body = Body {
        email: &login.email,
        password: login.password.expose_secret(),
    };
    http.call(Method::POST, "/auth/local")
        .json(&body)
        .idempotent(true)
        .send::<SignedIn>()
        .await?
        .into_inner()
        .into_token(clock)
}
