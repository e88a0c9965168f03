//! What an ack says.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::{RawValue, to_raw_value};

use super::{Extras, payload::object};
use crate::Reply;

/// The JSON of an ack; `None` where the server answers only after it has checked credentials.
///
/// `ttl_seconds` is how long the credentials of ICE servers last.
///
/// # Panics
///
/// Never: all that is written are objects of texts and numbers.
pub fn encode_reply(reply: &Reply, extras: &dyn Extras, ttl_seconds: u64) -> Option<Box<RawValue>> {
    if matches!(reply, Reply::Authenticate(_)) {
        return None;
    }
    let ack = Ack {
        reply,
        extras,
        ttl_seconds,
    };
    Some(to_raw_value(&ack).expect("objects of texts and numbers"))
}

struct Ack<'a> {
    reply: &'a Reply,
    extras: &'a dyn Extras,
    ttl_seconds: u64,
}

impl Serialize for Ack<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.reply {
            Reply::IceServers(session) => {
                let servers = self.extras.ice_servers(*session);
                object!(serializer, {
                    "ok": true,
                    "iceServers": servers.ice_servers,
                    "iceTransportPolicy": servers.ice_transport_policy,
                    "ttlSeconds": self.ttl_seconds,
                })
            }
            Reply::Refused(refusal) => object!(serializer, {
                "ok": false,
                "event": refusal.event,
                "message": refusal.message,
            }),
            Reply::Done | Reply::Authenticate(_) => object!(serializer, { "ok": true }),
        }
    }
}
