//! Panics: an answer for the client, and a log line without the panic's text.

use std::{io::Write, panic::AssertUnwindSafe};

use axum::response::{IntoResponse, Response};
use axum::{Json, extract::Request};
use futures_util::FutureExt;
use http::StatusCode;
use serde_json::json;

use crate::layer::{Answer, Inner};
use crate::request_id::RequestId;

/// For [`around`](crate::layer::around): answers 500
/// `{"error":"Internal server error","requestId":…}` when a handler panics.
pub fn catch<S: Inner>(
    (): &(),
    request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let id = request.extensions().get().cloned();
    let answer = AssertUnwindSafe(inner.call(request)).catch_unwind();
    answer.map(move |answer| answer.unwrap_or_else(|_| Ok(panicked(id.as_ref()))))
}

fn panicked(id: Option<&RequestId>) -> Response {
    let request_id = id.map(RequestId::as_str);
    let body = json!({ "error": "Internal server error", "requestId": request_id });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}

/// Makes the process report panics by place and thread only.
///
/// The text of a panic can hold personal data, so it is neither logged nor printed.
/// `to_stderr` also writes the line to standard error, for when no console log does.
pub fn report_place_only(to_stderr: bool) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_default();
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("unnamed");
        tracing::error!(place, thread, "panicked");
        if to_stderr {
            // Standard error may be closed; a panic hook must not panic.
            let _ = writeln!(std::io::stderr(), "thread {thread} panicked at {place}");
        }
    }));
}
