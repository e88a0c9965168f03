//! Whom a request comes from, without believing what anybody can forge.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::{str::FromStr, sync::Arc};

use anyhow::bail;
use axum::extract::{ConnectInfo, Request};
use http::HeaderMap;
use ipnet::IpNet;

use crate::layer::Inner;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED_PROTO: &str = "x-forwarded-proto";
/// What proxies add to a request.
const FORWARDING_HEADERS: [&str; 6] = [
    FORWARDED_FOR,
    "forwarded",
    "x-forwarded-host",
    FORWARDED_PROTO,
    "x-real-ip",
    "via",
];

/// Addresses and networks whose `X-Forwarded-For` is believed; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Whether the address is one of the proxies.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for TrustedProxies {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let entries = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        let network = |entry: &str| match (entry.parse(), entry.parse::<IpAddr>()) {
            (Ok(network), _) => Ok(network),
            (_, Ok(address)) => Ok(address.to_canonical().into()),
            _ => bail!("{entry:?} is not an IP address or a network like 10.0.0.0/8"),
        };
        entries.map(network).collect::<Result<_, _>>().map(Self)
    }
}

/// The address that the request comes from.
///
/// That is the peer. If the peer is a trusted proxy, it is the right-most entry of
/// `X-Forwarded-For` that is not a trusted proxy: everything left of it was sent by the client.
/// An entry that is no address ends the search at the proxy that wrote it.
pub fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedProxies) -> IpAddr {
    let mut address = peer.to_canonical();
    let mut hops = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .rev()
        .flat_map(|value| value.as_bytes().rsplit(|byte| *byte == b','));
    while trusted.contains(address)
        && let Some(hop) = hops.next().and_then(hop_address)
    {
        address = hop;
    }
    address
}

/// The address of one hop, which some proxies write with a port or in brackets.
fn hop_address(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim();
    let bare = hop.trim_start_matches('[').trim_end_matches(']').parse();
    let address = bare
        .or_else(|_| hop.parse().map(|with_port: SocketAddr| with_port.ip()))
        .ok()?;
    Some(address.to_canonical())
}

/// Whether the request was made on this machine: a loopback peer and no proxy in between.
///
/// Every program of the machine is local, so this opens nothing that shows personal data.
pub fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let mut added = FORWARDING_HEADERS.into_iter();
    peer.to_canonical().is_loopback() && !added.any(|name| headers.contains_key(name))
}

/// Whether the request came to a trusted proxy by HTTPS, all the way as far as the proxies know.
pub fn says_https(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedProxies) -> bool {
    let mut hops = headers
        .get_all(FORWARDED_PROTO)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .peekable();
    let https = |hop: &[u8]| hop.trim_ascii().eq_ignore_ascii_case(b"https");
    trusted.contains(peer) && hops.peek().is_some() && hops.all(https)
}

/// The address that [`client_ip`] found; handlers take it as an `Extension`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

/// For [`around`](crate::layer::around): puts [`ClientIp`] into the request.
///
/// Without connection information every client is `0.0.0.0`, which is nobody's address.
pub fn assign<S: Inner>(
    trusted: &TrustedProxies,
    mut request: Request,
    inner: &mut S,
) -> S::Future {
    let address = client_ip(peer(&request), request.headers(), trusted);
    request.extensions_mut().insert(ClientIp(address));
    inner.call(request)
}

/// The address that the connection comes from; `0.0.0.0` without connection information.
pub(crate) fn peer(request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(FORWARDED_FOR, http::HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    fn proxies(text: &str) -> TrustedProxies {
        text.parse().unwrap()
    }

    #[test]
    fn the_client_is_the_right_most_hop_that_is_not_a_trusted_proxy() {
        let trusted = "10.0.0.0/8, 2001:db8:1::/48, 192.0.2.7";
        let cases: &[(&str, &[&[u8]], &str)] = &[
            // Nobody forwarded anything.
            ("203.0.113.5", &[], "203.0.113.5"),
            ("10.0.0.1", &[], "10.0.0.1"),
            // A client that is no proxy claims to be somebody else.
            ("203.0.113.5", &[b"198.51.100.1"], "203.0.113.5"),
            // The proxy appends what it saw to what the client claimed.
            ("10.0.0.1", &[b"198.51.100.1"], "198.51.100.1"),
            (
                "10.0.0.1",
                &[b"1.1.1.1, 10.9.9.9, 198.51.100.1"],
                "198.51.100.1",
            ),
            ("192.0.2.7", &[b"198.51.100.1"], "198.51.100.1"),
            // Several headers are one list in their order.
            ("10.0.0.1", &[b"1.1.1.1", b"198.51.100.1"], "198.51.100.1"),
            (
                "10.0.0.1",
                &[b"1.1.1.1, 198.51.100.1", b"10.0.0.2"],
                "198.51.100.1",
            ),
            // A chain of proxies, also of proxies only.
            (
                "10.0.0.1",
                &[b"198.51.100.1, 10.0.0.3,10.0.0.2"],
                "198.51.100.1",
            ),
            ("10.0.0.1", &[b"10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            // Garbage stops at the proxy that wrote it.
            ("10.0.0.1", &[b"198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &[b"198.51.100.1, , 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &[b"\xff\xfe, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &[b"198.51.100.1, \xff"], "10.0.0.1"),
            ("10.0.0.1", &[b""], "10.0.0.1"),
            // Ports, brackets, IPv6 and IPv4 in IPv6.
            ("10.0.0.1", &[b"198.51.100.1:4711"], "198.51.100.1"),
            ("10.0.0.1", &[b"[2001:db8:2::1]:4711"], "2001:db8:2::1"),
            ("10.0.0.1", &[b"[2001:db8:2::1]"], "2001:db8:2::1"),
            ("2001:db8:1::9", &[b"2001:db8:2::1"], "2001:db8:2::1"),
            ("2001:db8:2::1", &[b"198.51.100.1"], "2001:db8:2::1"),
            ("::ffff:10.0.0.1", &[b"::ffff:198.51.100.1"], "198.51.100.1"),
            ("::ffff:203.0.113.5", &[], "203.0.113.5"),
        ];

        for (peer, forwarded, expected) in cases {
            let found = client_ip(
                peer.parse().unwrap(),
                &headers(forwarded),
                &proxies(trusted),
            );
            assert_eq!(found.to_string(), *expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn https_is_believed_of_a_trusted_proxy_only() {
        let trusted = proxies("10.0.0.0/8");
        let said = |peer: &str, protos: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for proto in protos {
                headers.append(FORWARDED_PROTO, http::HeaderValue::from_static(proto));
            }
            says_https(peer.parse().unwrap(), &headers, &trusted)
        };

        assert!(said("10.0.0.1", &["https"]));
        assert!(said("::ffff:10.0.0.1", &["HTTPS , https"]));
        assert!(!said("203.0.113.5", &["https"]));
        assert!(!said("10.0.0.1", &[]));
        assert!(!said("10.0.0.1", &["http"]));
        assert!(!said("10.0.0.1", &["https, http"]));
        assert!(!said("10.0.0.1", &["https", "http"]));
        assert!(!said("10.0.0.1", &[""]));
    }

    #[test]
    fn without_trusted_proxies_nobody_is_believed() {
        let found = client_ip(
            IpAddr::from([127, 0, 0, 1]),
            &headers(&[b"198.51.100.1"]),
            &TrustedProxies::default(),
        );

        assert_eq!(found, IpAddr::from([127, 0, 0, 1]));
    }

    #[test]
    fn mapped_addresses_match_their_ipv4_peers() {
        let mapped = proxies("::ffff:192.0.2.7");

        assert!(mapped.contains(IpAddr::from([192, 0, 2, 7])));
        assert!(!mapped.contains(IpAddr::from([192, 0, 2, 8])));
    }

    #[test]
    fn an_entry_that_is_no_network_is_named() {
        let error = "10.0.0.0/8, proxy.example.com"
            .parse::<TrustedProxies>()
            .unwrap_err();

        assert_eq!(
            error.to_string(),
            "\"proxy.example.com\" is not an IP address or a network like 10.0.0.0/8"
        );
        assert!("10.0.0.0/33".parse::<TrustedProxies>().is_err());
        assert_eq!(proxies(" , "), TrustedProxies::default());
    }

    #[test]
    fn only_an_unforwarded_loopback_request_is_local() {
        let direct = HeaderMap::new();

        assert!(is_local(IpAddr::from([127, 0, 0, 1]), &direct));
        assert!(is_local("::1".parse().unwrap(), &direct));
        assert!(is_local("::ffff:127.0.0.1".parse().unwrap(), &direct));
        assert!(!is_local(IpAddr::from([10, 0, 0, 1]), &direct));
        for name in FORWARDING_HEADERS {
            let mut forwarded = HeaderMap::new();
            forwarded.insert(name, http::HeaderValue::from_static("127.0.0.1"));
            assert!(
                !is_local(IpAddr::from([127, 0, 0, 1]), &forwarded),
                "{name}"
            );
        }
    }
}
