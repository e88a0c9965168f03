//! Rate limits: so many requests a window, for each address.

pub(crate) mod layer;
mod meter;

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{mem, num::NonZeroU32, str::FromStr};

use anyhow::Context;
use http::{HeaderMap, HeaderName, HeaderValue, header};

pub use layer::{API, Counts, FILES, Limits, REQUESTS, usual};
pub use meter::Meter;

const LONGEST_WINDOW: Duration = Duration::from_secs(7 * 24 * 3600);
/// What the window may hold for each request, on average.
const SHORTEST_SHARE: Duration = Duration::from_micros(1);
/// In how many parts the requests of an address are remembered.
const BATCHES: u32 = 10;
/// How many addresses one half of the memory holds; both are under 20 MB.
const MOST_RECENT: usize = 20_000;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

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
    let usable = window <= LONGEST_WINDOW && window / requests.get() >= SHORTEST_SHARE;
    usable.then_some(RateLimit { requests, window })
}

/// Whether one request may pass, and what to tell the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether the request may pass.
    pub allowed: bool,
    /// Requests a window.
    pub limit: u32,
    /// Requests that may still come now.
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
        headers.insert(LIMIT, self.limit.into());
        headers.insert(REMAINING, self.remaining.into());
        headers.insert(RESET, seconds_rounded_up(self.reset));
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds_rounded_up(wait));
        }
    }
}

fn seconds_rounded_up(time: Duration) -> HeaderValue {
    (time.as_secs() + u64::from(time.subsec_nanos() > 0)).into()
}

/// Counts requests by address; share it behind an `Arc`.
///
/// In any window, wherever it begins, at most 1.1 times the limit passes; who sends no more than
/// the limit is never refused. IPv6 clients count by their /64 network, since one client has all
/// of its addresses.
#[derive(Debug)]
pub struct RateLimiter {
    limit: RateLimit,
    addresses: Mutex<Addresses>,
}

impl RateLimiter {
    /// A limiter that nobody has used yet.
    pub fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            addresses: Mutex::new(Addresses::new(Instant::now())),
        }
    }

    /// Counts one request of this address.
    pub fn check(&self, address: IpAddr) -> Decision {
        self.check_at(address, Instant::now())
    }

    fn check_at(&self, address: IpAddr, now: Instant) -> Decision {
        let mut addresses = self
            .addresses
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let passed = addresses.of(network_of(address), now, self.limit.window);
        passed.check(self.limit, now)
    }
}

/// The network that counts as one client.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        v4 => v4,
    }
}

/// What passed of each address.
///
/// Addresses are kept in two halves. When the recent half is a window old or full, it becomes
/// the older one and what was that is forgotten, so that an address stays while it is used: by
/// then the count of a forgotten one is over, unless more addresses than fit were at work.
#[derive(Debug)]
struct Addresses {
    recent: HashMap<IpAddr, Passed>,
    older: HashMap<IpAddr, Passed>,
    since: Instant,
}

impl Addresses {
    fn new(since: Instant) -> Self {
        Self {
            recent: HashMap::new(),
            older: HashMap::new(),
            since,
        }
    }

    fn of(&mut self, address: IpAddr, now: Instant, window: Duration) -> &mut Passed {
        let is_old = now.saturating_duration_since(self.since) >= window;
        if is_old || self.recent.len() >= MOST_RECENT {
            self.older = mem::take(&mut self.recent);
            self.since = now;
        }
        let older = &mut self.older;
        let moved = || older.remove(&address).unwrap_or_default();
        self.recent.entry(address).or_insert_with(moved)
    }
}

/// The requests of one address that passed within the last window.
///
/// They are kept as batches of a tenth of the limit, each by the time of its first request. A
/// batch is forgotten a window after that, and with it the rest of it a little too early: that
/// is the tenth by which the limit can be exceeded.
#[derive(Debug, Default)]
struct Passed {
    /// When the first request of each batch came, oldest first; all but the newest are full.
    batches: VecDeque<Instant>,
    in_newest: u32,
}

impl Passed {
    fn check(&mut self, RateLimit { requests, window }: RateLimit, now: Instant) -> Decision {
        let limit = requests.get();
        let batch = limit.div_ceil(BATCHES);
        while self
            .batches
            .front()
            .is_some_and(|first| *first + window <= now)
        {
            self.batches.pop_front();
        }
        let full = self.batches.len().saturating_sub(1) as u32;
        let counted = match self.batches.is_empty() {
            true => 0,
            false => full * batch + self.in_newest,
        };
        let allowed = counted < limit;
        if allowed {
            if self.batches.is_empty() || self.in_newest == batch {
                self.batches.push_back(now);
                self.in_newest = 0;
            }
            self.in_newest += 1;
        }
        let over_in = |first: &Instant| (*first + window).saturating_duration_since(now);
        let oldest_over = self.batches.front().map(over_in);
        Decision {
            allowed,
            limit,
            remaining: limit - counted - u32::from(allowed),
            reset: self.batches.back().map(over_in).unwrap_or_default(),
            retry_after: oldest_over.filter(|_| !allowed),
        }
    }
}

#[cfg(test)]
mod tests;
