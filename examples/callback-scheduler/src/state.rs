//! What the routes share.

use std::{sync::Arc, time::Instant};

use secrecy::SecretString;
use server_kit::{health::CachedCheck, metrics::Metrics, router::Outer};

use crate::{request::Rules, saga::Saga, store::SqliteStore};

/// What the routes share; one behind an `Arc`.
#[derive(Debug)]
pub struct AppState {
    /// The flows.
    pub saga: Arc<Saga>,
    /// The bookings' database, to be closed in the end.
    pub store: SqliteStore,
    /// Whether the bookings can be read: what `/readyz` asks.
    pub ready: CachedCheck,
    /// What a request must keep to.
    pub rules: Rules,
    /// The token of the admin API.
    pub admin_token: SecretString,
    /// Shown as `environment` by the health check.
    pub environment: String,
    /// When the process started.
    pub started: Instant,
    /// What stands around the routes.
    pub outer: Outer,
    /// Whether VideoEngager works for us.
    pub video_engager: CachedCheck,
    /// Whether Genesys Cloud works for us.
    pub genesys: CachedCheck,
    /// What `/metrics` shows.
    pub metrics: Metrics,
    /// Whether fakes stand in for the vendors.
    pub sandbox: bool,
}
