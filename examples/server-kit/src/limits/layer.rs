//! Counts requests against the limits that a server names for them.

use std::net::{IpAddr, Ipv4Addr};
use std::{fmt, sync::Arc, time::Instant};

use axum::{extract::Request, response::IntoResponse};
use futures_util::future::{Either, FutureExt, ready};
use http::Method;

use super::{Decision, RateLimit, RateLimiter};
use crate::headers::MOST_ADDED;
use crate::layer::{Answer, Inner};
use crate::{client_ip::ClientIp, problem::Problem, router::is_api};

/// The limit for pages and API together.
pub const REQUESTS: &str = "requests";
/// The limit for the API.
pub const API: &str = "API requests";
/// The limit for files and documentation.
pub const FILES: &str = "files";

/// A server's own word on a request: the names of the limits that it counts in.
pub type Counts = fn(&Method, &str) -> &'static [&'static str];

/// What a path usually counts in: health and metrics in nothing, files and documentation in
/// [`FILES`], the API in [`REQUESTS`] and [`API`], everything else in [`REQUESTS`].
#[must_use]
pub fn usual(path: &str) -> &'static [&'static str] {
    let is_under = |folder: &str| path.starts_with(folder);
    match path {
        "/livez" | "/readyz" | "/metrics" => &[],
        "/favicon.ico" | "/api/openapi.json" | "/api/docs" => &[FILES],
        _ if is_under("/assets/") || is_under("/kit/") || is_under("/api/docs/") => &[FILES],
        _ if is_api(path) => &[REQUESTS, API],
        _ => &[REQUESTS],
    }
}

/// The limits of a server, and which request counts in which. Cheap to clone.
#[derive(Clone)]
pub struct Limits {
    counts: Counts,
    refused: &'static str,
    limits: Vec<Arc<Limit>>,
}

struct Limit {
    name: &'static str,
    limiter: RateLimiter,
    is_told: bool,
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.limits.iter().map(|limit| limit.name);
        f.debug_list().entries(names).finish()
    }
}

impl Limits {
    /// No limits yet; `refused` is the name of the metric that counts what they refuse.
    #[must_use]
    pub fn new(counts: Counts, refused: &'static str) -> Self {
        Self {
            counts,
            refused,
            limits: Vec::new(),
        }
    }

    /// Adds a limit, whose name stands in the refusal: "Too many … from this IP".
    #[must_use]
    pub fn limit(self, name: &'static str, limit: RateLimit) -> Self {
        self.add(name, limit, true)
    }

    /// Adds a limit that answers say nothing about until it refuses.
    #[must_use]
    pub fn untold(self, name: &'static str, limit: RateLimit) -> Self {
        self.add(name, limit, false)
    }

    fn add(mut self, name: &'static str, limit: RateLimit, is_told: bool) -> Self {
        let limiter = RateLimiter::new(limit);
        self.limits.push(Arc::new(Limit {
            name,
            limiter,
            is_told,
        }));
        self
    }

    /// Counts a request in every limit that it counts in, up to one that refuses it.
    fn check(&self, method: &Method, path: &str, address: IpAddr) -> Checked {
        let (mut told, now) = (None, Instant::now());
        for name in (self.counts)(method, path) {
            let Some(limit) = self.limits.iter().find(|limit| limit.name == *name) else {
                continue;
            };
            let decision = limit.limiter.check_at(address, now);
            if !decision.allowed {
                return Checked::Refused(limit.name, decision);
            }
            told = Some(decision).filter(|_| limit.is_told).or(told);
        }
        Checked::Passed(told)
    }
}

enum Checked {
    Passed(Option<Decision>),
    Refused(&'static str, Decision),
}

/// For [`around`](crate::layer::around): counts the request, and refuses it when its address is
/// over a limit.
pub(crate) fn count<S: Inner>(
    limits: &Arc<Limits>,
    request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let client = request.extensions().get::<ClientIp>();
    let address = client.map_or(Ipv4Addr::UNSPECIFIED.into(), |ClientIp(address)| *address);
    let path = request.uri().path();
    let (decision, answer) = match limits.check(request.method(), path, address) {
        Checked::Passed(decision) => (decision, Either::Left(inner.call(request))),
        Checked::Refused(name, decision) => {
            metrics::counter!(limits.refused).increment(1);
            let text = format!("Too many {name} from this IP, please try again later.");
            let wait = decision.retry_after.unwrap_or_default();
            let problem = Problem::too_many(text, wait, !is_api(path));
            let answer = ready(Ok(problem.into_response()));
            (Some(decision), Either::Right(answer))
        }
    };
    answer.map(move |Ok(mut response)| {
        if let Some(decision) = decision {
            let headers = response.headers_mut();
            headers.reserve(MOST_ADDED);
            decision.write_headers(headers);
        }
        Ok(response)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_api_count_and_health_does_not() {
        for (path, expected) in [
            ("/", &[REQUESTS][..]),
            ("/manage/abc/booking.ics", &[REQUESTS]),
            ("/nonsense", &[REQUESTS]),
            ("/apiary", &[REQUESTS]),
            ("/api", &[REQUESTS, API]),
            ("/api/schedules", &[REQUESTS, API]),
            ("/api/healthy", &[REQUESTS, API]),
            ("/assets/css/a.css", &[FILES]),
            ("/kit/js/api.js", &[FILES]),
            ("/api/docs", &[FILES]),
            ("/api/docs/x.js", &[FILES]),
            ("/api/openapi.json", &[FILES]),
            ("/favicon.ico", &[FILES]),
            ("/livez", &[]),
            ("/readyz", &[]),
            ("/metrics", &[]),
        ] {
            assert_eq!(usual(path), expected, "{path}");
        }
    }

    #[test]
    fn a_request_counts_in_all_of_its_limits_up_to_the_one_that_refuses() {
        let limit = |text: &str| text.parse().unwrap();
        let limits = Limits::new(|_, path| usual(path), "refused_total")
            .limit(REQUESTS, limit("3/15m"))
            .limit(API, limit("1/15m"))
            .untold(FILES, limit("1/15m"));
        let check = |path: &str| match limits.check(&Method::GET, path, [203, 0, 113, 5].into()) {
            Checked::Passed(decision) => decision.map(|decision| decision.limit).ok_or("untold"),
            Checked::Refused(name, _) => Err(name),
        };

        assert_eq!(check("/api/a"), Ok(1));
        assert_eq!(check("/api/a"), Err(API));
        assert_eq!(check("/"), Ok(3));
        assert_eq!(check("/"), Err(REQUESTS));
        assert_eq!(check("/api/a"), Err(REQUESTS));
        assert_eq!(check("/assets/a.css"), Err("untold"));
        assert_eq!(check("/assets/a.css"), Err(FILES));
        assert_eq!(check("/livez"), Err("untold"));
    }
}
