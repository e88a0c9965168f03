//! Whether and when a failed attempt is repeated.

use std::time::Duration;

use crate::error::{Error, VendorError};

/// When a failed attempt is repeated, and how long to wait before.
///
/// A request that is not idempotent is repeated only if the service surely did not
/// act on it: no connection, or a "too many" (status 429, or a vendor's code for it). An
/// idempotent one is repeated after every transient failure. `Retry-After` is a floor for
/// the wait; one that is longer than [`cap`](Self::cap) is handed to the caller as an error
/// instead of waited for, and so is what the vendor's error
/// [leaves to the caller](VendorError::is_left_to_the_caller).
///
/// Two things are not counted here: the one repeat with a new token after a 401, and
/// the attempts of the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many times a request is sent at most. 1 means: never repeat. Default 3.
    pub max_attempts: u32,
    /// The wait before the second attempt; it doubles from there. Default 0.5 s.
    pub base: Duration,
    /// The longest wait. Default 20 s.
    pub cap: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
        }
    }
}

impl RetryPolicy {
    /// A policy that never repeats.
    #[must_use]
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::default()
        }
    }

    /// The wait before the next attempt, or `None` if there is to be none.
    ///
    /// `attempts` is the number of attempts made so far, from 1. The decision takes no
    /// clock and no randomness; jitter is added outside.
    #[must_use]
    pub fn next_delay<A: VendorError>(
        &self,
        attempts: u32,
        idempotent: bool,
        error: &Error<A>,
    ) -> Option<Duration> {
        let repeatable = match error {
            Error::Connect(_) => true,
            Error::Interrupted(_) => idempotent,
            Error::Api(api) if api.is_left_to_the_caller() => false,
            Error::Api(api) => api.is_rate_limited() || (idempotent && api.is_transient()),
            // The sign-in has its own attempts behind it.
            Error::Auth(_) | Error::InvalidRequest(_) | Error::Decode(_) => false,
        };
        if !repeatable || attempts >= self.max_attempts {
            return None;
        }
        let doublings = attempts.saturating_sub(1).min(16);
        let backoff = self.base.saturating_mul(1 << doublings).min(self.cap);
        match error.retry_after() {
            Some(floor) if floor > self.cap => None,
            Some(floor) => Some(backoff.max(floor)),
            None => Some(backoff),
        }
    }
}

/// Spreads `delay` over its upper half, so that many clients do not return at once.
/// Never below `floor`, which a service asked for.
pub(crate) fn jittered(delay: Duration, floor: Duration, random: f64) -> Duration {
    let spread = delay.mul_f64(0.5 + 0.5 * random);
    if spread < floor {
        floor.saturating_add(delay.mul_f64(0.1 * random))
    } else {
        spread
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;
    use crate::response::{MetaHeaders, ResponseMeta};

    #[derive(Debug, thiserror::Error)]
    #[error("answered")]
    struct Plain(ResponseMeta);

    impl VendorError for Plain {
        type SignIn = Plain;
        fn from_answer(meta: ResponseMeta, _: &[u8]) -> Self {
            Self(meta)
        }
        fn meta(&self) -> &ResponseMeta {
            &self.0
        }
    }

    fn api(status: u16, retry_after: Option<&str>) -> Error<Plain> {
        let mut headers = http::HeaderMap::new();
        if let Some(value) = retry_after {
            headers.insert(http::header::RETRY_AFTER, value.parse().unwrap());
        }
        Error::Api(Box::new(Plain(ResponseMeta::read(
            StatusCode::from_u16(status).unwrap(),
            &headers,
            &MetaHeaders::default(),
            chrono::DateTime::UNIX_EPOCH,
        ))))
    }

    fn ms(value: u64) -> Option<Duration> {
        Some(Duration::from_millis(value))
    }

    #[test]
    fn a_request_that_is_not_idempotent_is_repeated_only_if_surely_not_acted_on() {
        let policy = RetryPolicy::default();
        let connect = || Error::<Plain>::Connect("refused".into());
        let lost = || Error::<Plain>::Interrupted("cut".into());
        let cases = [
            (connect(), ms(500), ms(500)),
            (lost(), None, ms(500)),
            (api(429, None), ms(500), ms(500)),
            (api(503, None), None, ms(500)),
            (api(500, None), None, ms(500)),
            (api(408, None), None, ms(500)),
            (api(501, None), None, None),
            (api(400, None), None, None),
            (api(401, None), None, None),
            (Error::Decode(crate::DecodeError::Empty), None, None),
        ];
        for (error, not_idempotent, idempotent) in cases {
            assert_eq!(
                policy.next_delay(1, false, &error),
                not_idempotent,
                "{error:?}"
            );
            assert_eq!(policy.next_delay(1, true, &error), idempotent, "{error:?}");
        }
    }

    #[test]
    fn waits_double_up_to_the_cap_and_end_with_the_attempts() {
        let policy = RetryPolicy {
            max_attempts: 10,
            ..RetryPolicy::default()
        };
        let waits: Vec<_> = (1..=7)
            .map(|attempts| policy.next_delay(attempts, true, &api(503, None)))
            .collect();
        assert_eq!(
            waits,
            [
                ms(500),
                ms(1000),
                ms(2000),
                ms(4000),
                ms(8000),
                ms(16000),
                ms(20000)
            ]
        );
        assert_eq!(policy.next_delay(10, true, &api(503, None)), None);
        assert_eq!(
            RetryPolicy::never().next_delay(1, true, &api(503, None)),
            None
        );
    }

    #[test]
    fn retry_after_is_a_floor_and_too_long_a_wait_is_an_error() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next_delay(1, false, &api(429, Some("3"))), ms(3000));
        assert_eq!(policy.next_delay(2, false, &api(429, Some("0"))), ms(1000));
        assert_eq!(
            policy.next_delay(1, false, &api(429, Some("20"))),
            ms(20000)
        );
        assert_eq!(policy.next_delay(1, false, &api(429, Some("21"))), None);
    }

    #[test]
    fn jitter_stays_between_half_and_whole_and_above_the_floor() {
        let second = Duration::from_secs(1);
        assert_eq!(
            jittered(second, Duration::ZERO, 0.0),
            Duration::from_millis(500)
        );
        assert_eq!(jittered(second, Duration::ZERO, 1.0), second);
        for random in [0.0, 0.3, 0.99] {
            assert!(jittered(second, second, random) >= second);
        }
        assert_eq!(jittered(Duration::MAX, Duration::MAX, 0.9), Duration::MAX);
    }
}
