//! What the routes share.

use ccaas_http::{Clock, Timeouts};
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use server_kit::{
    idempotency,
    locks::Locks,
    metrics::Metrics,
    router::Outer,
    sign_in::{
        cookie::Signer,
        cross_site::PublicOrigin,
        password::{PasswordHash, Passwords},
        session::{Scope, Sessions},
    },
    work::Work,
};
use videoengager_client::ScheduleId;

use crate::{
    env::Env,
    full_urls::FullUrls,
    meeting::Rules,
    problem::Problem,
    session::Proved,
    settings::Vendors,
    vendor::{Clients, Login},
};

/// The answers to requests by session, environment and idempotency key.
pub type Answers = idempotency::Answers<(Scope, Env, String), Problem>;

/// What the routes share; one behind an `Arc`.
#[derive(Debug)]
pub struct AppState {
    /// The environments, and who the server is to them.
    pub vendors: Vendors,
    /// Makes the client of each login.
    pub clients: Clients,
    /// What requests about meetings must keep to.
    pub rules: Rules,
    /// The operator's password; without one, the keys of the server are everybody's.
    pub operator: Option<PasswordHash>,
    /// Checks it.
    pub passwords: Passwords,
    /// Whether people may type in a Partner API Key where the server has none.
    pub allow_pak_entry: bool,
    /// Who is signed in.
    pub sessions: Sessions<Proved<Login>>,
    /// Signs the cookies of sessions.
    pub signer: Signer,
    /// The answers to requests with an idempotency key.
    pub answers: Answers,
    /// The agents' ways in that were told once.
    pub full_urls: FullUrls,
    /// One change of a meeting at a time.
    pub locks: Locks<(Env, ScheduleId)>,
    /// Calls that outlive whoever asked for them.
    pub work: Work,
    /// How long to wait for the vendor.
    pub timeouts: Timeouts,
    /// Where time comes from.
    pub clock: Clock,
    /// The address that people reach the server by.
    pub public_url: String,
    /// The origin that people reach the server by.
    pub public_origin: PublicOrigin,
    /// The token to read the metrics with from elsewhere.
    pub admin_token: SecretString,
    /// What stands around the routes.
    pub outer: Outer,
    /// What `/metrics` shows.
    pub metrics: Metrics,
    /// Whether a fake stands in for the vendor.
    pub sandbox: bool,
}

impl AppState {
    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The host that an environment leads to.
    pub fn host(&self, env: Env) -> String {
        self.vendors.of(env).environment.to_string()
    }
}
