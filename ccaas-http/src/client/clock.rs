//! Time as an argument.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where a client reads the time and how it waits.
///
/// [`Clock::system`] is the real one. Tests pass their own, so that waiting takes no time.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    sleep: Arc<dyn Fn(Duration) -> Sleep + Send + Sync>,
}

impl Clock {
    /// The system's clock, and tokio's timer.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Utc::now, tokio::time::sleep)
    }

    /// A clock of one's own.
    pub fn new<N, S, F>(now: N, sleep: S) -> Self
    where
        N: Fn() -> DateTime<Utc> + Send + Sync + 'static,
        S: Fn(Duration) -> F + Send + Sync + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        Self {
            now: Arc::new(now),
            sleep: Arc::new(move |duration| Box::pin(sleep(duration))),
        }
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// Waits for `duration`.
    pub async fn sleep(&self, duration: Duration) {
        (self.sleep)(duration).await;
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").finish_non_exhaustive()
    }
}
