//! ICE servers: STUN as it is set, and TURN with credentials that expire.

use std::{fmt, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{json, value::to_raw_value};
use sha1::Sha1;
use signaling_core::{SessionId, wire::IceServers};

/// How long credentials are good: a call that goes on asks for new ones before an ICE restart.
pub const LIFE: Duration = Duration::from_secs(3600);

/// Which way media may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum TransportPolicy {
    /// Directly if that works, through TURN otherwise.
    All,
    /// Through TURN only: neither side learns the other's address.
    Relay,
}

impl TransportPolicy {
    fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Relay => "relay",
        }
    }
}

/// The ICE servers that the two sides of a call are told of.
#[derive(Clone)]
pub struct Ice {
    /// Addresses of STUN servers.
    pub stun: Vec<String>,
    /// Addresses of TURN servers, and the secret that they share with this server.
    pub turn: Option<(Vec<String>, SecretString)>,
    /// Which way media may take.
    pub policy: TransportPolicy,
}

impl fmt::Debug for Ice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ice")
            .field("stun", &self.stun)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl Ice {
    /// What browsers take as `iceServers`, with credentials for this session.
    ///
    /// # Panics
    /// Never: all that is written are texts.
    #[must_use]
    pub fn servers(&self, session: SessionId, now: DateTime<Utc>) -> IceServers {
        let mut servers = Vec::new();
        if !self.stun.is_empty() {
            servers.push(json!({ "urls": self.stun }));
        }
        if let Some((urls, secret)) = &self.turn {
            let expires = now + TimeDelta::seconds(LIFE.as_secs().cast_signed());
            let username = format!("{}:{session}", expires.timestamp());
            let credential = credential(secret, &username);
            servers.push(json!({ "urls": urls, "username": username, "credential": credential }));
        }
        IceServers {
            ice_servers: to_raw_value(&servers).expect("texts can be written as JSON"),
            ice_transport_policy: self.policy.as_str().to_owned(),
        }
    }
}

/// The password that a TURN server with the same secret works out for this name
/// (draft-uberti-behave-turn-rest, coturn's `use-auth-secret`).
fn credential(secret: &SecretString, username: &str) -> String {
    let key = secret.expose_secret().as_bytes();
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(username.as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// From the tests of pion/turn (`lt_cred_test.go`).
    #[test]
    fn the_credential_is_the_one_that_turn_servers_work_out() {
        let credential = credential(&"foobar".into(), "1599491771");

        assert_eq!(credential, "Tpz/nKkyvX/vMSLKvL4sbtBt8Vs=");
    }

    #[test]
    fn credentials_name_the_session_and_are_good_for_an_hour() {
        let now = "2026-11-20T09:20:00Z".parse::<DateTime<Utc>>().unwrap();
        let ice = Ice {
            stun: vec!["stun:stun.example.com:3478".to_owned()],
            turn: Some((
                vec!["turn:turn.example.com:3478?transport=udp".to_owned()],
                "s".into(),
            )),
            policy: TransportPolicy::Relay,
        };

        let told = ice.servers(SessionId::UNKNOWN, now);

        let servers: Value = serde_json::from_str(told.ice_servers.get()).unwrap();
        assert_eq!(told.ice_transport_policy, "relay");
        assert_eq!(
            servers[0],
            json!({ "urls": ["stun:stun.example.com:3478"] })
        );
        let username = servers[1]["username"].as_str().unwrap();
        let expiry = now.timestamp() + 3600;
        assert_eq!(username, format!("{expiry}:{}", SessionId::UNKNOWN));
        assert_eq!(servers[1]["credential"], credential(&"s".into(), username));
        assert!(!format!("{ice:?}").contains("\"s\""));
    }

    #[test]
    fn without_a_secret_there_is_no_turn() {
        let ice = Ice {
            stun: Vec::new(),
            turn: None,
            policy: TransportPolicy::All,
        };

        let told = ice.servers(SessionId::UNKNOWN, Utc::now());

        assert_eq!(told.ice_servers.get(), "[]");
    }
}
