//! All clocks: those of the fakes and of the servers.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use serde::Serialize;
use serde_json::json;

use crate::{demo::Demo, server::Server};

/// How many seconds the clocks are ahead of the system's; servers start with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ahead(Arc<AtomicU64>);

impl Ahead {
    /// The seconds.
    pub(crate) fn seconds(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What came of moving the clocks.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Moved {
    /// The time now, on all of them.
    pub(crate) now: DateTime<Utc>,
    /// Servers whose clock stayed.
    pub(crate) refused: Vec<&'static str>,
}

impl Demo {
    /// Moves all clocks forward. A server that is down has the new time when it starts.
    pub(crate) async fn advance_clocks(&self, by: Duration) -> Moved {
        self.ahead.0.fetch_add(by.as_secs(), Ordering::Relaxed);
        for fake in &self.fakes {
            fake.advance(by);
        }
        let servers = self.servers.iter().filter(|server| server.plan.has_clock);
        let live = servers.filter(|server| server.state().live);
        let moved =
            live.map(async |server| (!self.advance(server, by).await).then_some(server.plan.name));
        Moved {
            now: self.chat.now(),
            refused: join_all(moved).await.into_iter().flatten().collect(),
        }
    }

    async fn advance(&self, server: &Server, by: Duration) -> bool {
        let url = format!("{}/_sandbox/clock", self.block.url(server.plan.offset));
        let wish = json!({ "advance_seconds": by.as_secs() });
        let answer = self.http.post(url).json(&wish).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }
}
