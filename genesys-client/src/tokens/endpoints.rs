//! Sending what concerns the token.

use ccaas_http::Response;
use http::Method;

use super::TokenInfo;
use crate::{client::GenesysClient, error::Error};

/// The endpoints of the token. They need no permission.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a> {
    client: &'a GenesysClient,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads what the token is good for:
    /// `GET /api/v2/tokens/me?preserveIdleTTL=true`.
    ///
    /// It does not prolong the life of an idle token. It is the health check of a client
    /// without a user, for which `users/me` does not work.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn me(&self) -> Result<Response<TokenInfo>, Error> {
        self.client
            .http()
            .call(Method::GET, "/api/v2/tokens/me")
            .query("preserveIdleTTL", true)
            .send()
            .await
    }
}
