//! Ids, resume tokens, and where their randomness comes from.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Serialize, de};

/// Where ids and tokens come from: the caller's source of randomness.
///
/// A server fills the buffer from the operating system, a test from a seeded generator. Any
/// `FnMut(&mut [u8])` is one.
pub trait Entropy {
    /// Fills the buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Entropy for F {
    fn fill(&mut self, buffer: &mut [u8]) {
        self(buffer);
    }
}

/// Names one connection of the transport; chosen by the server, never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(u64);

impl ConnectionId {
    /// The connection with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 128 random bits, as 22 characters of URL-safe base64 on the wire.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u128);

        impl $name {
            /// What a text that is no id is read as; no call or session has it.
            pub const UNKNOWN: Self = Self(0);

            pub(crate) fn random(entropy: &mut dyn Entropy) -> Self {
                loop {
                    let mut bytes = [0; 16];
                    entropy.fill(&mut bytes);
                    let id = Self(u128::from_be_bytes(bytes));
                    if id != Self::UNKNOWN {
                        return id;
                    }
                }
            }

            /// Reads an id; whatever is none becomes [`UNKNOWN`](Self::UNKNOWN), which nothing has.
            pub fn read(text: &str) -> Self {
                let mut bytes = [0; 16];
                match base64url::decode(text, &mut bytes) {
                    Some(()) => Self(u128::from_be_bytes(bytes)),
                    None => Self::UNKNOWN,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                base64url::write(&self.0.to_be_bytes(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl de::Visitor<'_> for Visitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an id as text")
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        Ok($name::read(text))
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

random_id! {
    /// Identifies a call, through transfers and reconnections.
    CallId
}

random_id! {
    /// Identifies a device (a visitor's page, or one browser of a staff member) to its peers.
    ///
    /// It is the `from` of what is relayed, and is kept over reconnections and page refreshes.
    SessionId
}

/// Identifies a staff member, as the server's accounts do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StaffId(Arc<str>);

impl StaffId {
    /// The staff member with this id.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for StaffId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The secret by which a page takes up its session again; 43 characters of URL-safe base64.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResumeToken([u8; 32]);

impl ResumeToken {
    pub(crate) fn random(entropy: &mut dyn Entropy) -> Self {
        let mut bytes = [0; 32];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Reads a token as a client sends it.
    pub fn read(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        base64url::decode(text, &mut bytes)?;
        Some(Self(bytes))
    }

    /// The text that the client keeps. It is a secret: it belongs to no log.
    pub fn to_secret_text(&self) -> String {
        struct Show<'a>(&'a [u8]);
        impl fmt::Display for Show<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                base64url::write(self.0, f)
            }
        }
        Show(&self.0).to_string()
    }
}

impl fmt::Debug for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResumeToken(…)")
    }
}

impl Serialize for ResumeToken {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_secret_text())
    }
}

impl<'de> Deserialize<'de> for ResumeToken {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| de::Error::custom("this is no resume token"))
    }
}

mod base64url {
    use std::fmt::{self, Write as _};

    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    pub(super) fn write(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in bytes.chunks(3) {
            let mut group = 0_u32;
            for index in 0..3 {
                group = group << 8 | u32::from(chunk.get(index).copied().unwrap_or(0));
            }
            for index in 0..=chunk.len() {
                let sextet = group >> (18 - 6 * index) & 63;
                f.write_char(char::from(ALPHABET[sextet as usize]))?;
            }
        }
        Ok(())
    }

    /// Exactly as many characters as the bytes need, and no bits beyond the last of them.
    pub(super) fn decode(text: &str, bytes: &mut [u8]) -> Option<()> {
        if text.len() != (bytes.len() * 8).div_ceil(6) {
            return None;
        }
        let (mut group, mut bits) = (0_u32, 0);
        let mut free = bytes.iter_mut();
        for character in text.bytes() {
            group = group << 6 | sextet(character)?;
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                *free.next()? = (group >> bits) as u8;
                group &= (1 << bits) - 1;
            }
        }
        (group == 0).then_some(())
    }

    fn sextet(character: u8) -> Option<u32> {
        Some(u32::from(match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_tokens_are_read_from_their_own_text() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut entropy = |buffer: &mut [u8]| random.fill(buffer);
        for _ in 0..100 {
            let call = CallId::random(&mut entropy);
            let token = ResumeToken::random(&mut entropy);

            assert_eq!(call.to_string().len(), 22);
            assert_eq!(CallId::read(&call.to_string()), call);
            assert_eq!(ResumeToken::read(&token.to_secret_text()), Some(token));
        }
        assert_eq!(CallId(0xff << 120).to_string(), "_wAAAAAAAAAAAAAAAAAAAA");
    }

    #[test]
    fn what_is_no_id_is_no_call() {
        for text in [
            "",
            "call-1",
            "_wAAAAAAAAAAAAAAAAAAA",
            "_wAAAAAAAAAAAAAAAAAAAB",
            "+wAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert_eq!(CallId::read(text), CallId::UNKNOWN, "{text}");
        }
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token = ResumeToken([7; 32]);

        assert_eq!(format!("{token:?}"), "ResumeToken(…)");
    }
}
