//! When work that outlives its request has to be done, after the signal to stop.

use std::{sync::Arc, sync::OnceLock, time::Duration};

use tokio::time::Instant;

use crate::serve;

/// How long work may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// The moment at which a stopping process ends. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Stopping(Arc<OnceLock<Instant>>);

impl Stopping {
    /// Waits for the signal to stop, also for one that comes before this is awaited; from then on
    /// the time runs.
    pub fn signal(&self) -> impl Future<Output = ()> + use<> {
        let (stopping, signalled) = (self.clone(), serve::shutdown_signal());
        async move {
            signalled.await;
            stopping.end();
        }
    }

    /// The moment at which the process ends: 10 seconds after the signal, or after now.
    pub fn end(&self) -> Instant {
        *self.0.get_or_init(|| Instant::now() + GRACE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without a handler the signal would end the process of the tests.
    #[cfg(unix)]
    #[tokio::test]
    async fn a_signal_that_comes_before_it_is_awaited_counts() {
        let signalled = Stopping::default().signal();

        let kill = format!("kill -TERM {}", std::process::id());
        let sent = std::process::Command::new("sh")
            .args(["-c", &kill])
            .status();
        assert!(sent.unwrap().success());

        let waited = tokio::time::timeout(Duration::from_secs(20), signalled).await;
        assert!(waited.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_runs_from_the_first_moment_on() {
        let stopping = Stopping::default();
        let end = stopping.end();

        tokio::time::advance(Duration::from_secs(3)).await;

        assert_eq!(stopping.clone().end(), end);
        assert_eq!(end - Instant::now(), Duration::from_secs(7));
    }
}
