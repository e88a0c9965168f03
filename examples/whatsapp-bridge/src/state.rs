//! What the routes and the workers share.

use std::{path::PathBuf, sync::Arc};

use ccaas_http::Clock;
use chrono::{DateTime, Utc};
use durable_inbox::SqliteInbox;
use secrecy::SecretString;
use server_kit::{
    events::Events,
    health::CachedCheck,
    metrics::Metrics,
    router::Outer,
    seal::Sealer,
    sign_in::{accounts::desk::Desk, cross_site::PublicOrigin},
    work::Work,
};

use crate::{
    changeable::Changeable, links::Links, media::Fetcher, services::bodies::Bodies,
    settings::BridgeArguments, store::Store, work::gates::Gates,
};

/// What the routes and the workers share; one behind an `Arc`.
#[derive(Debug)]
pub struct AppState {
    /// The routes, with the clients of both sides.
    pub links: Links,
    /// Customers, tracking, context: `bridge.db`.
    pub store: Store,
    /// Deliveries and items that wait: `inbox.db`.
    pub inbox: Arc<SqliteInbox>,
    /// Whether both databases can be read and written: what `/readyz` asks.
    pub ready: CachedCheck,
    /// Whether Genesys Cloud gives every route a token.
    pub signed_in: CachedCheck,
    /// Seals what waits in the inbox.
    pub sealer: Arc<Sealer>,
    /// Settings that can be changed while the server runs.
    pub changeable: Changeable,
    /// Settings of the work that cannot.
    pub bridge: BridgeArguments,
    /// Opens the internal endpoints to others than this machine.
    pub service_token: Option<SecretString>,
    /// For the API of operators' scripts, and the metrics from elsewhere.
    pub admin_token: SecretString,
    /// Where people sign in to the dashboard.
    pub desk: Desk,
    /// The origin that people reach the dashboard by: other sites' writes are refused.
    pub public_origin: PublicOrigin,
    /// The address that people reach the gateway by.
    pub public_url: String,
    /// What stands around the routes.
    pub outer: Outer,
    /// What happens, for those who watch.
    pub events: Events,
    /// Whether a vendor of a route is called now.
    pub gates: Gates,
    /// Room for what anybody may send.
    pub bodies: Bodies,
    /// Fetches agents' files.
    pub fetcher: Fetcher,
    /// Where the databases are.
    pub data_dir: PathBuf,
    /// The metrics.
    pub metrics: Metrics,
    /// Calls that outlive whoever asked for them.
    pub work: Work,
    /// Where time comes from.
    pub clock: Clock,
    /// What moves the clock, if it can be moved.
    #[cfg(feature = "sandbox")]
    pub movable: Option<server_kit::sandbox::MovableClock>,
    /// When the process started.
    pub started: DateTime<Utc>,
    /// Whether everything is served on one port.
    pub single_port: bool,
    /// Whether fakes stand in for the vendors.
    pub sandbox: bool,
}
