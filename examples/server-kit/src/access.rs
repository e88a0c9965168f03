//! One access line a request, without address, path or query.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::{middleware::Next, response::Response};

/// What is written when the client went away before the answer.
const CLIENT_CLOSED_REQUEST: u16 = 499;
/// Any other method could hold any text, so it is not repeated.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Middleware: writes method, route template, status and time, and counts the request.
///
/// The metrics are `http_requests_total` and `http_request_duration_seconds`.
pub async fn log(request: Request, next: Next) -> Response {
    let known = |method: &&str| *method == request.method().as_str();
    let route = request.extensions().get::<MatchedPath>();
    let mut line = Line {
        method: METHODS.into_iter().find(known).unwrap_or("OTHER"),
        route: route.map_or("unmatched", MatchedPath::as_str).to_owned(),
        status: CLIENT_CLOSED_REQUEST,
        start: Instant::now(),
    };
    let response = next.run(request).await;
    line.status = response.status().as_u16();
    response
}

/// A line that is written when dropped, so that requests the client gave up are not lost.
struct Line {
    method: &'static str,
    route: String,
    status: u16,
    start: Instant,
}

impl Drop for Line {
    fn drop(&mut self) {
        let (method, route, status) = (self.method, &self.route, self.status);
        let elapsed = self.start.elapsed();
        let ms = elapsed.as_micros() as f64 / 1000.0;
        tracing::info!(target: "access", method, route, status, ms, "request");
        let labels = [
            ("method", method.to_string()),
            ("route", route.clone()),
            ("status", status.to_string()),
        ];
        metrics::counter!("http_requests_total", &labels).increment(1);
        metrics::histogram!("http_request_duration_seconds", &labels).record(elapsed);
    }
}
