//! The settings of STUN and TURN.

use std::{path::PathBuf, str::FromStr};

use anyhow::{bail, ensure};
use secrecy::SecretString;
use server_kit::settings::secret;

use crate::turn::{Ice, TransportPolicy};

/// The settings of how browsers find each other.
#[derive(clap::Args, Clone, Debug)]
pub struct IceArguments {
    /// STUN servers, comma-separated; `none` for none. By them browsers learn their own address.
    #[arg(
        long,
        env = "STUN_URLS",
        default_value = "stun:stun.l.google.com:19302,stun:stun1.l.google.com:19302"
    )]
    pub stun_urls: String,
    /// TURN servers, comma-separated: where there is no direct way, media go through them. Name
    /// them by UDP, TCP and TLS on 443 for visitors behind firewalls.
    #[arg(long, env = "TURN_URLS")]
    pub turn_urls: Option<String>,
    /// The secret that the TURN servers share with this server (coturn: static-auth-secret).
    #[arg(long, env = "TURN_SECRET", hide_env_values = true)]
    pub turn_secret: Option<SecretString>,
    /// File that holds TURN_SECRET.
    #[arg(long, env = "TURN_SECRET_FILE")]
    pub turn_secret_file: Option<PathBuf>,
    /// Which way media may take: `relay` shows neither side the other's address.
    #[arg(long, env = "ICE_TRANSPORT_POLICY", value_enum, default_value = "all")]
    pub ice_transport_policy: TransportPolicy,
}

impl IceArguments {
    /// The servers that both sides of a call are told of.
    ///
    /// # Errors
    /// A text for the operator that names the setting.
    pub fn ice(&self) -> anyhow::Result<Ice> {
        let stun = match self.stun_urls.trim() {
            "none" => Vec::new(),
            given => urls("STUN_URLS", given, &["stun", "stuns"])?,
        };
        let given = self.turn_urls.as_deref().unwrap_or_default();
        let turn = urls("TURN_URLS", given, &["turn", "turns"])?;
        let shared = secret(
            "TURN_SECRET",
            self.turn_secret.clone(),
            self.turn_secret_file.clone(),
        )?;
        let turn = match (turn.is_empty(), shared) {
            (false, Some(shared)) => Some((turn, shared)),
            (true, None) => None,
            (false, None) => bail!("TURN_URLS needs TURN_SECRET, which the TURN servers share"),
            (true, Some(_)) => bail!("TURN_SECRET needs TURN_URLS"),
        };
        let policy = self.ice_transport_policy;
        ensure!(
            policy == TransportPolicy::All || turn.is_some(),
            "ICE_TRANSPORT_POLICY=relay needs TURN_URLS: there would be no way at all"
        );
        Ok(Ice { stun, turn, policy })
    }
}

fn urls(setting: &str, text: &str, schemes: &[&str]) -> anyhow::Result<Vec<String>> {
    let entries = text.split(',').map(str::trim);
    let mut urls = Vec::new();
    for entry in entries.filter(|entry| !entry.is_empty()) {
        let Ok(address) = entry.parse::<IceUrl>() else {
            bail!(
                "{setting}: {entry:?} is not like {}:host.example.com:3478",
                schemes[0]
            );
        };
        ensure!(
            schemes.contains(&address.scheme.as_str()),
            "{setting}: {entry:?} must begin with {}:",
            schemes.join(": or ")
        );
        urls.push(entry.to_owned());
    }
    Ok(urls)
}

/// An address of a STUN or TURN server (RFC 7064, RFC 7065).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IceUrl {
    /// `stun`, `stuns`, `turn` or `turns`.
    pub scheme: String,
    /// A name or an address.
    pub host: String,
    /// The port, or the usual one.
    pub port: u16,
    /// Whether it is spoken over TCP (or TLS).
    pub tcp: bool,
}

impl FromStr for IceUrl {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let Some((scheme, rest)) = text.split_once(':') else {
            bail!("{text:?} has no scheme");
        };
        let is_secure = match scheme {
            "stun" | "turn" => false,
            "stuns" | "turns" => true,
            _ => bail!("{text:?} is no address of a STUN or TURN server"),
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let tcp = match query {
            "" => is_secure,
            "transport=tcp" if scheme.starts_with("turn") => true,
            "transport=udp" if scheme.starts_with("turn") => false,
            _ => bail!("{text:?} may end in ?transport=udp or ?transport=tcp"),
        };
        let usual = if is_secure { 5349 } else { 3478 };
        let is_bare_v6 = place.starts_with('[') && place.ends_with(']');
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !is_bare_v6 => (host, port.parse()?),
            _ => (place, usual),
        };
        let is_v6 = host.starts_with('[') && host.ends_with(']');
        let odd = |one: char| one.is_whitespace() || matches!(one, '/' | '@' | '#' | ':');
        ensure!(
            !host.is_empty() && (is_v6 || !host.contains(odd)),
            "{text:?} has no host"
        );
        Ok(Self {
            scheme: scheme.to_owned(),
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            tcp,
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        ice: IceArguments,
    }

    fn ice(arguments: &[&str]) -> anyhow::Result<Ice> {
        let all = ["x"].iter().chain(arguments);
        Arguments::parse_from(all).ice.ice()
    }

    #[test]
    fn addresses_are_read_with_their_usual_ports() {
        for (text, host, port, tcp) in [
            ("stun:stun.example.com", "stun.example.com", 3478, false),
            (
                "turn:turn.example.com:3479?transport=tcp",
                "turn.example.com",
                3479,
                true,
            ),
            (
                "turns:turn.example.com:443?transport=tcp",
                "turn.example.com",
                443,
                true,
            ),
            ("turns:turn.example.com", "turn.example.com", 5349, true),
            ("turn:[2001:db8::1]:3478", "2001:db8::1", 3478, false),
            ("turn:[2001:db8::1]", "2001:db8::1", 3478, false),
        ] {
            let url: IceUrl = text.parse().unwrap();
            assert_eq!(
                (url.host.as_str(), url.port, url.tcp),
                (host, port, tcp),
                "{text}"
            );
        }
        for bad in [
            "stun.example.com:3478",
            "stun:",
            "turn:turn.example.com:port",
            "turn:turn.example.com?transport=sctp",
            "stun:stun.example.com?transport=tcp",
            "turn://turn.example.com",
            "turn:user@turn.example.com",
            "https:turn.example.com",
        ] {
            assert!(bad.parse::<IceUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn turn_needs_its_secret_and_relay_needs_turn() {
        let turn = "--turn-urls=turn:turn.example.com:3478,turns:turn.example.com:443";

        let all = ice(&[turn, "--turn-secret=s", "--stun-urls=none"]).unwrap();

        assert!(all.stun.is_empty());
        assert_eq!(all.turn.unwrap().0.len(), 2);
        assert_eq!(ice(&[]).unwrap().stun.len(), 2);
        for (wrong, named) in [
            (&[turn][..], "TURN_SECRET"),
            (&["--turn-secret=s"], "TURN_URLS"),
            (&["--ice-transport-policy=relay"], "TURN_URLS"),
            (&["--stun-urls=turn:turn.example.com"], "STUN_URLS"),
            (&["--stun-urls=example.com"], "STUN_URLS"),
        ] {
            let error = ice(wrong).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
