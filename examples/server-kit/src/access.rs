//! One access line a request, without address, path or query.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use futures_util::FutureExt;

use crate::audit;
use crate::layer::{Answer, Inner};

/// What is written when the client went away before the answer.
const CLIENT_CLOSED_REQUEST: u16 = 499;
/// Any other method could hold any text, so it is not repeated.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// For [`around`](crate::layer::around): writes method, route template, status and time, and
/// counts the request. A line of the audit that comes with the answer is written in one with it.
///
/// The metrics are `http_requests_total` and `http_request_duration_seconds`.
pub fn log<S: Inner>(
    (): &(),
    request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let known = |method: &&str| *method == request.method().as_str();
    let line = Line {
        method: METHODS.into_iter().find(known).unwrap_or("OTHER"),
        route: request.extensions().get().cloned(),
        status: CLIENT_CLOSED_REQUEST,
        audit: None,
        start: Instant::now(),
    };
    inner.call(request).map(|Ok(mut response)| {
        let mut line = line;
        line.status = response.status().as_u16();
        line.audit = response.extensions_mut().remove();
        Ok(response)
    })
}

/// A line that is written when dropped, so that requests the client gave up are not lost.
struct Line {
    method: &'static str,
    route: Option<MatchedPath>,
    status: u16,
    audit: Option<audit::Line>,
    start: Instant,
}

impl Drop for Line {
    fn drop(&mut self) {
        let (method, status) = (self.method, self.status);
        let route = self.route.as_ref().map_or("unmatched", MatchedPath::as_str);
        let elapsed = self.start.elapsed();
        let ms = elapsed.as_micros() as f64 / 1000.0;
        match &self.audit {
            None => tracing::info!(target: "access", method, route, status, ms, "request"),
            Some(audit::Line {
                action,
                by,
                about,
                outcome,
            }) => {
                let about = about.as_deref();
                tracing::info!(
                    target: "access.audit",
                    method, route, status, ms, action, by, about, outcome, "request"
                );
            }
        }
        crate::metrics::count_request(method, route, status, elapsed);
    }
}
