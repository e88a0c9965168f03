//! What the routes share.

use secrecy::SecretString;
use server_kit::{
    health::CachedCheck,
    metrics::Metrics,
    router::Outer,
    sign_in::{accounts::desk::Desk, cross_site::PublicOrigin},
};

/// What the routes share; one behind an `Arc`.
#[derive(Debug)]
pub struct AppState {
    /// Where people sign in.
    pub desk: Desk,
    /// The origin that people reach the server by: other sites' writes are refused.
    pub public_origin: PublicOrigin,
    /// What stands around the routes.
    pub outer: Outer,
    /// Whether the server's own storage can be used.
    pub ready: CachedCheck,
    /// The metrics.
    pub metrics: Metrics,
    /// The token to read the metrics with from elsewhere.
    pub admin_token: SecretString,
}
