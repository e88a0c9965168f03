//! The routes, and the layers around them.

mod agents;
mod auth;
mod bodies;
mod calendar;
mod create;
mod documented;
mod health;
mod join;
pub(crate) mod pages;
mod schedules;
mod sign_in;
mod visit;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use server_kit::{
    access, client_ip, headers, health as probes, health::CachedCheck, json, panics, request_id,
    sign_in::cross_site,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

use crate::{BODY_LIMIT, limits, problem, problem::Problem, state::AppState};

const CSP: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; object-src 'none'";
/// Swagger UI writes styles into its page, and shows images that it carries inside.
const DOCS_CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let (api, mut document) = OpenApiRouter::with_openapi(documented::ApiDoc::openapi())
        .routes(routes!(auth::status))
        .routes(routes!(auth::sign_in))
        .routes(routes!(auth::sign_out))
        .routes(routes!(agents::list))
        .routes(routes!(create::create))
        .routes(routes!(schedules::list))
        .routes(routes!(schedules::get))
        .routes(routes!(schedules::update))
        .routes(routes!(schedules::delete))
        .routes(routes!(join::join))
        .routes(routes!(calendar::calendar_file))
        .split_for_parts();
    documented::add_common_answers(&mut document);
    let docs: Router<Arc<AppState>> = SwaggerUi::new("/api/docs")
        .url("/api/openapi.json", document)
        .into();
    let docs = docs.layer(middleware::map_response(docs_policy));
    // Nothing is stored: the process that answers is ready.
    let ready = CachedCheck::new(async || true);
    // From the innermost outwards: limits answer with problems, problems are written with
    // the request's id, and the security headers stand on everything.
    api.merge(docs)
        .merge(pages::router(&state))
        .merge(probes::probes(ready))
        .merge(health::metrics())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(panics::catch))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&state),
            refuse_cross_site,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&state),
            limits::count,
        ))
        .layer(middleware::from_fn(problem::write))
        .layer(middleware::from_fn(keep_private))
        .layer(middleware::from_fn(access::log))
        .layer(middleware::from_fn_with_state(
            state.trusted_proxies.clone(),
            client_ip::assign,
        ))
        .layer(middleware::from_fn(request_id::assign))
        .layer(headers::security_headers(HeaderValue::from_static(CSP)))
        .with_state(state)
}

/// Reads a JSON body within the API's limit.
async fn read_json(request: Request) -> Result<serde_json::Value, Problem> {
    let (head, body) = request.into_parts();
    Ok(json::read(&head.headers, body, BODY_LIMIT).await?)
}

async fn refuse_cross_site(
    State(state): State<Arc<AppState>>,
    request: Request,
    next: middleware::Next,
) -> Result<Response, Problem> {
    let origin = &state.public_origin;
    if cross_site::is_cross_site(request.method(), request.headers(), origin) {
        let refused = "Cross-site request refused";
        return Err(Problem::new(StatusCode::FORBIDDEN, refused));
    }
    Ok(next.run(request).await)
}

async fn unknown(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        Problem::new(StatusCode::NOT_FOUND, "Endpoint not found").into_response()
    } else {
        pages::not_found()
    }
}

async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "This endpoint does not know this method",
    )
}

/// Answers about meetings and sessions are nobody else's to keep.
async fn keep_private(request: Request, next: middleware::Next) -> Response {
    let private = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if private {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

async fn docs_policy(mut response: Response) -> Response {
    let policy = HeaderValue::from_static(DOCS_CSP);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
