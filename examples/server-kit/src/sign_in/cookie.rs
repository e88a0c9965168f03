//! The cookie that carries a session's id, signed.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderValue, header};
use secrecy::SecretString;
use sha2::Sha256;

use super::session::SessionId;
use crate::keys;

/// Signs with its first key, and believes all.
#[derive(Clone)]
pub struct Signer {
    name: &'static str,
    keys: Vec<Hmac<Sha256>>,
    /// Whether browsers may send the cookie over https only.
    secure: bool,
    /// Whether other sites show pages of this one in frames.
    in_frames: bool,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("name", &self.name)
            .field("keys", &self.keys.len())
            .field("secure", &self.secure)
            .field("in_frames", &self.in_frames)
            .finish()
    }
}

impl Signer {
    /// Reads `SESSION_KEYS`: comma-separated base64 of 32 bytes each. The first signs.
    ///
    /// The cookie's `name` tells the servers of one host apart; with `secure`, browsers
    /// send it over https only.
    ///
    /// # Errors
    /// Names the place of the key that cannot be read.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    pub fn new(
        name: &'static str,
        session_keys: &SecretString,
        secure: bool,
    ) -> anyhow::Result<Self> {
        let read = |key: &[u8]| Hmac::new_from_slice(key).expect("HMAC takes a key of any length");
        let keys = keys::list("SESSION_KEYS", session_keys)?;
        Ok(Self {
            name,
            keys: keys.iter().map(|key| read(&**key)).collect(),
            secure,
            in_frames: false,
        })
    }

    /// Lets people sign in inside of a frame of another site, too: there the cookie is one of
    /// its own, of that site and this one together.
    ///
    /// Browsers allow it over https only; without, the cookie stays as it is.
    #[must_use]
    pub fn in_frames(self) -> Self {
        Self {
            in_frames: self.secure,
            ..self
        }
    }

    /// The `Set-Cookie` of a session that lives for so many seconds more.
    ///
    /// # Panics
    /// Never: all of it is visible ASCII.
    #[must_use]
    pub fn set(&self, id: &SessionId, seconds: i64) -> HeaderValue {
        self.cookie(&self.sign(id), seconds.max(0))
    }

    /// The `Set-Cookie` that makes a browser forget the cookie.
    #[must_use]
    pub fn clear(&self) -> HeaderValue {
        self.cookie("", 0)
    }

    /// The sessions that a request's cookies name, as far as we signed them: a second
    /// cookie of the same name may have been planted.
    #[must_use]
    pub fn read(&self, headers: &HeaderMap) -> Vec<SessionId> {
        let found = values(headers, self.name);
        found.filter_map(|value| self.open(value)).collect()
    }

    fn cookie(&self, value: &str, seconds: i64) -> HeaderValue {
        match self.in_frames {
            true => written(
                self.name,
                value,
                seconds,
                "SameSite=None; Secure; Partitioned",
            ),
            false => strict(self.name, value, seconds, self.secure),
        }
    }

    fn sign(&self, id: &SessionId) -> String {
        let signature = self.mac(&self.keys[0], id.as_str()).finalize().into_bytes();
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        format!("{}.{signature}", id.as_str())
    }

    fn open(&self, value: &str) -> Option<SessionId> {
        let (id, signature) = value.split_once('.')?;
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?;
        // Compared in constant time.
        let is_ours = |key| self.mac(key, id).verify_slice(&signature).is_ok();
        let signed = self.keys.iter().any(is_ours);
        signed.then(|| SessionId(id.to_owned()))
    }

    fn mac(&self, key: &Hmac<Sha256>, id: &str) -> Hmac<Sha256> {
        // The name keeps the signature from meaning anything elsewhere.
        key.clone()
            .chain_update(self.name)
            .chain_update([0])
            .chain_update(id)
    }
}

/// The `Set-Cookie` of a value that scripts and other sites' pages do not get at, for so many
/// seconds; with `secure`, browsers send it over https only.
///
/// # Panics
/// If the value is not visible ASCII.
#[must_use]
pub fn strict(name: &str, value: &str, seconds: i64, secure: bool) -> HeaderValue {
    let reach = match secure {
        true => "SameSite=Strict; Secure",
        false => "SameSite=Strict",
    };
    written(name, value, seconds.max(0), reach)
}

/// The values of all cookies of this name: a second one may have been planted.
pub fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let pairs = cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    pairs
        .filter(move |(found, _)| *found == name)
        .map(|(_, value)| value)
}

fn written(name: &str, value: &str, seconds: i64, reach: &str) -> HeaderValue {
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; {reach}");
    HeaderValue::try_from(text).expect("a cookie is visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    const TWO: &str = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    fn signer(keys: &str) -> Signer {
        Signer::new("desk_session", &keys.into(), true).unwrap()
    }

    fn with_cookies(cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(header::COOKIE, HeaderValue::try_from(*cookie).unwrap());
        }
        headers
    }

    fn pair(set: &HeaderValue) -> String {
        let set = set.to_str().unwrap();
        set.split_once(';').unwrap().0.to_owned()
    }

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let id = SessionId::random();

        let set = signer(ONE).set(&id, 28_800);
        let set = set.to_str().unwrap();

        let (value, rest) = set.split_once("; ").unwrap();
        assert_eq!(
            rest,
            "Path=/; Max-Age=28800; HttpOnly; SameSite=Strict; Secure"
        );
        assert!(value.starts_with(&format!("desk_session={}.", id.as_str())));
        let plain = Signer::new("desk_session", &ONE.into(), false)
            .unwrap()
            .set(&id, -5);
        let plain = plain.to_str().unwrap();
        assert!(!plain.contains("Secure") && plain.contains("Max-Age=0;"));
    }

    #[test]
    fn inside_of_frames_the_cookie_is_one_of_both_sites_and_only_over_https() {
        let id = SessionId::random();
        let plain = Signer::new("desk_session", &ONE.into(), false).unwrap();

        for (signer, expected) in [
            (
                signer(ONE),
                "; HttpOnly; SameSite=None; Secure; Partitioned",
            ),
            (plain, "; HttpOnly; SameSite=Strict"),
        ] {
            let set = signer.in_frames().set(&id, 1);
            let set = set.to_str().unwrap();
            assert!(set.ends_with(expected), "{set}");
        }
    }

    #[test]
    fn a_cookie_is_read_among_others() {
        let (signer, id) = (signer(ONE), SessionId::random());
        let ours = pair(&signer.set(&id, 1));

        for cookies in [
            &[ours.as_str()][..],
            &[&format!("a=b; {ours};c")],
            &["a=b", &ours],
            &[&format!("desk_session=planted.one; {ours}")],
        ] {
            assert!(
                signer.read(&with_cookies(cookies)) == [id.clone()],
                "{cookies:?}"
            );
        }
        assert!(signer.read(&HeaderMap::new()).is_empty());
    }

    #[test]
    fn of_several_that_are_signed_all_are_named_in_their_order() {
        let (signer, one, two) = (signer(ONE), SessionId::random(), SessionId::random());
        let [first, second] = [&one, &two].map(|id| pair(&signer.set(id, 1)));

        let both = format!("{first}; desk_session=planted.one; {second}");

        assert!(signer.read(&with_cookies(&[&both])) == [one.clone(), two.clone()]);
        assert!(signer.read(&with_cookies(&[&second, &first])) == [two, one]);
    }

    #[test]
    fn every_key_is_believed_and_the_first_signs() {
        let (id, old) = (SessionId::random(), signer(ONE));
        let cookie = pair(&old.set(&id, 1));
        let headers = with_cookies(&[&cookie]);

        assert!(signer(&format!("{TWO}, {ONE}")).read(&headers) == [id.clone()]);
        assert!(signer(TWO).read(&headers).is_empty());
        assert_ne!(pair(&signer(TWO).set(&id, 1)), cookie);
    }

    #[test]
    fn what_we_did_not_sign_is_nobody() {
        let (signer, id) = (signer(ONE), SessionId::random());
        let good = pair(&signer.set(&id, 1));
        let other = SessionId::random();
        let (_, signature) = good.split_once('.').unwrap();
        let half = &good[..good.len() - 4];
        for bad in [
            format!("desk_session={}.{signature}", other.as_str()),
            format!("desk_session={}", id.as_str()),
            format!("desk_session={}.", id.as_str()),
            half.to_owned(),
            format!("{good}AAAA"),
            good.replace("desk_session", "other_session"),
            "desk_session=.".to_owned(),
        ] {
            assert!(signer.read(&with_cookies(&[&bad])).is_empty(), "{bad}");
        }
    }

    #[test]
    fn keys_that_are_no_keys_are_named_by_place_only() {
        for (bad, place) in [("", 1), ("c2hvcnQ=", 1), (&*format!("{ONE},secret"), 2)] {
            let error = Signer::new("desk_session", &bad.into(), true)
                .unwrap_err()
                .to_string();
            assert!(error.ends_with(&format!("key {place} is not")), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
