//! Socket.IO: how it is set up, who may open it, and how events get into the lobby.

mod connect;
mod inbox;
mod origin;

use std::time::Duration;

use axum::{Router, middleware::from_fn_with_state};
use server_kit::sign_in::cross_site::PublicOrigin;
use socketioxide::{ParserConfig, SocketIo, layer::SocketIoLayer};
use tower::Layer;

use crate::{lobby::Lobby, staff::Directory};

/// The cookie that holds the token of whoever signed in on a page.
pub const COOKIE: &str = "video_reception";

/// How Socket.IO is set up. The default is what the documentation of the video reception says,
/// with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SocketConfig {
    /// How often a client is pinged.
    pub ping_interval: Duration,
    /// How long it may take to answer.
    pub ping_timeout: Duration,
    /// How long it may take to connect to the namespace.
    pub connect_timeout: Duration,
    /// How long it may take to acknowledge an event.
    pub ack_timeout: Duration,
    /// The largest message, in bytes, over either transport.
    pub max_payload: usize,
    /// How many events may wait for one client. One more, and it is given up.
    pub buffer: usize,
    /// How many binary attachments an event may have.
    pub attachments: usize,
}

impl Default for SocketConfig {
    fn default() -> Self {
        Self {
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(45),
            ack_timeout: Duration::from_secs(20),
            max_payload: 1_000_000,
            buffer: 256,
            attachments: 0,
        }
    }
}

/// Socket.IO with this set-up: the layer that answers below `/socket.io/`, and the handle to add
/// namespaces with.
#[must_use]
pub fn layer(config: SocketConfig) -> (SocketIoLayer, SocketIo) {
    let parser = ParserConfig::common()
        .max_incoming_binaries(config.attachments)
        .max_incoming_binary_buf_size(config.max_payload);
    SocketIo::builder()
        .ping_interval(config.ping_interval)
        .ping_timeout(config.ping_timeout)
        .connect_timeout(config.connect_timeout)
        .ack_timeout(config.ack_timeout)
        // By default it limits polling alone.
        .max_payload(config.max_payload as u64)
        .ws_max_message_size(config.max_payload)
        .ws_max_frame_size(config.max_payload)
        .max_buffer_size(config.buffer)
        .with_parser(parser)
        .build_layer()
}

/// The route `/socket.io/`, whose connections come into the lobby, and the handle to close them
/// with.
pub(crate) fn open(
    config: SocketConfig,
    lobby: Lobby,
    directory: Directory,
    origin: PublicOrigin,
) -> (Router, SocketIo) {
    let (layer, io) = layer(config);
    connect::into(&io, lobby, directory, origin.clone());
    let service = layer.layer(Router::new());
    let router = Router::new()
        .route_service("/socket.io", service.clone())
        .route_service("/socket.io/", service)
        .layer(from_fn_with_state(origin, origin::guard));
    (router, io)
}
