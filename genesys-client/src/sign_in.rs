//! Signing in with client credentials.
//!
//! - `POST /oauth/token` on the login host
//!
//! [Docs](https://developer.genesys.cloud/authorization/platform-auth/use-client-credentials)

use base64::{Engine, engine::general_purpose::STANDARD};
use ccaas_http::{Clock, DecodeError, Error, HttpClient, Token};
use chrono::TimeDelta;
use http::{HeaderValue, Method, header};
use secrecy::{ExposeSecret, SecretString};

use crate::oauth::{OAuthAnswer, OAuthError};

/// The shortest life that the vendor lets an OAuth client give its tokens; taken when
/// an answer tells none.
const SHORTEST_LIFE: i64 = 300;
/// Longer than any life the vendor gives, and short enough for every calendar.
const LONGEST_LIFE: i64 = 366 * 24 * 3600;

/// The value of the `Authorization` header.
pub(crate) fn basic(client_id: &str, client_secret: &SecretString) -> HeaderValue {
    let credentials = STANDARD.encode(format!("{client_id}:{}", client_secret.expose_secret()));
    let mut value = HeaderValue::try_from(format!("Basic {credentials}"))
        .expect("base64 can stand in a header");
    value.set_sensitive(true);
    value
}

/// Asks for a token. Asking twice does no harm, so it is repeated after every transient
/// failure.
pub(crate) async fn obtain(
    login: HttpClient<OAuthError>,
    authorization: HeaderValue,
    clock: Clock,
) -> Result<Token, Error<OAuthError>> {
    let asked_at = clock.now();
    let answer = login
        .call(Method::POST, "/oauth/token")
        .header(header::AUTHORIZATION, authorization)
        .form(&[("grant_type", "client_credentials")])
        .idempotent(true)
        .send::<OAuthAnswer>()
        .await?;
    let meta = answer.meta().clone();
    let mut answer = answer.into_inner();
    let unusable = || {
        Error::Decode(DecodeError::Field {
            field: "access_token",
        })
    };

    let Some(token) = answer.access_token.take() else {
        // The status of a refusal is not documented, so 200 with an error is one, too.
        return Err(match answer.error {
            Some(_) => Error::Api(Box::new(OAuthError::new(meta, answer))),
            None => unusable(),
        });
    };
    let life = answer
        .expires_in
        .filter(|seconds| *seconds > 0)
        .unwrap_or(SHORTEST_LIFE);
    let expires_at = asked_at + TimeDelta::seconds(life.min(LONGEST_LIFE));
    Token::new(token, asked_at, expires_at).map_err(|_| unusable())
}
