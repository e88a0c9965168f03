//! Health checks that a crowd of callers cannot turn into load.

use std::{fmt, sync::Arc, time::Duration};

use axum::{Router, routing::get};
use futures_util::{FutureExt, future::BoxFuture};
use http::StatusCode;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use tracing::Instrument;

const KEPT: Duration = Duration::from_secs(30);
const TIME_TO_ANSWER: Duration = Duration::from_secs(2);

/// A check whose answer is kept for a while; cheap to clone.
///
/// At most one check runs at a time, and one that takes longer than 2 seconds is unhealthy.
#[derive(Clone)]
pub struct CachedCheck {
    check: Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>,
    last: Arc<Mutex<Option<(Instant, bool)>>>,
    ttl: Duration,
}

impl CachedCheck {
    /// Keeps the answer of this check for 30 seconds.
    pub fn new<C, F>(check: C) -> Self
    where
        C: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = bool> + Send + 'static,
    {
        Self {
            check: Arc::new(move || check().boxed()),
            last: Arc::default(),
            ttl: KEPT,
        }
    }

    /// Keeps answers for another time.
    #[must_use]
    pub fn with_ttl(self, ttl: Duration) -> Self {
        Self { ttl, ..self }
    }

    /// Whether the checked thing is healthy, or was when last looked at.
    ///
    /// The check goes on when its caller hangs up: it may be writing, and the next caller
    /// must find its answer instead of asking again.
    pub async fn healthy(&self) -> bool {
        let this = self.clone();
        let asked = async move { this.ask().await };
        tokio::spawn(asked.in_current_span()).await.unwrap_or(false)
    }

    async fn ask(&self) -> bool {
        let mut last = self.last.lock().await;
        if let Some((at, healthy)) = *last
            && at.elapsed() < self.ttl
        {
            return healthy;
        }
        let healthy = timeout(TIME_TO_ANSWER, (self.check)())
            .await
            .unwrap_or(false);
        *last = Some((Instant::now(), healthy));
        healthy
    }
}

impl fmt::Debug for CachedCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedCheck")
            .field("ttl", &self.ttl)
            .finish_non_exhaustive()
    }
}

/// The routes `/livez` (the process answers) and `/readyz` (this check is healthy, else 503).
///
/// Give it a check of the server's own storage only: a vendor that is down makes no server unready.
pub fn probes<S: Clone + Send + Sync + 'static>(ready: CachedCheck) -> Router<S> {
    let readyz = async move || match ready.healthy().await {
        true => (StatusCode::OK, "ready"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    Router::new()
        .route("/livez", get(async || "alive"))
        .route("/readyz", get(readyz))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::join_all;

    use super::*;

    fn counting(
        healthy: impl Fn(u32) -> bool + Send + Sync + 'static,
    ) -> (CachedCheck, Arc<AtomicU32>) {
        let runs = Arc::new(AtomicU32::new(0));
        let counter = runs.clone();
        let healthy = Arc::new(healthy);
        let check = CachedCheck::new(move || {
            let run = counter.fetch_add(1, Ordering::SeqCst);
            let healthy = healthy.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                healthy(run)
            }
        });
        (check, runs)
    }

    #[tokio::test(start_paused = true)]
    async fn many_callers_at_once_cause_one_check() {
        let (check, runs) = counting(|_| true);

        let answers = join_all((0..50).map(|_| check.healthy())).await;

        assert!(answers.into_iter().all(|healthy| healthy));
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_kept_for_its_time_and_then_asked_again() {
        let (check, runs) = counting(|run| run == 0);

        assert!(check.healthy().await);
        tokio::time::advance(Duration::from_secs(29)).await;
        assert!(check.healthy().await);
        assert_eq!(runs.load(Ordering::SeqCst), 1);

        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!check.healthy().await);
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_that_hangs_is_unhealthy_after_its_time() {
        let check = CachedCheck::new(std::future::pending::<bool>);
        let start = Instant::now();

        assert!(!check.healthy().await);

        assert_eq!(start.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn callers_that_leave_cause_one_check_whose_answer_the_next_gets() {
        let (check, runs) = counting(|_| true);

        for _ in 0..3 {
            let left = timeout(Duration::from_millis(20), check.healthy()).await;
            assert!(left.is_err());
        }

        assert!(check.healthy().await);
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }
}
