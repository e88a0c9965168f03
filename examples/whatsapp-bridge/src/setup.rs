//! From settings to the state that everything shares.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use ccaas_http::{Clock, Timeouts};
use durable_inbox::SqliteInbox;
#[cfg(feature = "sandbox")]
use server_kit::sandbox::MovableClock;
use server_kit::{
    events::Events, health::CachedCheck, keys, logs::LogLevel, metrics, problem::Style,
    settings::make_data_dir, sign_in::cross_site::PublicOrigin, work::Work,
};

use crate::{
    changeable::Changeable,
    dashboard::{ROLES, SITE},
    health, limits,
    links::Links,
    measures,
    media::Fetcher,
    routes_file::Route,
    services::bodies::Bodies,
    settings::Arguments,
    state::AppState,
    store::Store,
    work::gates::Gates,
};

/// The cookie of a session.
const COOKIE: &str = "whatsapp_bridge_session";

/// What is kept for whoever watched the dashboard and was away for a moment.
const MOST_EVENTS: usize = 512;
const MOST_EVENT_BYTES: usize = 1024 * 1024;

/// What is not a setting, and other in tests.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Where time comes from.
    pub clock: Clock,
    /// How long to wait for the vendors.
    pub timeouts: Timeouts,
    /// The level of the logs, if they run.
    pub logs: Option<LogLevel>,
    /// What moves the clock, if it can be moved.
    #[cfg(feature = "sandbox")]
    pub movable: Option<MovableClock>,
}

impl World {
    /// The real world, but for a clock that may be ahead.
    ///
    /// # Errors
    /// A text for the operator, if production is to have such a clock.
    pub fn new(arguments: &Arguments) -> anyhow::Result<Self> {
        #[cfg(feature = "sandbox")]
        if let Some(seconds) = arguments.sandbox_clock {
            arguments.common.allow_moved_clock()?;
            let movable = MovableClock::ahead_by(seconds);
            let read = movable.clone();
            return Ok(Self {
                clock: Clock::new(move || read.now(), tokio::time::sleep),
                movable: Some(movable),
                ..Self::default()
            });
        }
        #[cfg(not(feature = "sandbox"))]
        let _ = arguments;
        Ok(Self::default())
    }
}

/// Opens the databases, and puts the state together.
///
/// # Errors
/// A text for the operator that names the setting.
pub async fn state(
    arguments: &Arguments,
    routes: Vec<Route>,
    world: World,
) -> anyhow::Result<Arc<AppState>> {
    let common = &arguments.common;
    let data_dir = &common.data_dir;
    make_data_dir(data_dir)?;
    let links = Links::new(routes, world.timeouts, &world.clock)?;
    let sealer = Arc::new(arguments.accounts.data_keys.sealer(data_dir)?);
    let store = Store::open(data_dir, Arc::clone(&sealer), arguments.index()?).await;
    let store = store.with_context(|| {
        let folder = data_dir.display();
        format!("could not open bridge.db in {folder} (DATA_DIR)")
    })?;
    let inbox = SqliteInbox::open(&data_dir.join("inbox.db")).await;
    let inbox = Arc::new(inbox.with_context(|| {
        let folder = data_dir.display();
        format!("could not open inbox.db in {folder} (DATA_DIR)")
    })?);
    let desk = arguments.accounts.desk(common, COOKIE, ROLES).await?;
    let admin_token = match common.admin_token()? {
        Some(token) => token,
        None => keys::own(data_dir, "ADMIN_TOKEN", 24)?,
    };
    let problems = Style {
        site: Some(SITE),
        tells_status: true,
    };
    let limits = common
        .limits(limits::counts, "whatsapp_bridge_rate_limited_total")
        .limit(limits::SERVICES, common.rate_limit_api);
    let public_url = common.public_url()?;
    let metrics = metrics::install()?;
    measures::announce();
    let events = Events::new(MOST_EVENTS, MOST_EVENT_BYTES);
    let names = links.iter().map(|link| &link.route.name);
    let fetcher = Fetcher::new(&world.timeouts).context("could not set up TLS")?;
    let gates = Gates::new(names, &world.clock, &events);
    Ok(Arc::new(AppState {
        events,
        gates,
        bodies: Bodies::default(),
        fetcher,
        data_dir: data_dir.clone(),
        changeable: Changeable::open(arguments, store.clone(), world.logs).await?,
        ready: readiness(&store, &inbox),
        signed_in: health::signing_in(&links),
        links,
        store,
        inbox,
        sealer,
        bridge: arguments.bridge.clone(),
        service_token: arguments.service_token()?,
        admin_token,
        desk,
        public_origin: PublicOrigin::of(&public_url),
        public_url,
        outer: common.outer(limits, problems),
        metrics,
        work: Work::default(),
        started: world.clock.now(),
        clock: world.clock,
        #[cfg(feature = "sandbox")]
        movable: world.movable,
        single_port: arguments.ports.single_port,
        sandbox: arguments.is_sandbox(),
    }))
}

/// How long the answer of the readiness check counts.
const READINESS: Duration = Duration::from_secs(1);

fn readiness(store: &Store, inbox: &Arc<SqliteInbox>) -> CachedCheck {
    let (database, inbox) = (store.database().clone(), Arc::clone(inbox));
    let check = CachedCheck::new(move || {
        let (database, inbox) = (database.clone(), Arc::clone(&inbox));
        async move { database.is_ready().await && inbox.is_ready().await }
    });
    check.with_ttl(READINESS)
}
