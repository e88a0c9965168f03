//! Work that goes on when whoever asked for it has gone away.
//!
//! For a change that begins and ends with its request. A flow that is on record, and that
//! a background goes on with, takes a [hold](crate::holds) for as long as it runs: that
//! keeps the background off it, and the end waits for holds as it does for work.

use std::sync::Arc;

use http::StatusCode;
use tokio::{sync::RwLock, time::Instant};
use tracing::Instrument;

use crate::problem::Problem;

/// What must not stop half-way, each in a task of its own. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Each task holds it for reading; its end waits for it to be free.
    under_way: Arc<RwLock<()>>,
}

impl Work {
    /// Runs to the end, even if the caller is dropped meanwhile.
    ///
    /// # Errors
    ///
    /// The task's own, or a 500 if it panicked.
    pub async fn run<T: Send + 'static>(
        &self,
        task: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Problem> {
        let mark = Arc::clone(&self.under_way).read_owned().await;
        let task = async move {
            let result = task.await;
            drop(mark);
            result
        };
        let task = tokio::spawn(task.in_current_span());
        task.await.unwrap_or_else(|_| {
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            Err(Problem::new(status, "Internal server error"))
        })
    }

    /// Waits for everything under way, until a moment at the latest.
    pub async fn finish(&self, until: Instant) {
        if tokio::time::timeout_at(until, self.under_way.write())
            .await
            .is_err()
        {
            tracing::warn!("work was still under way at the end");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn work_goes_on_without_its_caller_and_the_end_waits_for_it() {
        let work = Work::default();
        let (started, has_started) = oneshot::channel();
        let (release, released) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let task = work.run(async move {
            started.send(()).unwrap();
            released.await.unwrap();
            done.send(()).unwrap();
            Ok(())
        });
        let mut caller = Box::pin(task);
        tokio::select! {
            _ = &mut caller => panic!("it was not released"),
            _ = has_started => {}
        }

        drop(caller);
        release.send(()).unwrap();
        work.finish(Instant::now() + Duration::from_secs(20)).await;

        is_done.await.unwrap();
    }
}
