//! Bearer tokens: an hour of a key, without the key.
//!
//! A token is sealed, so that nobody can make or read one, and is kept nowhere. It names the
//! digest of the key that it was given for: it ends with the key, and with a rotation's overlap.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use server_kit::seal::Sealer;

use super::{Digest, KeyRing, Live};

/// How long a token is good for.
pub const LIFE: TimeDelta = TimeDelta::hours(1);

/// What every token begins with.
const PREFIX: &str = "spt_";
/// Longer texts are no tokens, and are not opened.
const LONGEST: usize = 256;
const OWNER: &str = "bearer";
const FIELD: &str = "token";

/// Gives tokens, and knows them again. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tokens(Arc<Sealer>);

impl Tokens {
    /// With the keys that seal.
    #[must_use]
    pub fn new(sealer: Arc<Sealer>) -> Self {
        Self(sealer)
    }

    /// A token for whoever came with this key.
    #[must_use]
    pub fn give(&self, live: &Live, digest: &Digest, now: DateTime<Utc>) -> SecretString {
        let until = (now + LIFE).timestamp().to_be_bytes();
        let id = live.key.id.as_bytes();
        let sealed = self
            .0
            .seal_bytes(OWNER, FIELD, &[&until, &digest.tag()[..], id].concat());
        format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(sealed)).into()
    }

    /// The key of a token, if both can be used now, from there.
    #[must_use]
    pub fn check(
        &self,
        ring: &KeyRing,
        text: &str,
        origin: Option<&str>,
        now: DateTime<Utc>,
    ) -> Option<Arc<Live>> {
        let text = text
            .strip_prefix(PREFIX)
            .filter(|text| text.len() <= LONGEST)?;
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        let opened = self.0.open_bytes(OWNER, FIELD, &sealed)?;
        let (until, rest) = opened.split_first_chunk::<8>()?;
        let (tag, id) = rest.split_first_chunk::<8>()?;
        let live = ring.named(std::str::from_utf8(id).ok()?)?;
        let is_in_time = now.timestamp() < i64::from_be_bytes(*until);
        let counts = is_in_time && live.key.counts(tag, now) && live.key.is_live(now);
        (counts && live.is_for(origin)).then_some(live)
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;
    use server_kit::audit::By;

    use super::*;
    use crate::{
        keys::{ApiKey, ring::Limits, tests::terms},
        store::{Change, Store},
    };

    /// Base64 of 32 bytes.
    const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    fn tokens() -> Tokens {
        Tokens::new(Arc::new(Sealer::new(&SecretString::from(KEY)).unwrap()))
    }

    async fn write(store: &Store, ring: &KeyRing, key: &ApiKey) {
        let change = Change::now(By::role("test"), "key.create");
        store.put_api_key(key, &change).await.unwrap();
        ring.reload().await.unwrap();
    }

    #[tokio::test]
    async fn a_token_is_good_for_an_hour_and_as_long_as_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let limit = "1/1m".parse().unwrap();
        let limits = Limits {
            server: limit,
            browser: limit,
        };
        let ring = KeyRing::open(store.clone(), limits).await.unwrap();
        let now = Utc::now();
        let (mut key, secret) = ApiKey::new(terms(), now);
        write(&store, &ring, &key).await;
        let live = ring.named(&key.id).unwrap();
        let given = tokens().give(&live, &secret.digest(), now);
        let passes = |at| {
            tokens()
                .check(&ring, given.expose_secret(), None, at)
                .is_some()
        };

        assert!(passes(now) && passes(now + LIFE - TimeDelta::seconds(1)));
        assert!(!passes(now + LIFE));
        let damaged = given.expose_secret().replace("spt_", "spt_A");
        assert!(tokens().check(&ring, &damaged, None, now).is_none());

        key.rotate(now + TimeDelta::minutes(1));
        write(&store, &ring, &key).await;
        assert!(passes(now) && !passes(now + TimeDelta::minutes(1)));

        key.revoked_at = Some(now);
        write(&store, &ring, &key).await;
        assert!(!passes(now));
    }
}
