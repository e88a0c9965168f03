//! How long a request may take that needs the vendor more than once.

use ccaas_http::Timeouts;
use tokio::time::{Instant, error::Elapsed, timeout_at};

/// When one request must have its answer, whatever it asks of the vendor: a page waits 45 s.
///
/// All reading together may take as long as one call. Then there is time for one more
/// attempt, so that no change begins that nobody could wait for.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    to_read: Instant,
    to_end: Instant,
}

impl Deadline {
    /// The deadline of a request that begins now: by default 30 s to read, 40 s in all.
    #[must_use]
    pub fn start(timeouts: &Timeouts) -> Self {
        let to_read = Instant::now() + timeouts.total;
        Self {
            to_read,
            to_end: to_read + timeouts.attempt,
        }
    }

    /// Waits for what comes before a change.
    ///
    /// # Errors
    /// If it takes too long.
    pub async fn read<T>(&self, reading: impl Future<Output = T>) -> Result<T, Elapsed> {
        timeout_at(self.to_read, reading).await
    }

    /// Waits for all that is left to do.
    ///
    /// # Errors
    /// If it takes too long.
    pub async fn end<T>(&self, ending: impl Future<Output = T>) -> Result<T, Elapsed> {
        timeout_at(self.to_end, ending).await
    }
}

#[cfg(test)]
mod tests {
    use std::{future::pending, time::Duration};

    use super::*;

    #[test]
    fn the_page_waits_longer_than_all_of_it() {
        let before = Instant::now();

        let deadline = Deadline::start(&Timeouts::default());

        let longest = deadline.to_end - before;
        assert!(longest < Duration::from_secs(45), "{longest:?}");
        assert_eq!(deadline.to_end - deadline.to_read, Duration::from_secs(10));
    }

    #[tokio::test]
    async fn what_takes_too_long_is_left() {
        let short = Timeouts {
            total: Duration::from_millis(1),
            attempt: Duration::from_millis(1),
            ..Timeouts::default()
        };
        let deadline = Deadline::start(&short);

        assert!(deadline.read(pending::<()>()).await.is_err());
        assert!(deadline.end(pending::<()>()).await.is_err());
    }

    #[tokio::test]
    async fn reading_leaves_time_for_a_change() {
        let timeouts = Timeouts {
            total: Duration::from_millis(1),
            ..Timeouts::default()
        };
        let deadline = Deadline::start(&timeouts);
        assert!(deadline.read(pending::<()>()).await.is_err());

        let changed = deadline.end(tokio::task::yield_now()).await;

        assert!(changed.is_ok());
    }
}
