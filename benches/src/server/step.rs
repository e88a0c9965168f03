//! The servers that are measured: each does one thing more than the one before it.

use std::{net::Ipv4Addr, path::Path};

use anyhow::Result;
use axum::{Router, routing::get};
use clap::ValueEnum;
use cpu_time::ProcessTime;
use http::HeaderValue;
use serde::Serialize;
use server_kit::{
    access,
    client_ip::{self, TrustedProxies},
    headers::{self, Hsts, Security},
    health::{CachedCheck, probes},
    layer::around,
    limits::{API, Limits, REQUESTS},
    logs::{self, LogGuard, LogSettings},
    metrics,
    problem::Style,
    request_id,
    router::{Outer, wrap},
    serve,
};
use tokio::io::{AsyncBufReadExt, BufReader};

/// What a server does for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
pub(crate) enum Step {
    Bare,
    Serve,
    Headers,
    RequestId,
    ClientIp,
    Access,
    Metrics,
    Files,
    Console,
    Wrap,
    Limits,
}

impl Step {
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Bare => "bare axum",
            Self::Serve => "+ accept loop and time limits",
            Self::Headers => "+ security headers",
            Self::RequestId => "+ request id and its span",
            Self::ClientIp => "+ client address",
            Self::Access => "+ access line, not listened to",
            Self::Metrics => "+ metrics",
            Self::Files => "+ log files",
            Self::Console => "+ console",
            Self::Wrap => "+ private, problems, panics, 404",
            Self::Limits => "+ limits: everything on",
        }
    }

    /// Tells its address, and serves until its standard input ends. For each line there it
    /// tells the nanoseconds of CPU that the process has used.
    pub(crate) async fn serve(self, folder: &Path) -> Result<()> {
        let listener = serve::bind(Ipv4Addr::LOCALHOST.into(), 0)?;
        println!("{}", listener.local_addr()?);
        let _logs = self.start_logs(folder)?;
        if self >= Self::Metrics {
            metrics::install()?;
        }
        if self == Self::Bare {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let router = Router::new().route("/livez", get(async || "alive"));
            let served = axum::serve(listener, router).with_graceful_shutdown(tell_cpu_time());
            return Ok(served.await?);
        }
        let connections = serve::ConnectionLimits::default();
        serve::serve(listener, self.router(), None, connections, tell_cpu_time()).await
    }

    fn start_logs(self, folder: &Path) -> Result<Option<LogGuard>> {
        if self < Self::Files {
            return Ok(None);
        }
        let settings = LogSettings {
            dir: folder.to_owned(),
            level: "info".to_owned(),
            console: self >= Self::Console,
        };
        logs::init(&settings).map(Some)
    }

    fn router(self) -> Router {
        let routes = probes(CachedCheck::new(async || true));
        let proxies = TrustedProxies::default();
        let csp = HeaderValue::from_static("default-src 'self'");
        let security = Security::new(csp, Hsts::default(), proxies.clone());
        match self {
            Self::Bare | Self::Serve => routes,
            Self::Headers => routes.layer(around(security, headers::secure)),
            Self::RequestId => routes.layer((
                around(security, headers::secure),
                around((), request_id::assign),
            )),
            Self::ClientIp => routes.layer((
                around(security, headers::secure),
                around((), request_id::assign),
                around(proxies, client_ip::assign),
            )),
            Self::Access | Self::Metrics | Self::Files | Self::Console => routes.layer((
                around(security, headers::secure),
                around((), request_id::assign),
                around(proxies, client_ip::assign),
                around((), access::log),
            )),
            Self::Wrap | Self::Limits => wrap(
                routes,
                Outer {
                    trusted_proxies: proxies,
                    limits: self.limits(),
                    problems: Style::default(),
                    private: &["/manage/"],
                    hsts: Hsts::default(),
                },
            ),
        }
    }

    /// A server counts no health check, but this is about what counting costs.
    fn limits(self) -> Limits {
        let limit = "1000000000/1h".parse().expect("it is a limit");
        let counted: fn(&http::Method, &str) -> &'static [&'static str] = match self {
            Self::Limits => |_, _| &[REQUESTS, API],
            _ => |_, _| &[],
        };
        Limits::new(counted, "bench_rate_limited_total")
            .limit(REQUESTS, limit)
            .limit(API, limit)
    }
}

async fn tell_cpu_time() {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(_)) = lines.next_line().await {
        println!("{}", ProcessTime::now().as_duration().as_nanos());
    }
}
