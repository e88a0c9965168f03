//! What the routes share.

use std::fmt;

use axum::Router;
use secrecy::SecretString;
use server_kit::{
    health::CachedCheck, metrics::Metrics, router::Outer, sign_in::cross_site::PublicOrigin,
    work::Work,
};
use socketioxide::SocketIo;

use crate::{
    lobby::{Journal, Lobby},
    routes::settings::PublicSettings,
    staff::Directory,
};

/// What the routes share; one behind an `Arc`.
pub struct AppState {
    /// Where all connections are.
    pub lobby: Lobby,
    /// Writes the history.
    pub journal: Journal,
    /// Knows the staff.
    pub directory: Directory,
    /// What pages may know of the settings.
    pub settings: PublicSettings,
    /// The route of Socket.IO.
    pub sockets: Router,
    /// Closes all connections.
    pub io: SocketIo,
    /// Changes that outlive whoever asked for them.
    pub work: Work,
    /// The origin that people reach the server by, and those whose pages may call it.
    pub public_origin: PublicOrigin,
    /// Whether browsers come by https.
    pub is_https: bool,
    /// What stands around the routes.
    pub outer: Outer,
    /// Whether the server's own storage can be used.
    pub ready: CachedCheck,
    /// The metrics.
    pub metrics: Metrics,
    /// The token to read the metrics with from elsewhere.
    pub admin_token: SecretString,
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState").finish_non_exhaustive()
    }
}
