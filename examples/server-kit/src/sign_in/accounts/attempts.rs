//! Sign-ins that failed, so that nobody tries passwords one after the other.

use std::{
    collections::HashMap,
    mem,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use sha2::{Digest, Sha256};

use crate::limits::network_of;

/// How long a failure counts.
const WINDOW: Duration = Duration::from_secs(15 * 60);
/// From one address: people behind it share it.
const OF_ADDRESS: u32 = 30;
/// For one account, from anywhere.
const OF_ACCOUNT: u32 = 10;
/// How many addresses and accounts one half of the memory holds.
const MOST_RECENT: usize = 20_000;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Address(IpAddr),
    /// A digest of the e-mail address, whether it has an account or not.
    Account([u8; 32]),
}

/// The failures of one key: how many, and since when.
#[derive(Clone, Copy)]
struct Failed {
    count: u32,
    since: Instant,
}

/// Counts failures by address and by account.
pub(super) struct Attempts {
    failed: Mutex<Memory>,
}

/// When the recent half is a window old or full, it becomes the older one, and what was that
/// is forgotten: by then it does not count any more, unless more failed than fit.
struct Memory {
    recent: HashMap<Key, Failed>,
    older: HashMap<Key, Failed>,
    since: Instant,
}

impl Memory {
    /// What failed and still counts, to be counted on.
    fn of(&mut self, key: Key, now: Instant) -> &mut Failed {
        if now.saturating_duration_since(self.since) >= WINDOW || self.recent.len() >= MOST_RECENT {
            self.older = mem::take(&mut self.recent);
            self.since = now;
        }
        let fresh = Failed {
            count: 0,
            since: now,
        };
        let older = self.older.remove(&key).unwrap_or(fresh);
        let failed = self.recent.entry(key).or_insert(older);
        if left(failed, now).is_none() {
            *failed = fresh;
        }
        failed
    }
}

/// One sign-in under way; it counts as failed unless it is said to be right.
pub(super) struct Attempt {
    keys: [Key; 2],
    now: Instant,
}

impl Attempts {
    pub(super) fn new(now: Instant) -> Self {
        let memory = Memory {
            recent: HashMap::new(),
            older: HashMap::new(),
            since: now,
        };
        Self {
            failed: Mutex::new(memory),
        }
    }

    /// Counts a sign-in, or says how long to wait.
    pub(super) fn begin(
        &self,
        from: IpAddr,
        email: &str,
        now: Instant,
    ) -> Result<Attempt, Duration> {
        let account = Key::Account(Sha256::digest(email).into());
        let keys = [Key::Address(network_of(from)), account];
        let mut memory = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, most) in keys.into_iter().zip([OF_ADDRESS, OF_ACCOUNT]) {
            let failed = memory.of(key, now);
            if failed.count >= most {
                return Err(left(failed, now).unwrap_or_default());
            }
        }
        for key in keys {
            memory.of(key, now).count += 1;
        }
        Ok(Attempt { keys, now })
    }

    /// The sign-in was right: what failed for its account before does not count any more.
    pub(super) fn succeeded(&self, attempt: &Attempt) {
        let [address, account] = attempt.keys;
        let mut memory = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        take_back(memory.of(address, attempt.now));
        memory.of(account, attempt.now).count = 0;
    }

    /// The sign-in was neither right nor wrong: nothing could be looked at, or a code is missing.
    pub(super) fn take_back(&self, attempt: &Attempt) {
        let mut memory = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        for key in attempt.keys {
            take_back(memory.of(key, attempt.now));
        }
    }
}

fn take_back(failed: &mut Failed) {
    failed.count = failed.count.saturating_sub(1);
}

/// How long failures count on, if they still do.
fn left(failed: &Failed, now: Instant) -> Option<Duration> {
    let left = (failed.since + WINDOW).saturating_duration_since(now);
    (!left.is_zero()).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    /// Fails so many sign-ins for an account, each from another address.
    fn fail(attempts: &Attempts, email: &str, times: u32, now: Instant) {
        for last in 0..times {
            assert!(attempts.begin(address(last as u8), email, now).is_ok());
        }
    }

    #[test]
    fn an_account_has_ten_failures_in_a_quarter_of_an_hour() {
        let now = Instant::now();
        let attempts = Attempts::new(now);
        fail(&attempts, "ana@example.com", OF_ACCOUNT, now);
        let again = |email, at| attempts.begin(address(200), email, at).err();

        assert_eq!(again("ana@example.com", now), Some(WINDOW));
        assert_eq!(again("bo@example.com", now), None);
        assert_eq!(again("ana@example.com", now + WINDOW), None);
    }

    #[test]
    fn an_address_has_thirty_over_all_accounts() {
        let now = Instant::now();
        let attempts = Attempts::new(now);
        for number in 0..OF_ADDRESS {
            let email = format!("{number}@example.com");
            assert!(attempts.begin(address(1), &email, now).is_ok());
        }

        assert!(attempts.begin(address(1), "ana@example.com", now).is_err());
        assert!(attempts.begin(address(2), "ana@example.com", now).is_ok());
    }

    #[test]
    fn who_signs_in_does_not_use_up_the_addresss_share() {
        let now = Instant::now();
        let attempts = Attempts::new(now);

        for number in 0..3 * OF_ADDRESS {
            let email = format!("{number}@example.com");
            let attempt = attempts.begin(address(1), &email, now);
            attempts.succeeded(&attempt.unwrap());
        }
    }

    #[test]
    fn a_right_password_forgives_the_wrong_ones_before() {
        let now = Instant::now();
        let attempts = Attempts::new(now);
        fail(&attempts, "ana@example.com", OF_ACCOUNT - 1, now);

        let right = attempts.begin(address(100), "ana@example.com", now);
        attempts.succeeded(&right.unwrap());

        fail(&attempts, "ana@example.com", OF_ACCOUNT, now);
    }

    #[test]
    fn what_could_not_be_looked_at_counts_nowhere() {
        let now = Instant::now();
        let attempts = Attempts::new(now);

        for _ in 0..3 * OF_ADDRESS {
            let attempt = attempts.begin(address(1), "ana@example.com", now);
            attempts.take_back(&attempt.unwrap());
        }
    }

    #[test]
    fn the_memory_is_bounded() {
        let now = Instant::now();
        let attempts = Attempts::new(now);
        for number in 0..2 * MOST_RECENT as u32 {
            let from = IpAddr::from((number + 0x0a00_0000).to_be_bytes());
            attempts.begin(from, &number.to_string(), now).unwrap();
        }

        let memory = attempts.failed.lock().unwrap();
        assert!(memory.recent.len() <= MOST_RECENT && memory.older.len() <= MOST_RECENT);
    }
}
