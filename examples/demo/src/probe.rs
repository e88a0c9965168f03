//! Asking the servers how they are.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use serde::Deserialize;
use tokio::{sync::watch, time::Instant};

use crate::server::State;

const PATIENCE: Duration = Duration::from_secs(2);
/// The health endpoint waits for the vendors.
const PATIENCE_FOR_HEALTH: Duration = Duration::from_secs(8);
const WHILE_STARTING: Duration = Duration::from_millis(100);
const WHILE_LIVE: Duration = Duration::from_secs(5);
/// The health endpoint signs in at the vendors; the servers cache it, too.
const HEALTH_LASTS: Duration = Duration::from_secs(10);

/// The client that asks the demo's own servers.
pub(crate) fn client(tls: bool) -> anyhow::Result<reqwest::Client> {
    let builder = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    // With TLS, the certificate is for the name that a phone uses; these are our own
    // child processes, and nothing secret is sent to them.
    let builder = builder.tls_danger_accept_invalid_certs(tls);
    builder.build().context("cannot make an HTTP client")
}

/// Keeps `live` up to date for as long as anybody wants to know.
pub(crate) async fn watch_live(url: String, http: reqwest::Client, state: watch::Sender<State>) {
    let livez = format!("{url}/livez");
    let mut changes = state.subscribe();
    loop {
        let asked = changes.borrow_and_update().clone();
        let live = asked.pid.is_some() && answers(&http, &livez).await;
        state.send_if_modified(|state| {
            // The answer may be that of a process that is gone.
            if state.pid != asked.pid || state.live == live {
                return false;
            }
            state.live = live;
            state.ever_live |= live;
            true
        });
        let pause = if live { WHILE_LIVE } else { WHILE_STARTING };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // The process may be another one now.
            _ = changes.changed(), if live => {}
        }
    }
}

async fn answers(http: &reqwest::Client, url: &str) -> bool {
    http.get(url)
        .send()
        .await
        .is_ok_and(|response| response.status().is_success())
}

/// What a server's documented `/api/health` says.
#[derive(Clone, Debug)]
pub(crate) struct Health {
    url: Arc<str>,
    http: reqwest::Client,
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    status: Option<String>,
    asked: Option<Instant>,
}

#[derive(Deserialize)]
struct Answer {
    status: String,
}

impl Health {
    /// The health of the server at `url`.
    pub(crate) fn new(url: &str, http: reqwest::Client) -> Self {
        Self {
            url: format!("{url}/api/health").into(),
            http,
            known: Arc::default(),
        }
    }

    /// What it said last; when that is old, it is asked again meanwhile.
    pub(crate) fn latest(&self) -> Option<String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let old = known
            .asked
            .is_none_or(|asked| asked.elapsed() > HEALTH_LASTS);
        if old {
            known.asked = Some(Instant::now());
            tokio::spawn(self.clone().ask());
        }
        known.status.clone()
    }

    async fn ask(self) {
        let status = match self
            .http
            .get(&*self.url)
            .timeout(PATIENCE_FOR_HEALTH)
            .send()
            .await
        {
            // An unhealthy server answers 503 with the same body.
            Ok(response) => response
                .json::<Answer>()
                .await
                .ok()
                .map(|answer| answer.status),
            Err(_) => None,
        };
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .status = status;
    }
}
