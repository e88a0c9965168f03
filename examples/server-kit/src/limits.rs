//! Rate limits: so many requests a window, for each address.

pub(crate) mod layer;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{collections::HashMap, num::NonZeroU32, str::FromStr};

use anyhow::Context;
use http::{HeaderMap, HeaderValue};

pub use layer::{API, Counts, FILES, Limits, REQUESTS, usual};

const LONGEST_WINDOW: Duration = Duration::from_secs(7 * 24 * 3600);
const SHORTEST_REFILL: Duration = Duration::from_micros(1);

/// A limit such as `100/15m`: requests, then the window in `s`, `m` or `h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    requests: NonZeroU32,
    window: Duration,
}

impl FromStr for RateLimit {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let usable = "a rate limit like 100/15m (s, m or h, to 168h)";
        parse(text.trim()).with_context(|| format!("{text:?} is not {usable}"))
    }
}

fn parse(text: &str) -> Option<RateLimit> {
    let (requests, window) = text.split_once('/')?;
    let requests: NonZeroU32 = requests.trim().parse().ok()?;
    let (count, unit) = window.split_at_checked(window.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return None,
    };
    let seconds = count.trim().parse::<u64>().ok()?.checked_mul(unit)?;
    let window = Duration::from_secs(seconds);
    let usable = window <= LONGEST_WINDOW && window / requests.get() >= SHORTEST_REFILL;
    usable.then_some(RateLimit { requests, window })
}

/// Whether one request may pass, and what to tell the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether the request may pass.
    pub allowed: bool,
    /// Requests a window.
    pub limit: u32,
    /// Requests that may still come at once.
    pub remaining: u32,
    /// When the whole limit is there again, if nothing more comes.
    pub reset: Duration,
    /// When the next request may come, if this one may not pass.
    pub retry_after: Option<Duration>,
}

impl Decision {
    /// Writes `RateLimit-Limit`, `-Remaining`, `-Reset` and, when refused, `Retry-After`.
    ///
    /// Times are whole seconds, rounded up.
    pub fn write_headers(&self, headers: &mut HeaderMap) {
        headers.insert("ratelimit-limit", self.limit.into());
        headers.insert("ratelimit-remaining", self.remaining.into());
        headers.insert("ratelimit-reset", seconds_rounded_up(self.reset));
        if let Some(wait) = self.retry_after {
            headers.insert("retry-after", seconds_rounded_up(wait));
        }
    }
}

fn seconds_rounded_up(time: Duration) -> HeaderValue {
    (time.as_secs() + u64::from(time.subsec_nanos() > 0)).into()
}

/// Counts requests by address; share it behind an `Arc`.
///
/// Each address may send the whole limit at once and is refilled evenly over the window. IPv6
/// clients count by their /64 network, since one client has all of its addresses.
#[derive(Debug)]
pub struct RateLimiter {
    limit: RateLimit,
    /// When the bucket of each address is full again; a full bucket need not be remembered.
    full_at: Mutex<HashMap<IpAddr, Instant>>,
}

impl RateLimiter {
    /// A limiter that nobody has used yet.
    pub fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            full_at: Mutex::default(),
        }
    }

    /// Counts one request of this address.
    pub fn check(&self, address: IpAddr) -> Decision {
        self.check_at(address, Instant::now())
    }

    fn check_at(&self, address: IpAddr, now: Instant) -> Decision {
        let limit = self.limit.requests.get();
        let refill = self.limit.window / limit;
        // Refills are whole nanoseconds, so the whole may be a little less than the window.
        let whole = refill * limit;
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() == buckets.capacity() {
            // The map would grow now. Making room for as many again keeps this rare.
            buckets.retain(|_, full_at| *full_at > now);
            let remembered = buckets.len();
            buckets.shrink_to(2 * remembered);
            buckets.reserve(remembered + 1);
        }
        let full_at = buckets.entry(bucket_of(address)).or_insert(now);
        let missing = full_at.saturating_duration_since(now);
        let wait = (missing + refill).saturating_sub(whole);
        let allowed = wait.is_zero();
        let reset = if allowed { missing + refill } else { missing };
        *full_at = now + reset;
        let remaining = ((whole - reset).as_nanos() / refill.as_nanos()) as u32;
        Decision {
            allowed,
            limit,
            remaining,
            reset,
            retry_after: (!allowed).then_some(wait),
        }
    }
}

fn bucket_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALLER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 5));

    /// A limiter, and a clock that stands still unless told.
    struct Scene {
        limiter: RateLimiter,
        now: Instant,
    }

    impl Scene {
        fn new(limit: &str) -> Self {
            Self {
                limiter: RateLimiter::new(limit.parse().unwrap()),
                now: Instant::now(),
            }
        }

        fn check(&self, address: IpAddr) -> Decision {
            self.limiter.check_at(address, self.now)
        }
    }

    #[test]
    fn limits_are_read() {
        let cases = [
            ("100/15m", Some((100, 900))),
            (" 20 / 900s ", Some((20, 900))),
            ("1/1h", Some((1, 3600))),
            ("5/90m", Some((5, 5400))),
            ("7/61s", Some((7, 61))),
            ("1000/120m", Some((1000, 7200))),
            ("1/168h", Some((1, 604_800))),
            ("0/15m", None),
            ("100/0m", None),
            ("100", None),
            ("100/", None),
            ("100/15", None),
            ("100/15d", None),
            ("100/m", None),
            ("-1/1m", None),
            ("1/169h", None),
            ("1/99999999999999999h", None),
            ("4000000000/1s", None),
            ("100/15µ", None),
            ("", None),
        ];

        for (text, expected) in cases {
            let read = text.parse().ok();
            let read = read.map(|limit: RateLimit| (limit.requests.get(), limit.window.as_secs()));
            assert_eq!(read, expected, "{text:?}");
        }
    }

    #[test]
    fn the_request_after_the_limit_is_refused() {
        let scene = Scene::new("100/15m");

        let passed: Vec<Decision> = (0..100).map(|_| scene.check(CALLER)).collect();
        let refused = scene.check(CALLER);

        assert!(passed.iter().all(|decision| decision.allowed));
        assert_eq!(passed[0].remaining, 99);
        assert_eq!(passed[99].remaining, 0);
        assert_eq!(
            refused,
            Decision {
                allowed: false,
                limit: 100,
                remaining: 0,
                reset: Duration::from_secs(900),
                retry_after: Some(Duration::from_secs(9)),
            }
        );
    }

    #[test]
    fn waiting_as_told_lets_one_request_pass() {
        let mut scene = Scene::new("3/30s");
        (0..3).for_each(|_| assert!(scene.check(CALLER).allowed));

        let wait = scene.check(CALLER).retry_after.unwrap();
        scene.now += wait;

        assert!(scene.check(CALLER).allowed);
        assert!(!scene.check(CALLER).allowed);
    }

    #[test]
    fn after_the_window_the_whole_limit_is_there_again() {
        let mut scene = Scene::new("20/15m");
        for _ in 0..25 {
            scene.check(CALLER);
        }

        scene.now += Duration::from_secs(900);

        assert_eq!(scene.check(CALLER).remaining, 19);
    }

    #[test]
    fn other_addresses_have_their_own_bucket() {
        let scene = Scene::new("1/15m");

        assert!(scene.check(CALLER).allowed);
        assert!(!scene.check(CALLER).allowed);
        assert!(scene.check(IpAddr::from([203, 0, 113, 6])).allowed);
    }

    #[test]
    fn one_ipv6_network_shares_a_bucket_and_mapped_addresses_are_ipv4() {
        let scene = Scene::new("1/15m");
        let allowed = |text: &str| scene.check(text.parse().unwrap()).allowed;

        assert!(allowed("2001:db8:0:1::1"));
        assert!(!allowed("2001:db8:0:1:ffff::2"));
        assert!(allowed("2001:db8:0:2::1"));
        assert!(allowed("198.51.100.1"));
        assert!(!allowed("::ffff:198.51.100.1"));
    }

    #[test]
    fn addresses_that_are_full_again_are_forgotten() {
        let mut scene = Scene::new("1/1s");

        for n in 0..50_000 {
            scene.check(IpAddr::from(std::net::Ipv4Addr::from_bits(n)));
            scene.now += Duration::from_millis(10);
        }

        let remembered = scene.limiter.full_at.lock().unwrap().len();
        assert!(remembered < 500, "{remembered}");
    }

    #[test]
    fn headers_tell_whole_seconds_rounded_up() {
        let mut headers = HeaderMap::new();
        let decision = Decision {
            allowed: false,
            limit: 20,
            remaining: 0,
            reset: Duration::from_millis(899_001),
            retry_after: Some(Duration::from_millis(1)),
        };

        decision.write_headers(&mut headers);

        assert_eq!(headers["ratelimit-limit"], "20");
        assert_eq!(headers["ratelimit-remaining"], "0");
        assert_eq!(headers["ratelimit-reset"], "900");
        assert_eq!(headers["retry-after"], "1");
    }
}
