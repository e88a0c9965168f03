//! The block of ports that the demo uses.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
};

use anyhow::{Context as _, bail, ensure};

use crate::services::{FAKES, SERVERS};

/// How many ports a block spans.
const SIZE: u16 = 20;
const FREE_BLOCKS: std::ops::Range<u16> = 10_000..30_000;

/// One block of ports on one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    bind: IpAddr,
    base: u16,
    tls: bool,
}

impl Block {
    /// The block that starts at `base`.
    pub(crate) fn new(bind: IpAddr, base: u16, tls: bool) -> Self {
        Self { bind, base, tls }
    }

    /// The block that starts at `base`, its ports known to be free.
    ///
    /// With base 0, the first free block is taken.
    pub(crate) fn reserve(bind: IpAddr, base: u16, tls: bool) -> anyhow::Result<Self> {
        if base == 0 {
            let start = usize::from(std::process::id() as u16 % 1_000);
            let candidates = FREE_BLOCKS
                .step_by(SIZE.into())
                .cycle()
                .skip(start)
                .take(1_000);
            let free = candidates
                .map(|base| Self::new(bind, base, tls))
                .find(|block| block.occupied().is_none());
            return free.context("no free block of ports; give one with --port-base");
        }
        ensure!(
            base <= u16::MAX - SIZE,
            "--port-base {base} is too high; the block needs ports up to {}",
            u32::from(base) + u32::from(SIZE)
        );
        let block = Self::new(bind, base, tls);
        match block.occupied() {
            None => Ok(block),
            Some((port, error)) if error.kind() == io::ErrorKind::AddrInUse => bail!(
                "port {port} is in use; give another block with --port-base (such as \
                 --port-base {}), or stop the program that uses it",
                block.elsewhere()
            ),
            Some((port, error)) => {
                Err(error).with_context(|| format!("cannot listen on {bind} port {port}"))
            }
        }
    }

    /// Where a service listens.
    pub(crate) fn addr(&self, offset: u16) -> SocketAddr {
        SocketAddr::new(self.bind, self.base + offset)
    }

    /// Where a browser on this machine finds a service that speaks plain HTTP.
    pub(crate) fn plain_url(&self, offset: u16) -> String {
        format!("http://{}", self.reachable(offset))
    }

    /// Where a browser on this machine finds the page or a server.
    pub(crate) fn url(&self, offset: u16) -> String {
        let scheme = if self.tls { "https" } else { "http" };
        format!("{scheme}://{}", self.reachable(offset))
    }

    /// The address on which the servers listen.
    pub(crate) fn bind(&self) -> IpAddr {
        self.bind
    }

    /// Whether the page and the servers speak HTTPS.
    pub(crate) fn tls(&self) -> bool {
        self.tls
    }

    fn reachable(&self, offset: u16) -> SocketAddr {
        let ip = match self.bind {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.base + offset)
    }

    fn occupied(&self) -> Option<(u16, io::Error)> {
        offsets().find_map(|offset| {
            let addr = self.addr(offset);
            TcpListener::bind(addr)
                .err()
                .map(|error| (addr.port(), error))
        })
    }

    fn elsewhere(&self) -> u16 {
        if self.base < 50_000 {
            self.base + 100
        } else {
            4_000
        }
    }
}

/// The offsets in use: the page, the servers, the fakes.
fn offsets() -> impl Iterator<Item = u16> {
    let servers = SERVERS.iter().map(|plan| plan.offset);
    let fakes = FAKES.iter().map(|plan| plan.offset);
    std::iter::once(0).chain(servers).chain(fakes)
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, net::TcpListener};

    use super::{Block, SIZE, offsets};

    #[test]
    fn no_two_services_share_a_port() {
        let mut seen = HashSet::new();

        for offset in offsets() {
            assert!(offset < SIZE);
            assert!(seen.insert(offset), "+{offset} is given twice");
        }
    }

    #[test]
    fn an_unspecified_address_is_shown_as_loopback() {
        let v4 = Block {
            bind: [0, 0, 0, 0].into(),
            base: 4000,
            tls: false,
        };
        let v6 = Block {
            bind: "::".parse().unwrap(),
            base: 4000,
            tls: true,
        };

        assert_eq!(v4.url(0), "http://127.0.0.1:4000");
        assert_eq!(v4.addr(1).to_string(), "0.0.0.0:4001");
        assert_eq!(v6.url(1), "https://[::1]:4001");
        assert_eq!(v6.plain_url(11), "http://[::1]:4011");
    }

    #[test]
    fn an_occupied_port_is_named_with_the_cure() {
        let loopback = [127, 0, 0, 1].into();
        let block = Block::reserve(loopback, 0, false).unwrap();
        let _other = TcpListener::bind(block.addr(11)).unwrap();

        let error = Block::reserve(loopback, block.base, false)
            .unwrap_err()
            .to_string();

        assert!(
            error.contains(&format!("port {} is in use", block.base + 11)),
            "{error}"
        );
        assert!(error.contains("--port-base"), "{error}");
    }

    #[test]
    fn a_block_must_fit_below_the_last_port() {
        let error = Block::reserve([127, 0, 0, 1].into(), 65_530, false).unwrap_err();

        assert!(error.to_string().contains("too high"));
    }
}
