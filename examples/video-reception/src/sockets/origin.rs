//! From whose pages a connection may come: CORS does not stop WebSockets, so this does.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode};
use server_kit::{cors, problem::Problem, sign_in::cross_site::PublicOrigin};

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST");
const HEADERS: HeaderValue = HeaderValue::from_static("authorization, content-type");

/// Middleware: lets in programs, the server's own pages, and pages of the origins that are listed,
/// which may read the answers.
pub(crate) async fn guard(
    State(public): State<PublicOrigin>,
    request: Request,
    next: Next,
) -> Response {
    if public.is_elsewhere(request.headers()) {
        let text = "Pages of this origin may not connect";
        return Problem::new(StatusCode::FORBIDDEN, text).into_response();
    }
    if !public.lets_in(request.headers()) {
        return next.run(request).await;
    }
    let allowed = cors::origin(request.headers()).and_then(|it| HeaderValue::from_str(it).ok());
    let mut response = match *request.method() == Method::OPTIONS {
        true => cors::preflight(allowed.as_ref(), METHODS, HEADERS),
        false => next.run(request).await,
    };
    cors::share(&mut response, allowed);
    response
}
