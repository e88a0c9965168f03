//! The handshake that subscribes a webhook
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint)).

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

/// Why a subscription is refused; answer 403.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubscriptionError {
    /// `hub.mode` is not `subscribe`.
    #[error("the request does not subscribe")]
    Mode,
    /// `hub.verify_token` is not the token.
    #[error("the verify token is wrong")]
    Token,
    /// `hub.challenge` is missing.
    #[error("the request has no challenge")]
    Challenge,
}

/// What to answer to the `GET` that subscribes: 200, and this text as the whole body.
///
/// `query` is the query of the request, with or without the `?`. The request is not signed; the token,
/// which was given to Meta together with the address, is what proves it. Answer as
/// `text/plain`: the text comes from outside.
///
/// # Errors
/// [`SubscriptionError`] if it is not Meta, or not a subscription. An empty token refuses
/// everything.
pub fn verify_subscription(query: &str, token: &SecretString) -> Result<String, SubscriptionError> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let value = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value)
    };
    if value("hub.mode").as_deref() != Some("subscribe") {
        return Err(SubscriptionError::Mode);
    }
    let given = value("hub.verify_token").ok_or(SubscriptionError::Token)?;
    if !same_secret(&given, token) {
        return Err(SubscriptionError::Token);
    }
    match value("hub.challenge") {
        Some(challenge) if !challenge.is_empty() => Ok(challenge.into_owned()),
        _ => Err(SubscriptionError::Challenge),
    }
}

/// Compares digests, so that the time tells nothing about the token.
fn same_secret(given: &str, token: &SecretString) -> bool {
    let token = token.expose_secret();
    let (one, other) = (Sha256::digest(given), Sha256::digest(token));
    let differing = one.iter().zip(other.iter());
    let differing = differing.fold(0, |bits, (one, other)| bits | (one ^ other));
    differing == 0 && !token.is_empty()
}
