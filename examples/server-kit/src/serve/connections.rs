//! How many connections are held, and whose.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use metrics::counter;
use tokio::task::AbortHandle;

use crate::client_ip::TrustedProxies;
use crate::limits::network_of;

/// How many connections are held open at a time.
///
/// When all are taken, the address with the most gives up its oldest for one with fewer: whoever
/// holds many keeps nobody out.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// In all. Half of the files that the process may open is the most; the other half is for
    /// the server's own files and calls.
    pub in_all: usize,
    /// From one address; of IPv6, from one /64 network.
    pub per_address: usize,
    /// Addresses that many clients come from, and that no limit of an address holds for.
    pub proxies: TrustedProxies,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            in_all: 2_000,
            per_address: 250,
            proxies: TrustedProxies::default(),
        }
    }
}

impl ConnectionLimits {
    /// Keeps within what this process may open.
    pub(super) fn within_open_files(mut self) -> Self {
        #[cfg(unix)]
        if let Some(files) = rustix::process::getrlimit(rustix::process::Resource::Nofile).current {
            let half = usize::try_from(files / 2).unwrap_or(usize::MAX);
            self.in_all = self.in_all.min(half);
        }
        self
    }
}

/// What becomes of a new connection.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Taken,
    /// In place of the oldest one of this address.
    InsteadOf(IpAddr),
    /// Its address has enough.
    TooManyOfIts,
    /// There is no place, and nobody who has more.
    Full,
}

/// The connections that are open; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    limits: Arc<ConnectionLimits>,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    in_all: usize,
    made: u64,
    by_address: HashMap<IpAddr, Vec<Connection>>,
}

#[derive(Debug)]
struct Connection {
    id: u64,
    /// What serves it; nothing once it was told to end.
    task: Option<AbortHandle>,
}

/// The place of one connection, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Connections,
    address: IpAddr,
    id: u64,
}

impl Connections {
    pub(super) fn new(limits: ConnectionLimits) -> Self {
        Self {
            limits: Arc::new(limits),
            held: Arc::default(),
        }
    }

    /// A place for a new connection of this peer, if it may have one.
    pub(super) fn take(&self, peer: IpAddr) -> Option<Place> {
        let address = network_of(peer);
        let mut held = self.held();
        match self.judge(&held, address) {
            Verdict::Taken => {}
            Verdict::InsteadOf(other) if held.end_oldest(other) => dropped("crowded_out"),
            Verdict::TooManyOfIts => {
                dropped("too_many_of_its_address");
                return None;
            }
            Verdict::Full | Verdict::InsteadOf(_) => {
                dropped("full");
                return None;
            }
        }
        held.in_all += 1;
        held.made += 1;
        let id = held.made;
        let own = held.by_address.entry(address).or_default();
        own.push(Connection { id, task: None });
        Some(Place {
            connections: self.clone(),
            address,
            id,
        })
    }

    fn judge(&self, held: &Held, address: IpAddr) -> Verdict {
        let is_proxy = |address| self.limits.proxies.contains(address);
        let own = match is_proxy(address) {
            true => 0,
            false => held.count(address),
        };
        if own >= self.limits.per_address {
            return Verdict::TooManyOfIts;
        }
        if held.in_all < self.limits.in_all {
            return Verdict::Taken;
        }
        let others = held.by_address.keys().filter(|other| !is_proxy(**other));
        let heaviest = others.max_by_key(|other| held.count(**other));
        match heaviest {
            Some(heaviest) if held.count(*heaviest) > own + 1 => Verdict::InsteadOf(*heaviest),
            _ => Verdict::Full,
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn count(&self, address: IpAddr) -> usize {
        self.by_address.get(&address).map_or(0, Vec::len)
    }

    /// Ends the oldest connection of an address, if there is one to end: one that was upgraded
    /// has no task any more.
    fn end_oldest(&mut self, address: IpAddr) -> bool {
        let own = self.by_address.get_mut(&address).into_iter().flatten();
        let running = |task: &mut AbortHandle| !task.is_finished();
        let oldest = own.filter_map(|one| one.task.take_if(running)).next();
        oldest.inspect(AbortHandle::abort).is_some()
    }
}

impl Place {
    /// Says what serves the connection, to be ended when its place is needed.
    pub(super) fn served_by(&self) -> impl FnOnce(AbortHandle) + use<> {
        let (connections, address, id) = (self.connections.clone(), self.address, self.id);
        move |task| {
            let mut held = connections.held();
            let own = held.by_address.get_mut(&address).into_iter().flatten();
            if let Some(one) = own.into_iter().find(|one| one.id == id) {
                one.task = Some(task);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.connections.held();
        held.in_all -= 1;
        if let Some(own) = held.by_address.get_mut(&self.address) {
            own.retain(|one| one.id != self.id);
            if own.is_empty() {
                held.by_address.remove(&self.address);
            }
        }
    }
}

/// Counts a connection that did not get what it wanted.
pub(super) fn dropped(reason: &'static str) {
    counter!("connections_dropped_total", "reason" => reason).increment(1);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(in_all: usize, per_address: usize) -> Connections {
        Connections::new(ConnectionLimits {
            in_all,
            per_address,
            proxies: "198.51.100.1".parse().unwrap(),
        })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_its_number_and_gets_a_place_back_that_it_leaves() {
        let connections = limits(10, 2);
        let take = |text| connections.take(address(text));

        let first = take("203.0.113.1");
        let second = take("::ffff:203.0.113.1");
        assert!(first.is_some() && second.is_some());
        assert!(take("203.0.113.1").is_none());
        assert!(take("203.0.113.2").is_some());
        drop(first);

        assert!(take("203.0.113.1").is_some());
    }

    #[test]
    fn one_ipv6_network_is_one_address_and_a_proxy_is_none() {
        let connections = limits(10, 1);

        let network = ["2001:db8::1", "2001:db8::2"].map(|text| connections.take(address(text)));
        let proxy = ["198.51.100.1"; 5].map(|text| connections.take(address(text)));

        assert_eq!(network.map(|place| place.is_some()), [true, false]);
        assert!(proxy.iter().all(Option::is_some));
    }

    #[test]
    fn places_that_were_left_are_forgotten() {
        let connections = limits(10, 2);

        drop(connections.take(address("203.0.113.1")));

        let held = connections.held();
        assert_eq!((held.in_all, held.by_address.len()), (0, 0));
    }

    #[test]
    fn who_has_most_gives_way_to_who_has_fewer() {
        let connections = limits(5, 5);
        let many: Vec<_> = (0..3)
            .map(|_| connections.take(address("203.0.113.1")))
            .collect();
        let few: Vec<_> = (0..2)
            .map(|_| connections.take(address("203.0.113.2")))
            .collect();
        assert!(many.iter().chain(&few).all(Option::is_some));
        let judge = |text| connections.judge(&connections.held(), address(text));

        let most = address("203.0.113.1");
        let cases = [
            ("203.0.113.1", Verdict::Full),
            ("203.0.113.2", Verdict::Full),
            ("203.0.113.3", Verdict::InsteadOf(most)),
            ("198.51.100.1", Verdict::InsteadOf(most)),
        ];
        for (text, expected) in cases {
            assert_eq!(judge(text), expected, "{text}");
        }
    }

    #[tokio::test]
    async fn the_oldest_connection_that_is_still_served_is_ended() {
        let connections = limits(3, 3);
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..3 {
            let place = connections.take(address("203.0.113.1")).unwrap();
            let served_by = place.served_by();
            served_by(tasks.spawn(async move {
                // The first one was upgraded: its task is over, its place is not.
                if number > 0 {
                    std::future::pending::<()>().await;
                }
                place
            }));
        }
        let _upgraded = tasks.join_next().await.unwrap().unwrap();

        let newcomers = ["203.0.113.2", "203.0.113.3", "203.0.113.4"]
            .map(|text| connections.take(address(text)).is_some());

        assert_eq!(newcomers, [true, true, false], "there are two to end");
        let ended = tasks.join_next().await.unwrap();
        assert!(ended.unwrap_err().is_cancelled());
    }
}
