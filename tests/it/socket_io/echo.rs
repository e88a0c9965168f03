//! A server with the video reception's set-up of Socket.IO, quick to lose patience, and an echo.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, body::Bytes};
use serde_json::{Value, json};
use socketioxide::{
    SocketIo,
    extract::{AckSender, Data, SocketRef, TryData},
};
use tokio::{net::TcpListener, task::AbortHandle};
use video_reception::sockets::{SocketConfig, layer};

/// How often it pings.
pub(super) const PING_INTERVAL: Duration = Duration::from_millis(300);
/// How long it waits for the answer.
pub(super) const PING_TIMEOUT: Duration = Duration::from_millis(200);
/// How long it waits for a namespace to be asked for.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_millis(1000);
/// The largest message.
pub(super) const MAX_PAYLOAD: usize = 1_000_000;

/// It serves until this is dropped.
pub(super) struct Echo {
    pub(super) addr: SocketAddr,
    serving: AbortHandle,
}

impl Drop for Echo {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Echo {
    pub(super) async fn start() -> Self {
        let (layer, io) = layer(SocketConfig {
            ping_interval: PING_INTERVAL,
            ping_timeout: PING_TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            max_payload: MAX_PAYLOAD,
            attachments: 10,
            ..SocketConfig::default()
        });
        namespaces(&io);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let app = Router::new().layer(layer);
        let serving = tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            addr,
            serving: serving.abort_handle(),
        }
    }
}

/// `/` says what came with the connection and echoes; `/custom` only says it.
fn namespaces(io: &SocketIo) {
    io.ns(
        "/",
        async |socket: SocketRef, TryData(auth): TryData<Value>| {
            told(&socket, auth.ok());
            socket.on(
                "message",
                async |socket: SocketRef, Data(said): Data<Value>| {
                    socket.emit("message-back", &said).unwrap();
                },
            );
            socket.on(
                "three",
                async |socket: SocketRef, Data(said): Data<(Value, Value, Value)>| {
                    socket.emit("three-back", &said).unwrap();
                },
            );
            socket.on(
                "bytes",
                async |socket: SocketRef, Data(said): Data<Bytes>| {
                    socket.emit("bytes-back", &said).unwrap();
                },
            );
            socket.on(
                "message-with-ack",
                async |Data(said): Data<Value>, ack: AckSender| {
                    ack.send(&said).unwrap();
                },
            );
            socket.on(
                "bytes-with-ack",
                async |Data(said): Data<Bytes>, ack: AckSender| {
                    ack.send(&said).unwrap();
                },
            );
        },
    );
    io.ns(
        "/custom",
        async |socket: SocketRef, TryData(auth): TryData<Value>| {
            told(&socket, auth.ok());
        },
    );
}

fn told(socket: &SocketRef, auth: Option<Value>) {
    let auth = auth.filter(|auth| !auth.is_null());
    socket
        .emit("auth", &auth.unwrap_or_else(|| json!({})))
        .unwrap();
}
