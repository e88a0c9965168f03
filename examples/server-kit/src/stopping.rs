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
    /// Waits for the signal to stop; from then on the time runs.
    pub fn signal(&self) -> impl Future<Output = ()> + use<> {
        let stopping = self.clone();
        async move {
            serve::shutdown_signal().await;
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

    #[tokio::test(start_paused = true)]
    async fn the_time_runs_from_the_first_moment_on() {
        let stopping = Stopping::default();
        let end = stopping.end();

        tokio::time::advance(Duration::from_secs(3)).await;

        assert_eq!(stopping.clone().end(), end);
        assert_eq!(end - Instant::now(), Duration::from_secs(7));
    }
}
