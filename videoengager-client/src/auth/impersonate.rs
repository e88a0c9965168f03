//! `GET /api/partners/impersonate/{pak}/{externalId}/{email}`

use ccaas_http::{Clock, HttpClient, Token};
use http::Method;
use secrecy::ExposeSecret;

use super::{Partner, answer::SignedIn};
use crate::error::{ApiError, Error};

/// Signs in as the agent with this e-mail address, or with this id.
pub(super) async fn impersonate(
    http: &HttpClient<ApiError>,
    partner: &Partner,
    email: &str,
    clock: &Clock,
) -> Result<Token, Error> {
    http.call(
        Method::GET,
        "/api/partners/impersonate/{pak}/{externalId}/{email}",
    )
    .path("pak", partner.pak.expose_secret())
    .path("externalId", &partner.external_id)
    .path("email", email)
    .send::<SignedIn>()
    .await?
    .into_inner()
    .into_token(clock)
}
