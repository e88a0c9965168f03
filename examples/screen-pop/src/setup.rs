//! From settings to the state that the routes share.

use std::sync::Arc;

use anyhow::Context;
use ccaas_lookup::CaseDirectory;
use chrono::Utc;
use server_kit::{
    keys,
    limits::RateLimiter,
    metrics::{self, counter, counter_by},
    problem::Style,
    settings::make_data_dir,
    sign_in::cross_site::PublicOrigin,
    work::Work,
};

use crate::{
    access::OVER_LIMIT,
    cases::Cases,
    keys::{KeyRing, ring::Limits, token::Tokens},
    limits,
    pop::{Pops, listen::POPS},
    routes::{ROLES, SITE, lookup::LOOKUPS},
    seed,
    settings::Arguments,
    state::AppState,
    store::Store,
    watch,
};

/// The cookie of a session.
const COOKIE: &str = "screen_pop_session";
/// How many requests with a wrong key an address may make.
const WRONG_KEYS: &str = "100/15m";

/// Opens the databases, and puts the state together.
///
/// # Errors
/// A text for the operator that names the setting.
pub async fn state(arguments: &Arguments) -> anyhow::Result<Arc<AppState>> {
    let (common, own) = (&arguments.common, &arguments.screen_pop);
    let public_url = common.public_url()?;
    let (reader, urls) = (own.reader()?, own.urls(&public_url)?);
    let store = open(arguments).await?;
    store
        .cut_imports()
        .await
        .context("screen-pop.db cannot be written")?;
    let cases = Cases::open(store.clone(), reader.clone()).await;
    let cases = cases.context("the cases could not be read")?;
    if arguments.seed {
        seed::plant(&cases).await?;
    }
    let limits = Limits {
        server: own.rate_limit_lookup,
        browser: own.rate_limit_browser,
    };
    let ring = KeyRing::open(store.clone(), limits).await;
    let ring = ring.context("the API keys could not be read")?;
    let desk = arguments.accounts.desk(common, COOKIE, ROLES).await?;
    let desk = match own.frame_ancestors.iter().next() {
        Some(_) => desk.in_frames(),
        None => desk,
    };
    let sealer = arguments.accounts.data_keys.sealer(&common.data_dir)?;
    let admin_token = match common.admin_token()? {
        Some(token) => token,
        None => keys::own(&common.data_dir, "ADMIN_TOKEN", 24)?,
    };
    let metrics = metrics::install()?;
    announce();
    let problems = Style {
        site: Some(SITE),
        tells_status: true,
    };
    let of_addresses = common.limits(limits::counts, "screen_pop_rate_limited_total");
    let directory: Arc<dyn CaseDirectory> = Arc::new(cases.clone());
    Ok(Arc::new(AppState {
        ready: watch::readiness(&store, desk.accounts().database()),
        cases,
        directory,
        reader,
        urls,
        keys: ring,
        tokens: Tokens::new(Arc::new(sealer)),
        wrong_keys: RateLimiter::new(WRONG_KEYS.parse()?),
        cors_origins: own.cors_origins.clone(),
        frame_ancestors: own.frame_ancestors.clone(),
        answers: Default::default(),
        importing: Arc::default(),
        pops: Pops::default(),
        work: Work::default(),
        desk,
        public_origin: PublicOrigin::of(&public_url),
        outer: common.outer(of_addresses, problems),
        metrics,
        admin_token,
        started: Utc::now(),
    }))
}

/// Opens the database alone, for a subcommand.
///
/// # Errors
/// A text for the operator.
pub async fn open(arguments: &Arguments) -> anyhow::Result<Store> {
    let data_dir = &arguments.common.data_dir;
    make_data_dir(data_dir)?;
    Store::open(data_dir).await.with_context(|| {
        let folder = data_dir.display();
        format!("could not open screen-pop.db in {folder} (DATA_DIR)")
    })
}

fn announce() {
    counter(
        "screen_pop_rate_limited_total",
        "Requests refused by the limit of their address",
    );
    counter(OVER_LIMIT, "Lookups refused by the limit of their key");
    let outcomes = &["hit", "miss", "refused"];
    counter_by(LOOKUPS, "Lookups, by how they ended", "outcome", outcomes);
    let outcomes = &["hit", "miss", "failed"];
    counter_by(
        POPS,
        "Calls that popped up, by what was found",
        "outcome",
        outcomes,
    );
    watch::announce();
}
