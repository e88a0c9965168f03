//! The routes, and the layers around them.

mod admin;
mod bodies;
mod customer;
mod health;
mod manage;
pub(crate) mod pages;
mod schedule;

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use server_kit::{access, client_ip, headers, health as probes, json, panics, request_id};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, OpenApi as Document, Ref, Response as DocumentedResponse,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};
use utoipa_swagger_ui::SwaggerUi;

use crate::{BODY_LIMIT, limits, problem, problem::Problem, state::AppState};

const CSP: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; object-src 'none'";
/// Swagger UI writes styles into its page, and shows images that it carries inside.
const DOCS_CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

#[derive(OpenApi)]
#[openapi(
    info(title = "Callback scheduler", description = "Books a callback with a video meeting."),
    modifiers(&AdminToken),
    components(schemas(problem::ErrorBody))
)]
struct ApiDoc;

struct AdminToken;

impl Modify for AdminToken {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("admin_token", SecurityScheme::Http(bearer));
    }
}

/// The answers that layers and the reading of bodies give, whatever the endpoint is.
fn add_common_answers(document: &mut Document) {
    let problem = |text: &str| {
        let body = Ref::from_schema_name("ErrorBody");
        DocumentedResponse::builder()
            .description(text)
            .content("application/json", Content::new(Some(body)))
    };
    for (path, item) in &mut document.paths.paths {
        for operation in [&mut item.get, &mut item.post].into_iter().flatten() {
            let mut answers = Vec::new();
            if path != "/api/health" {
                answers.push(("429", "Too many calls from this address"));
            }
            if operation.request_body.is_some() {
                answers.push(("413", "The body is over 64 KB"));
                answers.push(("415", "The body is not application/json"));
            }
            for (status, text) in answers {
                let known = &mut operation.responses.responses;
                known
                    .entry(status.to_owned())
                    .or_insert_with(|| problem(text).build().into());
            }
        }
    }
}

/// Every route of the server, with its layers.
pub fn app(state: Arc<AppState>) -> Router {
    let (api, mut document) = OpenApiRouter::with_openapi(ApiDoc::openapi())
        .routes(routes!(schedule::schedule_callback))
        .routes(routes!(health::health))
        .routes(routes!(customer::customer))
        .routes(routes!(manage::view))
        .routes(routes!(manage::cancel))
        .routes(routes!(manage::move_booking))
        .routes(routes!(admin::list))
        .routes(routes!(admin::confirm))
        .routes(routes!(admin::cancel))
        .split_for_parts();
    add_common_answers(&mut document);
    let docs: Router<Arc<AppState>> = SwaggerUi::new("/api/docs")
        .url("/api/openapi.json", document)
        .into();
    let docs = docs.layer(middleware::map_response(docs_policy));
    // From the innermost outwards: limits answer with problems, problems are written with
    // the request's id, and the security headers stand on everything.
    api.merge(docs)
        .merge(pages::router(&state))
        .merge(probes::probes(state.ready.clone()))
        .merge(health::metrics())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::from_fn(panics::catch))
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

/// Answers about bookings are nobody else's to keep.
async fn keep_private(request: Request, next: middleware::Next) -> Response {
    let path = request.uri().path();
    let private = path.starts_with("/api/") || path.starts_with("/manage/");
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
