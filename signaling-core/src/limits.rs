//! How fast clients may speak.

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{Rate, Timestamp};

/// A token bucket.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Bucket {
    used: u32,
    /// Since when the last of the used ones has been coming back.
    since: Timestamp,
    /// Whether the client has been told, since it was last allowed something.
    told: bool,
}

/// Too much at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limited {
    pub(crate) retry_after: Duration,
    /// Whether this is the first refusal after something was allowed.
    pub(crate) is_first: bool,
}

impl Bucket {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            used: 0,
            since: now,
            told: false,
        }
    }

    /// Takes one token.
    pub(crate) fn take(&mut self, rate: Rate, now: Timestamp) -> Result<(), Limited> {
        self.refill(rate, now);
        if self.used >= rate.burst {
            let waited = now.since(self.since);
            return Err(Limited {
                retry_after: rate.refill.saturating_sub(waited),
                is_first: !std::mem::replace(&mut self.told, true),
            });
        }
        self.used += 1;
        self.told = false;
        Ok(())
    }

    fn refill(&mut self, rate: Rate, now: Timestamp) {
        let pause = rate.refill.as_millis().max(1);
        let back = u32::try_from(now.since(self.since).as_millis() / pause).unwrap_or(u32::MAX);
        if back >= self.used {
            self.used = 0;
            self.since = now;
        } else if back > 0 {
            self.used -= back;
            self.since = self.since.after(rate.refill * back);
        }
    }

    fn is_full(&mut self, rate: Rate, now: Timestamp) -> bool {
        self.refill(rate, now);
        self.used == 0
    }
}

/// A bucket for each address that lately took something; the others are not remembered.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Addresses {
    buckets: HashMap<IpAddr, Bucket>,
    /// When each is looked at again. All wait equally long.
    expiry: VecDeque<(Timestamp, IpAddr)>,
}

impl Addresses {
    /// Takes one token of an address. If too many addresses are known, new ones have to wait.
    pub(crate) fn take(
        &mut self,
        address: IpAddr,
        rate: Rate,
        most: usize,
        now: Timestamp,
    ) -> Result<(), Limited> {
        let network = network(address);
        if let Some(bucket) = self.buckets.get_mut(&network) {
            let taken = bucket.take(rate, now);
            // Others at that address are told for themselves.
            return taken.map_err(|limited| Limited {
                is_first: true,
                ..limited
            });
        }
        let full_after = rate.refill * rate.burst;
        if self.buckets.len() >= most {
            return Err(Limited {
                retry_after: full_after,
                is_first: true,
            });
        }
        let mut bucket = Bucket::new(now);
        let taken = bucket.take(rate, now);
        self.buckets.insert(network, bucket);
        self.expiry.push_back((now.after(full_after), network));
        taken
    }

    pub(crate) fn deadline(&self) -> Option<Timestamp> {
        self.expiry.front().map(|(at, _)| *at)
    }

    /// Forgets the addresses whose buckets are full again.
    pub(crate) fn expire(&mut self, rate: Rate, now: Timestamp) {
        while let Some((at, address)) = self.expiry.front().copied() {
            if at > now {
                return;
            }
            self.expiry.pop_front();
            let Some(bucket) = self.buckets.get_mut(&address) else {
                continue;
            };
            if bucket.is_full(rate, now) {
                self.buckets.remove(&address);
            } else {
                let again = now.after(rate.refill * rate.burst);
                self.expiry.push_back((again, address));
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.buckets.len()
    }
}

/// What one customer of a provider has: an IPv4 address, or 64 bits of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let prefix = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(prefix))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        burst: 3,
        refill: Duration::from_millis(100),
    };

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_unix_millis(millis)
    }

    #[test]
    fn a_bucket_allows_a_burst_and_then_the_rate() {
        let mut bucket = Bucket::new(at(0));
        for _ in 0..3 {
            assert_eq!(bucket.take(RATE, at(10)), Ok(()));
        }

        let first = bucket.take(RATE, at(50)).expect_err("three were taken");
        let second = bucket.take(RATE, at(60)).expect_err("three were taken");
        assert_eq!((first.is_first, second.is_first), (true, false));
        let allowed = (0..10_000).filter(|time| bucket.take(RATE, at(100 + time)).is_ok());
        assert_eq!(allowed.count(), 100);
    }

    #[test]
    fn addresses_are_forgotten_once_they_may_do_everything_again() {
        let mut addresses = Addresses::default();
        let address = |last| IpAddr::from([192, 0, 2, last]);
        assert!(addresses.take(address(1), RATE, 2, at(0)).is_ok());
        assert!(addresses.take(address(2), RATE, 2, at(0)).is_ok());
        assert!(addresses.take(address(3), RATE, 2, at(0)).is_err());
        assert!(addresses.take(address(1), RATE, 2, at(250)).is_ok());

        addresses.expire(RATE, at(300));
        assert_eq!(addresses.len(), 1);
        addresses.expire(RATE, at(600));
        assert_eq!((addresses.len(), addresses.deadline()), (0, None));
    }

    #[test]
    fn one_network_is_one_address() {
        let of = |text: &str| network(text.parse().expect("an address"));

        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8:0:1::1"), of("2001:db8:0:2::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
