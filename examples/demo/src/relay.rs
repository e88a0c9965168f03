//! Webhooks of the fakes, on their way to a bridge that speaks HTTPS.
//!
//! The certificate is for the name that a phone uses, and may be one that this machine does not
//! trust. The fakes post like the vendors, who would refuse it; so they post to a plain address
//! of this process, which hands everything on as it is.

use std::net::Ipv4Addr;

use anyhow::Context as _;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, Uri, header};
use tokio::net::TcpListener;
use url::Url;

/// What the vendors say of a webhook.
const SIGNATURE: &str = "x-hub-signature-256";
/// The bridge takes 3 MB.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

#[derive(Clone)]
struct Relay {
    bridge: String,
    http: reqwest::Client,
}

/// Starts to hand on, and gives the address to post to.
///
/// # Errors
/// If loopback has no free port.
pub(crate) async fn start(bridge: String, http: reqwest::Client) -> anyhow::Result<Url> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.context("loopback has no free port")?;
    let url = format!("http://{}", listener.local_addr()?);
    let routes = Router::new()
        .fallback(hand_on)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Relay { bridge, http });
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Url::parse(&url).context("an address forms a URL")
}

async fn hand_on(
    State(relay): State<Relay>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !uri.path().starts_with("/webhook/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let url = format!("{}{}", relay.bridge, uri.path());
    let mut request = relay.http.post(url).body(body);
    for name in [header::CONTENT_TYPE.as_str(), SIGNATURE] {
        if let Some(value) = headers.get(name) {
            request = request.header(name, value);
        }
    }
    match request.send().await {
        Ok(answer) => answer.status().into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::post;

    use super::*;

    #[tokio::test]
    async fn a_webhook_arrives_as_it_was_signed() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let bridge = format!("http://{}", listener.local_addr().unwrap());
        let take = async |headers: HeaderMap, body: Bytes| match headers.get(SIGNATURE) {
            Some(signature) if signature == "sha256=1" && body == "{}" => StatusCode::OK,
            _ => StatusCode::UNAUTHORIZED,
        };
        let routes = Router::new().route("/webhook/genesys", post(take));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let http = reqwest::Client::new();
        let relay = start(bridge, http.clone()).await.unwrap();
        let sent = async |path: &str| {
            let request = http.post(relay.join(path).unwrap()).body("{}");
            let answer = request.header(SIGNATURE, "sha256=1").send().await;
            answer.unwrap().status()
        };

        assert_eq!(sent("/webhook/genesys").await, StatusCode::OK);
        assert_eq!(sent("/api/auth").await, StatusCode::NOT_FOUND);
    }
}
