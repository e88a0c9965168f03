//! What the routes share.

use std::{fmt, sync::Arc};

use ccaas_lookup::{CaseDirectory, PhoneReader, ScreenPopUrl};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use server_kit::{
    health::CachedCheck,
    idempotency::Answers,
    limits::RateLimiter,
    metrics::Metrics,
    origins::Origins,
    problem::Problem,
    router::Outer,
    sign_in::{accounts::desk::Desk, cross_site::PublicOrigin},
    work::Work,
};
use tokio::sync::Mutex;

use crate::{
    cases::Cases,
    keys::{KeyRing, token::Tokens},
    pop::Pops,
};

/// What the routes share; one behind an `Arc`.
pub struct AppState {
    /// The cases: read from memory, written to the database.
    pub cases: Cases,
    /// The same, as lookups ask it.
    pub directory: Arc<dyn CaseDirectory>,
    /// Reads phone numbers.
    pub reader: PhoneReader,
    /// Builds the addresses of cases' pages.
    pub urls: ScreenPopUrl,
    /// The API keys.
    pub keys: KeyRing,
    /// Gives bearer tokens, and knows them again.
    pub tokens: Tokens,
    /// Counts requests with a wrong key by their address.
    pub wrong_keys: RateLimiter,
    /// Whose pages may call the API.
    pub cors_origins: Origins,
    /// Whose pages may show a case in a frame.
    pub frame_ancestors: Origins,
    /// Answers to requests with an `Idempotency-Key`, by who made them.
    pub answers: Answers<(String, String), Problem>,
    /// Held by the one import that is under way.
    pub importing: Arc<Mutex<()>>,
    /// Who is calling whom, and how far imports are, for the pages that follow.
    pub pops: Pops,
    /// Changes that outlive whoever asked for them.
    pub work: Work,
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
    /// When the process started.
    pub started: DateTime<Utc>,
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState")
            .field("cases", &self.cases)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
