//! A fault of the bridge's own ends what it happened in, and nothing else.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

/// What a future gives, or `None` if it panicked.
///
/// Whatever it worked at is dropped with it: a transaction is rolled back.
pub(super) async fn caught<T>(future: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(future).catch_unwind().await.ok()
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[tokio::test]
    async fn a_panic_is_no_value_and_ends_nothing() {
        assert_eq!(caught(async { 1 }).await, Some(1));
        assert_eq!(caught(async { panic!("a fault") }).await, None::<u8>);
    }
}
