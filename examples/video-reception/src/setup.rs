//! From settings to the state that the routes share.

use std::sync::Arc;

use anyhow::Context;
use chrono::{TimeDelta, Utc};
use secrecy::ExposeSecret;
use server_kit::{
    health::CachedCheck,
    keys, metrics,
    problem::Style,
    settings::make_data_dir,
    sign_in::{
        accounts::{Accounts, NewAccount},
        cross_site::PublicOrigin,
        password::PasswordHash,
    },
    work::Work,
};
use signaling_core::Reception;

use crate::{
    limits,
    lobby::{self, Journal, Lobby, Parts},
    routes::{SITE, settings::PublicSettings},
    seed,
    settings::Arguments,
    sockets::{self, SocketConfig},
    staff::{ADMIN, Directory, ROLES},
    state::AppState,
    store::Store,
    token::Tokens,
};

/// Opens the databases, and puts the state together.
///
/// # Errors
/// A text for the operator that names the setting.
pub async fn state(arguments: &Arguments) -> anyhow::Result<Arc<AppState>> {
    let (common, own) = (&arguments.common, &arguments.reception);
    common.allow_sandbox(arguments.sandbox)?;
    arguments.warn();
    let public_url = common.public_url()?;
    let (ice, fallback_url) = (arguments.ice.ice()?, own.fallback_url()?);
    let secret = arguments.first.secret(arguments.sandbox)?;
    let (accounts, store) = open(arguments).await?;
    let tokens = Arc::new(Tokens::new(&secret));
    let directory = Directory::new(accounts, store.clone(), tokens)?;
    make_first(arguments, &directory).await?;
    if arguments.sandbox {
        seed::plant(&directory).await?;
    }
    let admin_token = match common.admin_token()? {
        Some(token) => token,
        None => keys::own(&common.data_dir, "ADMIN_TOKEN", 24)?,
    };
    let metrics = metrics::install()?;
    lobby::announce();

    let settings = PublicSettings::new(own, &ice, fallback_url, arguments.sandbox);
    let journal = Journal::start(store.clone());
    let parts = Parts {
        reception: reception(arguments, &store).await?,
        ice,
        directory: directory.clone(),
        journal: journal.clone(),
    };
    let lobby = Lobby::open(parts);
    let members = directory
        .all()
        .await
        .context("the accounts cannot be read")?;
    lobby.staff_is(members).await;
    lobby.restarted().await;
    let public_origin = PublicOrigin::of(&public_url).and(own.cors_origins.clone());
    let (sockets, io) = sockets::open(
        SocketConfig::default(),
        lobby.clone(),
        directory.clone(),
        public_origin.clone(),
    );
    let limits = common.limits(limits::counts, "video_reception_rate_limited_total");
    let problems = Style {
        site: Some(SITE),
        tells_status: true,
    };
    Ok(Arc::new(AppState {
        ready: readiness(&directory),
        lobby,
        journal,
        directory,
        settings,
        sockets,
        io,
        work: Work::default(),
        public_origin,
        is_https: public_url.starts_with("https:"),
        outer: common.outer(limits, problems),
        metrics,
        admin_token,
    }))
}

/// Opens the databases alone, for a subcommand.
///
/// # Errors
/// A text for the operator.
pub async fn open(arguments: &Arguments) -> anyhow::Result<(Accounts, Store)> {
    let data_dir = &arguments.common.data_dir;
    make_data_dir(data_dir)?;
    let sealer = || arguments.data_keys.sealer(data_dir);
    let accounts = Accounts::open(data_dir, sealer()?, ROLES).await?;
    let store = Store::open(data_dir, sealer()?).await.with_context(|| {
        let folder = data_dir.display();
        format!("could not open video-reception.db in {folder} (DATA_DIR)")
    })?;
    Ok((accounts, store))
}

async fn make_first(arguments: &Arguments, directory: &Directory) -> anyhow::Result<()> {
    if let Some(first) = arguments.first.first()? {
        let email = first.email.expose_secret();
        let known = directory.accounts().by_email(email).await?;
        if known.is_none() {
            let password = first.password.clone();
            let hashing = tokio::task::spawn_blocking(move || PasswordHash::of(&password));
            let new = NewAccount {
                email: email.to_owned(),
                role: ADMIN.to_owned(),
                password: hashing.await??,
                genesys_user_id: None,
            };
            let made = directory.add(&new, None, Utc::now()).await;
            made.context("DEMO_STAFF_EMAIL")?;
            tracing::info!("made the account of DEMO_STAFF_EMAIL");
        }
    }
    if directory.all().await?.is_empty() && !arguments.sandbox {
        tracing::warn!(
            "nobody can sign in: set DEMO_STAFF_EMAIL and DEMO_STAFF_PASSWORD, or call `users add`"
        );
    }
    Ok(())
}

/// The reception as the last run left it, if it did not end long ago; else an empty one.
async fn reception(arguments: &Arguments, store: &Store) -> anyhow::Result<Reception> {
    let config = arguments.reception.config();
    let now = Utc::now().timestamp_millis();
    let history = TimeDelta::days(arguments.reception.history_days.into()).num_milliseconds();
    let purged = store.purge(now - history, now).await;
    purged.context("video-reception.db cannot be written")?;
    let kept = store.kept_reception().await;
    let kept = kept.context("video-reception.db cannot be read")?;
    let Some(kept) = kept else {
        return Ok(Reception::new(config));
    };
    Ok(
        Reception::restore(config.clone(), kept).unwrap_or_else(|error| {
            tracing::warn!(%error, "the calls of the last run are over");
            Reception::new(config)
        }),
    )
}

fn readiness(directory: &Directory) -> CachedCheck {
    let (accounts, store) = (directory.accounts().clone(), directory.store().clone());
    let check = CachedCheck::new(move || {
        let (accounts, store) = (accounts.clone(), store.clone());
        async move { store.database().is_ready().await && accounts.database().is_ready().await }
    });
    check.with_ttl(std::time::Duration::from_secs(1))
}
