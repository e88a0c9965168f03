//! Asking what is known of a token.

use ccaas_http::Response;
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::TokenInfo;
use crate::{client::WhatsAppClient, error::Error};

impl WhatsAppClient {
    /// Access tokens.
    #[must_use]
    pub fn access_tokens(&self) -> AccessTokens<'_> {
        AccessTokens { client: self }
    }
}

/// The endpoint of access tokens.
#[derive(Clone, Copy, Debug)]
pub struct AccessTokens<'a> {
    client: &'a WhatsAppClient,
}

#[derive(Deserialize)]
struct Wrapped {
    data: TokenInfo,
}

impl AccessTokens<'_> {
    /// Asks what is known of `token`: `GET /debug_token`.
    ///
    /// The client's own token must be of the same app; it may be the same. A token that
    /// ended is told as not valid, unless it is the client's own: that is refused.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn debug(&self, token: &SecretString) -> Result<Response<TokenInfo>, Error> {
        let answer = self
            .client
            .call(Method::GET, "/{version}/debug_token")
            .query("input_token", token.expose_secret())
            .send::<Wrapped>()
            .await?;
        Ok(answer.map(|answer| answer.data))
    }
}
