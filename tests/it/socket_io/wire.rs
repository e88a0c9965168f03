//! Both transports, packet by packet.

use std::time::Duration;

use axum::body::Bytes;
use futures_util::{SinkExt, StreamExt};
use reqwest::StatusCode;
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::echo::Echo;

/// Much longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a request was answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) text: String,
}

/// A session over long polling.
pub(super) struct Polling {
    client: reqwest::Client,
    url: String,
    pub(super) sid: String,
    /// What the server said as it opened the session.
    pub(super) open: Value,
}

/// A request to the path of Socket.IO with this query.
pub(super) fn url(scheme: &str, echo: &Echo, query: &str) -> String {
    format!("{scheme}://{}/socket.io/?{query}", echo.addr)
}

/// A request without a session.
pub(super) async fn request(method: reqwest::Method, echo: &Echo, query: &str) -> Answer {
    let request = reqwest::Client::new().request(method, url("http", echo, query));
    answer(request).await
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = timeout(PATIENCE, request.send()).await.unwrap().unwrap();
    Answer {
        status: response.status(),
        text: response.text().await.unwrap(),
    }
}

impl Polling {
    pub(super) async fn open(echo: &Echo) -> Self {
        let url = url("http", echo, "EIO=4&transport=polling");
        let client = reqwest::Client::new();
        let opened = answer(client.get(&url)).await;
        let open = opened.text.strip_prefix('0').expect("an open packet");
        let open: Value = serde_json::from_str(open).unwrap();
        let sid = open["sid"].as_str().unwrap().to_owned();
        let url = format!("{url}&sid={sid}");
        Self {
            client,
            url,
            sid,
            open,
        }
    }

    /// What the server has to say, as soon as it has something.
    pub(super) async fn poll(&self) -> Answer {
        answer(self.client.get(&self.url)).await
    }

    /// Answers the ping that comes at once, so that the next poll finds nothing for a while.
    pub(super) async fn settle(&self) {
        assert_eq!(self.poll().await.text, "2");
        assert_eq!(self.send("3").await.status, StatusCode::OK);
    }

    /// Sends packets.
    pub(super) async fn send(&self, packets: impl Into<String>) -> Answer {
        answer(self.client.post(&self.url).body(packets.into())).await
    }

    /// The next packet that is no ping; pings are answered.
    pub(super) async fn next(&self) -> String {
        loop {
            let polled = self.poll().await;
            assert_eq!(polled.status, StatusCode::OK, "{}", polled.text);
            for packet in polled.text.split('\x1e') {
                match packet {
                    "2" => drop(self.send("3").await),
                    other => return other.to_owned(),
                }
            }
        }
    }
}

/// A session over a WebSocket.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// A WebSocket with this query, unless it is refused.
    pub(super) async fn raw(echo: &Echo, query: &str) -> Option<Self> {
        let (stream, _) = connect_async(url("ws", echo, query)).await.ok()?;
        Some(Self(stream))
    }

    /// A new session, and what the server said as it opened it.
    pub(super) async fn open(echo: &Echo) -> (Self, Value) {
        let opened = Self::raw(echo, "EIO=4&transport=websocket").await;
        let mut socket = opened.unwrap();
        let open = socket.packet().await;
        let open = open.strip_prefix('0').expect("an open packet");
        (socket, serde_json::from_str(open).unwrap())
    }

    /// A new session that is in the main namespace.
    pub(super) async fn connected(echo: &Echo) -> Self {
        let (mut socket, _) = Self::open(echo).await;
        socket.send("40").await;
        assert!(socket.next().await.starts_with(r#"40{"sid":""#));
        assert_eq!(socket.next().await, r#"42["auth",{}]"#);
        socket
    }

    pub(super) async fn send(&mut self, packet: &str) {
        self.0.send(Message::text(packet)).await.unwrap();
    }

    pub(super) async fn send_bytes(&mut self, bytes: &'static [u8]) {
        let bytes = Bytes::from_static(bytes);
        self.0.send(Message::Binary(bytes)).await.unwrap();
    }

    /// The next text, a ping too.
    pub(super) async fn packet(&mut self) -> String {
        let packet = self.next_or_end().await;
        packet.expect("the server does not close")
    }

    /// The next text, a ping too, unless the server closes.
    pub(super) async fn next_or_end(&mut self) -> Option<String> {
        match self.message().await? {
            Message::Text(text) => Some(text.as_str().to_owned()),
            other => panic!("no text came, but {other:?}"),
        }
    }

    /// The next text that is no ping; pings are answered.
    pub(super) async fn next(&mut self) -> String {
        loop {
            match self.packet().await.as_str() {
                "2" => self.send("3").await,
                packet => return packet.to_owned(),
            }
        }
    }

    /// The next attachment; pings are answered.
    pub(super) async fn next_bytes(&mut self) -> Bytes {
        loop {
            match self.message().await {
                Some(Message::Binary(bytes)) => return bytes,
                Some(Message::Text(text)) if text.as_str() == "2" => self.send("3").await,
                other => panic!("no bytes came, but {other:?}"),
            }
        }
    }

    /// Waits until the server closes; pings go unanswered.
    pub(super) async fn is_closed(&mut self) {
        while self.message().await.is_some() {}
    }

    async fn message(&mut self) -> Option<Message> {
        let next = timeout(PATIENCE, self.0.next()).await;
        match next.expect("something comes in time") {
            Some(Ok(Message::Close(_)) | Err(_)) | None => None,
            Some(Ok(message)) => Some(message),
        }
    }
}
