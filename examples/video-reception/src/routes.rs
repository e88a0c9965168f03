//! The routes, and what stands around them.

mod auth;
mod calls;
mod health;
mod pages;
mod privacy;
pub(crate) mod settings;
mod staff;

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state};
use http::StatusCode;
use server_kit::{
    assets, docs, health as probes, metrics,
    problem::{ErrorBody, Problem},
    router,
    sign_in::cross_site,
    site::Site,
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    access::{require, share},
    staff::{ADMIN, STAFF},
    state::AppState,
};

/// What the common pages say.
pub(crate) const SITE: Site = Site {
    name: "Video reception",
    home: "Start",
    safe: "Calls that are under way go on.",
};
/// The largest body, in bytes.
const BODY_LIMIT: usize = 16 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Video reception",
        description = "Visitors choose somebody of the staff and talk with them by video. What is said in a call goes over Socket.IO, see the documentation; this is everything around it."
    ),
    components(schemas(ErrorBody)),
    modifiers(&Security)
)]
struct ApiDoc;

/// How programs say who they are.
struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT");
        let scheme = SecurityScheme::Http(bearer.build());
        components.add_security_scheme("bearer", scheme);
    }
}

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let who_may = |role| from_fn_with_state((Arc::clone(&state), role), require);
    let open = OpenApiRouter::default()
        .routes(routes!(auth::login))
        .routes(routes!(auth::logout))
        .routes(routes!(staff::available))
        .routes(routes!(health::health))
        .routes(routes!(settings::settings));
    let for_staff = OpenApiRouter::default()
        .routes(routes!(auth::me))
        .routes(routes!(calls::waiting))
        .routes(routes!(calls::my_calls))
        .layer(who_may(STAFF));
    let for_admins = OpenApiRouter::default()
        .routes(routes!(auth::register))
        .routes(routes!(calls::report))
        .routes(routes!(calls::analytics))
        .routes(routes!(staff::list))
        .routes(routes!(staff::change, staff::remove))
        .routes(routes!(staff::factor))
        .routes(routes!(privacy::export))
        .routes(routes!(privacy::erase))
        .layer(who_may(ADMIN));
    let (api, document) = OpenApiRouter::<Arc<AppState>>::with_openapi(ApiDoc::openapi())
        .merge(open)
        .merge(for_staff)
        .merge(for_admins)
        .split_for_parts();
    let api = api.layer(from_fn_with_state(
        state.public_origin.clone(),
        cross_site::refuse,
    ));
    let sharing = from_fn_with_state(Arc::clone(&state), share);
    let sockets = state.sockets.clone();
    let routes = api
        .merge(docs::router(document))
        .merge(pages::router(state.settings.is_sandbox()))
        .merge(assets::router::<pages::Assets, _>())
        .merge(probes::probes(state.ready.clone()))
        .merge(metrics::route(
            state.metrics.clone(),
            state.admin_token.clone(),
        ));
    let outer = state.outer.clone();
    router::wrap(routes.with_state(state).merge(sockets), outer).layer(sharing)
}

/// What was asked for cannot be read from the disk.
fn unreadable(error: &sqlx::Error) -> Problem {
    failed(error, "This cannot be read at the moment")
}

/// What was asked for cannot be written to the disk.
fn unwritable(error: &sqlx::Error) -> Problem {
    failed(
        error,
        "This cannot be saved at the moment; nothing was changed",
    )
}

fn failed(error: &sqlx::Error, text: &'static str) -> Problem {
    let causes = server_kit::causes::causes(error);
    tracing::error!(error = %causes, "the database failed");
    let wait = Some(std::time::Duration::from_secs(5));
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, text).with_retry_after(wait)
}
