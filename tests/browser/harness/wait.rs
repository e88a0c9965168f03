//! Waiting for what must happen soon.

use std::time::{Duration, Instant};

const DEADLINE: Duration = Duration::from_secs(20);

/// Waits until `look` gives something; fails after 20 seconds.
pub(crate) async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    match soon(look).await {
        Some(found) => found,
        None => panic!("waited {} s for {what}", DEADLINE.as_secs()),
    }
}

/// Waits until `look` gives something; gives up after 20 seconds.
pub(super) async fn soon<T>(mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look().await {
            return Some(found);
        }
        if Instant::now() > deadline {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}
