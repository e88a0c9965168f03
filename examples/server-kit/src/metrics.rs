//! Metrics in the Prometheus text format.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{cell::RefCell, time::Duration};

use anyhow::Context;
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::get};
use http::{HeaderMap, header};
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use secrecy::SecretString;

use crate::{auth::bearer_matches, client_ip::is_local, problem::Problem};

const SECONDS: &[f64] = &[
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1., 2.5, 5., 10., 30.,
];
const UPKEEP: Duration = Duration::from_secs(5);

static INSTALLED: LazyLock<Result<Metrics, BuildError>> = LazyLock::new(|| {
    let builder = PrometheusBuilder::new().set_buckets(SECONDS)?;
    let metrics = builder.install_recorder()?;
    IS_INSTALLED.store(true, Ordering::Relaxed);
    // Without upkeep, histograms grow until somebody reads them.
    let upkeep = metrics.clone();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(UPKEEP);
            upkeep.run_upkeep();
        }
    });
    Ok(metrics)
});

/// The metrics of this process; `render()` gives them as text. Cheap to clone.
pub type Metrics = PrometheusHandle;

/// Collects the metrics of this process; every further call gives the same ones.
///
/// # Errors
///
/// When another recorder than this one is installed in the process.
pub fn install() -> anyhow::Result<Metrics> {
    let installed = INSTALLED.as_ref().cloned();
    installed.context("could not install the metrics")
}

/// Describes a counter, and sets it to zero: an alert on a rise needs the zero before it.
pub fn counter(name: &'static str, text: &'static str) {
    metrics::describe_counter!(name, text);
    metrics::counter!(name).increment(0);
}

/// Describes a counter, and sets it to zero for each of these values of a label.
pub fn counter_by(
    name: &'static str,
    text: &'static str,
    label: &'static str,
    values: &[&'static str],
) {
    metrics::describe_counter!(name, text);
    for value in values {
        metrics::counter!(name, label => *value).increment(0);
    }
}

/// Whether this request may read the metrics: made on this machine, or with the admin token.
pub fn may_read(peer: IpAddr, headers: &HeaderMap, admin_token: Option<&SecretString>) -> bool {
    is_local(peer, headers) || admin_token.is_some_and(|token| bearer_matches(headers, token))
}

/// The route `/metrics`, for this machine or with the admin token.
pub fn route<S>(metrics: Metrics, admin_token: SecretString) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let show = async move |ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap| {
        show(&metrics, peer.ip(), &headers, &admin_token)
    };
    Router::new().route("/metrics", get(show))
}

fn show(
    metrics: &Metrics,
    peer: IpAddr,
    headers: &HeaderMap,
    admin_token: &SecretString,
) -> Result<Response, Problem> {
    if !may_read(peer, headers, Some(admin_token)) {
        let text = "Metrics need the admin token, unless asked for on this machine";
        return Err(Problem::token_required(text));
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], metrics.render()).into_response())
}

/// Counts a request in `http_requests_total` and `http_request_duration_seconds`.
pub(crate) fn count_request(method: &'static str, route: &str, status: u16, elapsed: Duration) {
    let count = |measured: &Measured| {
        measured.requests.increment(1);
        measured.seconds.record(elapsed);
    };
    // What is made before the recorder is installed would count nothing for ever.
    if !IS_INSTALLED.load(Ordering::Relaxed) {
        return count(&Measured::of(method, route, status));
    }
    KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(route) {
            known.insert(route.into(), OfRoute::new());
        }
        let of_route = known.get_mut(route).expect("it is there now");
        let measured = of_route.entry((method, status));
        count(measured.or_insert_with(|| Measured::of(method, route, status)));
    });
}

static IS_INSTALLED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// By route template: to find metrics by their labels costs more than to count.
    static KNOWN: RefCell<HashMap<Box<str>, OfRoute>> = RefCell::default();
}

/// By method and status.
type OfRoute = HashMap<(&'static str, u16), Measured>;

/// The metrics of one route, method and status.
struct Measured {
    requests: Counter,
    seconds: Histogram,
}

impl Measured {
    fn of(method: &'static str, route: &str, status: u16) -> Self {
        let labels = [
            ("method", method.to_string()),
            ("route", route.to_owned()),
            ("status", status.to_string()),
        ];
        Self {
            requests: metrics::counter!("http_requests_total", &labels),
            seconds: metrics::histogram!("http_request_duration_seconds", &labels),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_metrics_are_read_locally_or_with_the_admin_token() {
        let token = SecretString::from("admin");
        let local = IpAddr::from([127, 0, 0, 1]);
        let remote = IpAddr::from([203, 0, 113, 5]);
        let mut with_token = HeaderMap::new();
        with_token.insert(header::AUTHORIZATION, "Bearer admin".parse().unwrap());
        let mut forwarded = HeaderMap::new();
        forwarded.insert("x-forwarded-for", "127.0.0.1".parse().unwrap());

        assert!(may_read(local, &HeaderMap::new(), None));
        assert!(may_read(remote, &with_token, Some(&token)));
        assert!(!may_read(remote, &with_token, None));
        assert!(!may_read(remote, &HeaderMap::new(), Some(&token)));
        assert!(!may_read(local, &forwarded, Some(&token)));
    }
}
