//! The routes, and what stands around them.

mod cases;
mod documented;
mod events;
mod imports;
mod keys;
pub(crate) mod lookup;
pub(crate) mod pages;
mod privacy;
mod simulate;
mod status;
mod token;

use std::sync::Arc;

use axum::{
    Router, extract::DefaultBodyLimit, http::StatusCode, middleware::from_fn_with_state,
    routing::options,
};
use server_kit::{
    docs, health, metrics,
    problem::ErrorBody,
    router,
    sign_in::{
        accounts::{desk::require, routes as sign_in},
        cross_site,
    },
    site::Site,
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as Document,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    access::{Access, guard, staff_or_key},
    keys::Scope,
    state::AppState,
};

/// What the roles may, from the least to the most.
pub const ROLES: &[&str] = &[AGENT, ADMIN];

/// Sees who is calling, and writes cases.
pub(crate) const AGENT: &str = "agent";
/// Looks after keys, imports and erases.
pub(crate) const ADMIN: &str = "admin";

/// What the common pages say.
pub(crate) const SITE: Site = Site {
    name: "Screen pop",
    home: "Start",
    safe: "Nothing is lost.",
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Screen pop",
        description = "Who is calling: looks a number up among cases, and says which page shows the newest one."
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
        let key = ApiKey::Header(ApiKeyValue::new("x-api-key"));
        components.add_security_scheme("api_key", SecurityScheme::ApiKey(key));
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    }
}

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let access = |role, scope| {
        let state = Arc::clone(&state);
        from_fn_with_state(Access { state, role, scope }, staff_or_key)
    };
    let reading = OpenApiRouter::default()
        .routes(routes!(cases::list))
        .routes(routes!(cases::get))
        .layer(access(AGENT, Some(Scope::ReadCases)));
    let writing = OpenApiRouter::default()
        .routes(routes!(cases::create))
        .routes(routes!(cases::update))
        .layer(access(AGENT, Some(Scope::WriteCases)));
    let many = OpenApiRouter::default()
        .routes(routes!(imports::import))
        .routes(routes!(imports::report))
        .routes(routes!(privacy::erase))
        .layer(DefaultBodyLimit::disable())
        .layer(access(ADMIN, Some(Scope::WriteCases)));
    let exporting = OpenApiRouter::default()
        .routes(routes!(privacy::export))
        .layer(access(ADMIN, Some(Scope::ReadCases)));
    let keys = OpenApiRouter::default()
        .routes(routes!(keys::list, keys::create))
        .routes(routes!(keys::rotate))
        .routes(routes!(keys::revoke))
        .layer(access(ADMIN, None));
    let watching = OpenApiRouter::default()
        .routes(routes!(events::events))
        .routes(routes!(events::look_up))
        .routes(routes!(simulate::simulate))
        .layer(from_fn_with_state((state.desk.clone(), AGENT), require));
    let lookups = OpenApiRouter::default()
        .routes(routes!(lookup::by_query, lookup::by_body))
        .routes(routes!(token::give));
    let (lookups, described) = lookups.split_for_parts();
    // What a browser asks first is answered by the guard, which stands around methods that
    // a route has.
    let asked_first = async || StatusCode::NO_CONTENT;
    let lookups = lookups
        .route("/api/lookup", options(asked_first))
        .route("/api/auth/token", options(asked_first));
    let (staff, mut document) = OpenApiRouter::<Arc<AppState>>::with_openapi(ApiDoc::openapi())
        .merge(reading)
        .merge(writing)
        .merge(many)
        .merge(exporting)
        .merge(keys)
        .merge(watching)
        .routes(routes!(status::status))
        .split_for_parts();
    document.merge(described);
    let with_status = from_fn_with_state(Arc::clone(&state), status::in_description);
    let routes = staff
        .merge(sign_in::routes(state.desk.clone()))
        .layer(from_fn_with_state(
            state.public_origin.clone(),
            cross_site::refuse,
        ))
        .merge(guarded(lookups, &state))
        .merge(docs::router(document).layer(with_status))
        .merge(pages::router())
        .merge(health::probes(state.ready.clone()))
        .merge(metrics::route(
            state.metrics.clone(),
            state.admin_token.clone(),
        ));
    let outer = state.outer.clone();
    router::wrap(routes.with_state(state), outer)
}

/// These routes for whoever has a key for lookups, from pages of allowed origins, too.
pub fn guarded(routes: Router<Arc<AppState>>, state: &Arc<AppState>) -> Router<Arc<AppState>> {
    routes.layer(from_fn_with_state(Arc::clone(state), guard))
}
