//! From settings to the state that the routes share.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use ccaas_http::{Clock, Timeouts};
use chrono::TimeDelta;
use genesys_client::GenesysClient;
use secrecy::SecretString;
use server_kit::{
    health::CachedCheck,
    keys, metrics,
    problem::Style,
    router::Outer,
    seal::Sealer,
    settings::{CommonArguments, make_data_dir},
};
use videoengager_client::VideoEngagerClient;

use crate::{
    limits, measures,
    request::Rules,
    routes::pages,
    saga::{Saga, Terms},
    settings::{Arguments, TIME_LIMIT, Vendors},
    state::AppState,
    store::SqliteStore,
};

/// How many open bookings a number may have.
const MAX_OPEN_BOOKINGS: u32 = 2;

/// Everything that the server is made from, read and checked.
#[derive(Debug)]
pub struct Config {
    /// The vendors, and who we are to them.
    pub vendors: Vendors,
    /// What a request must keep to.
    pub rules: Rules,
    /// What a booking is like.
    pub terms: Terms,
    /// What every server has.
    pub common: CommonArguments,
    /// The token of the admin API.
    pub admin_token: Option<SecretString>,
    /// The keys that seal personal data.
    pub data_keys: Option<SecretString>,
    /// What stands around the routes.
    pub outer: Outer,
    /// How long to wait for a vendor.
    pub timeouts: Timeouts,
    /// How long a health check of a vendor counts.
    pub health_life: Duration,
    /// Where time comes from.
    pub clock: Clock,
    /// Whether fakes stand in for the vendors.
    pub sandbox: bool,
}

impl Config {
    /// Reads and checks all settings.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn new(arguments: &Arguments, vendors: Vendors) -> anyhow::Result<Self> {
        let common = &arguments.common;
        let data_keys = arguments.data_keys.keys()?;
        let sandbox = arguments.is_sandbox();
        common.allow_sandbox(sandbox)?;
        let terms = Terms {
            queue_id: vendors.queue_id.clone(),
            script_id: vendors.script_id.clone(),
            duration_minutes: arguments.meeting_minutes,
            public_url: common.public_url()?,
            keep_until_slot: arguments.keep_until_slot,
            max_open_bookings: MAX_OPEN_BOOKINGS,
            time_limit: TIME_LIMIT,
        };
        let limits = common.limits(limits::counts, "callback_scheduler_rate_limited_total");
        let problems = Style {
            site: Some(pages::SITE),
            tells_status: false,
        };
        let outer = Outer {
            private: &["/manage/"],
            ..common.outer(limits, problems)
        };
        Ok(Self {
            vendors,
            rules: arguments.rules()?,
            terms,
            common: common.clone(),
            admin_token: common.admin_token()?,
            data_keys,
            outer,
            timeouts: Timeouts::default(),
            clock: Clock::system(),
            sandbox,
            health_life: Duration::from_secs(30),
        })
    }

    /// Takes the keys that no setting gives from `DATA_DIR/keys`, and makes them once.
    ///
    /// # Errors
    /// If the folder cannot be written, or a key in it is damaged.
    pub fn fill_in_keys(&mut self) -> anyhow::Result<()> {
        let data_dir = &self.common.data_dir;
        keys::fill_in(&mut self.data_keys, data_dir, "DATA_KEYS", 32)?;
        keys::fill_in(&mut self.admin_token, data_dir, "ADMIN_TOKEN", 24)
    }

    /// The clients of both vendors.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn clients(&self) -> anyhow::Result<Clients> {
        let vendors = &self.vendors;
        let video_engager =
            VideoEngagerClient::builder(vendors.environment.clone(), vendors.partner.clone());
        let genesys = GenesysClient::builder(
            vendors.region.clone(),
            vendors.client_id.clone(),
            vendors.client_secret.clone(),
        );
        Ok(Clients {
            video_engager: video_engager
                .timeouts(self.timeouts)
                .clock(self.clock.clone())
                .build()
                .context("VideoEngager")?,
            genesys: genesys
                .timeouts(self.timeouts)
                .clock(self.clock.clone())
                .build()
                .context("Genesys Cloud")?,
        })
    }
}

/// The clients of both vendors, which share one token each.
#[derive(Clone, Debug)]
pub struct Clients {
    /// VideoEngager's.
    pub video_engager: VideoEngagerClient,
    /// Genesys Cloud's.
    pub genesys: GenesysClient,
}

/// Opens the store, and puts the state together.
///
/// # Errors
/// If the data folder cannot be written, or a key cannot be used.
pub async fn state(config: Config, clients: Clients) -> anyhow::Result<Arc<AppState>> {
    let data_dir = &config.common.data_dir;
    make_data_dir(data_dir)?;
    let store = SqliteStore::open(data_dir).await.with_context(|| {
        format!(
            "could not open the bookings in {} (DATA_DIR)",
            data_dir.display()
        )
    })?;
    let Clients {
        video_engager,
        genesys,
    } = clients;
    let data_keys = config.data_keys.context("DATA_KEYS is not set")?;
    let saga = Saga::new(
        Arc::new(store.clone()),
        Arc::new(video_engager.clone()),
        Arc::new(genesys.clone()),
        Sealer::new(&data_keys)?,
        config.clock.clone(),
        config.terms,
    );
    let clock = config.clock;
    let video_check = CachedCheck::new(move || {
        let (client, now) = (video_engager.clone(), clock.now());
        // The call that a booking is undone with, over a period without meetings of ours.
        async move {
            client
                .schedules()
                .list(now, now + TimeDelta::seconds(1))
                .await
                .is_ok()
        }
    });
    let genesys_check = CachedCheck::new(move || {
        let client = genesys.clone();
        async move { client.tokens().me().await.is_ok() }
    });
    let metrics = metrics::install()?;
    measures::announce();
    Ok(Arc::new(AppState {
        saga,
        ready: store.readiness(),
        store,
        rules: config.rules,
        admin_token: config.admin_token.context("ADMIN_TOKEN is not set")?,
        environment: config.common.node_env,
        started: Instant::now(),
        outer: config.outer,
        video_engager: video_check.with_ttl(config.health_life),
        genesys: genesys_check.with_ttl(config.health_life),
        metrics,
        sandbox: config.sandbox,
    }))
}
