//! WebSockets at addresses that a vendor hands out.

use std::fmt;

use futures_util::{SinkExt, StreamExt};
use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::Upgraded;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::{client::generate_key, derive_accept_key},
        protocol::{Role, WebSocketConfig},
    },
};
use url::Url;

use super::{Call, HttpClient, attempt::from_reqwest, http_client::socket_client};
use crate::error::{BoxError, Error, InvalidRequest, VendorError};

/// An open WebSocket that carries texts.
///
/// Pings of the other side are answered while [`next`](Self::next) is waited for.
pub struct Socket {
    stream: WebSocketStream<Upgraded>,
}

impl<A: VendorError> HttpClient<A> {
    /// Opens a WebSocket at a `ws:` or `wss:` address that the vendor handed out.
    ///
    /// It is tried as often as the retry policy says, without a token. `template` is what
    /// spans show instead of the URL.
    ///
    /// # Errors
    /// As those of a call; `Interrupted` also if the answer opens no WebSocket.
    pub async fn open_socket(&self, url: &Url, template: &'static str) -> Result<Socket, Error<A>> {
        let key = generate_key();
        let wanted = derive_accept_key(key.as_bytes());
        let mut call = Call::new(self, Method::GET, template).at(over_http(url)?);
        call.headers.extend(handshake(&key));
        call.upgrades = Some(self.for_sockets()?);
        let (_, received) = call.run().await?;
        let no_socket = || Error::Interrupted("the answer opens no WebSocket".into());
        let response = received.response.ok_or_else(no_socket)?;
        let accepted = response.headers().get(header::SEC_WEBSOCKET_ACCEPT);
        if accepted.is_none_or(|accepted| accepted != wanted.as_str()) {
            return Err(no_socket());
        }
        let upgraded = response.upgrade().await.map_err(from_reqwest)?;
        let limit = Some(self.inner.max_response_bytes);
        let config = WebSocketConfig::default()
            .max_message_size(limit)
            .max_frame_size(limit);
        let stream = WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await;
        Ok(Socket { stream })
    }

    fn for_sockets(&self) -> Result<reqwest::Client, Error<A>> {
        if let Some(client) = self.inner.for_sockets.get() {
            return Ok(client.clone());
        }
        let made = socket_client(&self.inner.timeouts);
        let made = made.map_err(|error| Error::Connect(Box::new(error)))?;
        Ok(self.inner.for_sockets.get_or_init(|| made).clone())
    }
}

impl Socket {
    /// Waits for the next text; `None` once the other side closed the socket.
    ///
    /// # Errors
    /// If the connection broke, or something came that is no text.
    pub async fn next(&mut self) -> Option<Result<String, BoxError>> {
        loop {
            match self.stream.next().await? {
                Ok(Message::Text(text)) => return Some(Ok(text.as_str().to_owned())),
                Ok(Message::Binary(_)) => return Some(Err("bytes came instead of a text".into())),
                Ok(Message::Close(_)) => return None,
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
                Err(error) => return Some(Err(Box::new(error))),
            }
        }
    }

    /// Sends a text.
    ///
    /// # Errors
    /// If the connection broke.
    pub async fn send(&mut self, text: impl Into<String>) -> Result<(), BoxError> {
        let message = Message::text(text.into());
        self.stream.send(message).await.map_err(Into::into)
    }

    /// Says goodbye, without waiting for the other side's.
    pub async fn close(&mut self) {
        // A connection that is already gone is closed, too.
        let _ = self.stream.close(None).await;
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").finish_non_exhaustive()
    }
}

fn handshake(key: &str) -> HeaderMap {
    let key = HeaderValue::try_from(key).expect("a key is base64");
    HeaderMap::from_iter([
        (header::CONNECTION, HeaderValue::from_static("Upgrade")),
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (
            header::SEC_WEBSOCKET_VERSION,
            HeaderValue::from_static("13"),
        ),
        (header::SEC_WEBSOCKET_KEY, key),
    ])
}

/// The handshake is an HTTP call.
fn over_http(url: &Url) -> Result<Url, InvalidRequest> {
    let scheme = match url.scheme() {
        "ws" => "http",
        "wss" => "https",
        _ => return Err(InvalidRequest::new("URL", "is not a ws: or wss: address")),
    };
    let mut url = url.clone();
    url.set_scheme(scheme)
        .expect("one special scheme can replace another");
    Ok(url)
}
