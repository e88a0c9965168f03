//! From settings to the state that the routes share.

use std::sync::Arc;

use server_kit::{keys, limits, metrics, problem::Style, sign_in::cross_site::PublicOrigin};

use crate::{
    routes::{ROLES, SITE},
    settings::Arguments,
    state::AppState,
};

/// The cookie of a session.
const COOKIE: &str = "video_reception_session";

/// Opens the accounts, and puts the state together.
///
/// # Errors
/// A text for the operator that names the setting.
pub async fn state(arguments: &Arguments) -> anyhow::Result<Arc<AppState>> {
    let common = &arguments.common;
    let public_url = common.public_url()?;
    let desk = arguments.accounts.desk(common, COOKIE, ROLES).await?;
    let admin_token = match common.admin_token()? {
        Some(token) => token,
        None => keys::own(&common.data_dir, "ADMIN_TOKEN", 24)?,
    };
    let limits = common.limits(
        |_, path| limits::usual(path),
        "video_reception_rate_limited_total",
    );
    let problems = Style {
        site: Some(SITE),
        tells_status: true,
    };
    Ok(Arc::new(AppState {
        ready: desk.accounts().database().readiness(),
        desk,
        public_origin: PublicOrigin::of(&public_url),
        outer: common.outer(limits, problems),
        metrics: metrics::install()?,
        admin_token,
    }))
}
