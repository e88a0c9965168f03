//! The keys that requests are checked against, in memory.

use std::{
    collections::HashMap,
    fmt,
    num::NonZeroU32,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use server_kit::{
    audit::By,
    limits::{Meter, RateLimit},
};
use tokio::sync::Mutex;

use super::{ApiKey, Digest, Kind, Scope, secret};
use crate::store::{Store, micros, time};

/// What is counted against where a key of no limit of its own is used.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For keys of servers.
    pub server: RateLimit,
    /// For keys of browsers.
    pub browser: RateLimit,
}

/// A key that requests come with, and what they used of it.
pub struct Live {
    /// The key.
    pub key: ApiKey,
    /// How the audit calls whoever uses it.
    by: String,
    used: Arc<Used>,
}

/// What was used of a key: a rotation changes nothing of it.
struct Used {
    meter: Option<Meter>,
    uses: AtomicU64,
    /// How many of them are written down.
    written: AtomicU64,
    last: AtomicI64,
}

impl Used {
    fn new(key: &ApiKey, limits: Limits) -> Self {
        let of_its_kind = match key.terms.kind {
            Kind::Server => limits.server,
            Kind::Browser => limits.browser,
        };
        let limit = match key.terms.limit_per_minute {
            Some(own) => NonZeroU32::new(own).map(RateLimit::per_minute),
            None => Some(of_its_kind),
        };
        Self {
            meter: limit.map(Meter::new),
            uses: AtomicU64::new(key.uses),
            written: AtomicU64::new(key.uses),
            last: AtomicI64::new(key.last_used_at.map_or(0, micros)),
        }
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

impl Live {
    fn new(key: ApiKey, used: Arc<Used>) -> Self {
        let by = By {
            role: "key",
            account: Some(&key.id),
        };
        Self {
            by: by.to_string(),
            key,
            used,
        }
    }

    /// How the audit calls whoever uses it.
    pub fn by(&self) -> By<'_> {
        By::role(&self.by)
    }

    /// What counts its requests, if there is a limit.
    pub fn meter(&self) -> Option<&Meter> {
        self.used.meter.as_ref()
    }

    /// Counts a use; it is written down later.
    pub fn used(&self, now: DateTime<Utc>) {
        self.used.uses.fetch_add(1, Ordering::Relaxed);
        self.used.last.fetch_max(micros(now), Ordering::Relaxed);
    }

    /// Whether a page of this origin may use it; a server sends none.
    #[must_use]
    pub fn is_for(&self, origin: Option<&str>) -> bool {
        match self.key.terms.kind {
            Kind::Server => true,
            Kind::Browser => origin.is_some() && self.key.terms.origin.as_deref() == origin,
        }
    }

    /// Whether it allows this.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.key.terms.scopes.contains(&scope)
    }
}

type Keys = HashMap<String, Arc<Live>>;

/// All keys. Cheap to clone.
#[derive(Clone, Debug)]
pub struct KeyRing {
    keys: Arc<RwLock<Arc<Keys>>>,
    store: Store,
    limits: Limits,
    /// Held by the one who reads them: who read later also has the last word.
    reading: Arc<Mutex<()>>,
}

impl KeyRing {
    /// Reads the keys.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(store: Store, limits: Limits) -> Result<Self, sqlx::Error> {
        let ring = Self {
            keys: Arc::default(),
            store,
            limits,
            reading: Arc::default(),
        };
        ring.reload().await?;
        Ok(ring)
    }

    /// Reads the keys anew. What was counted of a key stays.
    ///
    /// # Errors
    /// If the database cannot be read; the keys are then as they were.
    pub async fn reload(&self) -> Result<(), sqlx::Error> {
        let _turn = self.reading.lock().await;
        let stored = self.store.api_keys().await?;
        let before = self.keys();
        let keys = stored.into_iter().map(|key| {
            let live = match before.get(&key.id) {
                Some(live) if is_same(&live.key, &key) => Arc::clone(live),
                Some(live) => Arc::new(Live::new(key, Arc::clone(&live.used))),
                None => {
                    let used = Arc::new(Used::new(&key, self.limits));
                    Arc::new(Live::new(key, used))
                }
            };
            (live.key.id.clone(), live)
        });
        let keys = Arc::new(keys.collect());
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    /// The key of this text and the text's digest, if it is one that can be used now, from there.
    ///
    /// Which part of it is wrong, nobody learns: an unknown id takes as long as a known one.
    #[must_use]
    pub fn check(
        &self,
        text: &str,
        origin: Option<&str>,
        now: DateTime<Utc>,
    ) -> Option<(Arc<Live>, Digest)> {
        let digest = Digest::of(text);
        let live = self.named(secret::id_of(text)?);
        let nobody = Digest::stored(&[]);
        let is_right = match &live {
            Some(live) => live.key.accepts(&digest, now),
            None => nobody.matches(&digest),
        };
        let live = live.filter(|live| is_right && live.key.is_live(now))?;
        live.is_for(origin).then_some((live, digest))
    }

    /// The key with this id.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<Arc<Live>> {
        self.keys().get(id).cloned()
    }

    /// Whether a key that can be used now is bound to this origin.
    #[must_use]
    pub fn knows_origin(&self, origin: &str, now: DateTime<Utc>) -> bool {
        let is_of = |live: &Arc<Live>| {
            live.key.terms.origin.as_deref() == Some(origin) && live.key.is_live(now)
        };
        self.keys().values().any(is_of)
    }

    /// All keys, the newest first, with what was used of them up to now.
    #[must_use]
    pub fn list(&self) -> Vec<ApiKey> {
        let with_uses = |live: &Arc<Live>| {
            let last = live.used.last.load(Ordering::Relaxed);
            ApiKey {
                uses: live.used.uses.load(Ordering::Relaxed),
                last_used_at: (last > 0).then(|| time(last)),
                ..live.key.clone()
            }
        };
        let mut keys: Vec<_> = self.keys().values().map(with_uses).collect();
        keys.sort_by(|a, b| b.created_at.cmp(&a.created_at).then(a.id.cmp(&b.id)));
        keys
    }

    /// Writes down what was used of each key; what cannot be written is written later.
    ///
    /// # Errors
    /// If it was not written.
    pub async fn write_uses(&self) -> Result<(), sqlx::Error> {
        let keys = self.keys();
        for (id, live) in keys.iter() {
            let used = &live.used;
            let (uses, written) = (
                used.uses.load(Ordering::Relaxed),
                used.written.load(Ordering::Relaxed),
            );
            if uses == written {
                continue;
            }
            let last = time(used.last.load(Ordering::Relaxed));
            self.store.key_used(id, uses - written, last).await?;
            used.written.store(uses, Ordering::Relaxed);
        }
        Ok(())
    }

    fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether nothing changed that requests are checked by.
fn is_same(a: &ApiKey, b: &ApiKey) -> bool {
    a.digest == b.digest
        && a.old.as_ref().map(|(_, until)| until) == b.old.as_ref().map(|(_, until)| until)
        && a.revoked_at == b.revoked_at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        keys::{Secret, tests::terms},
        store::Change,
    };

    const LIMITS: &str = "2/1m";

    struct Fixture {
        ring: KeyRing,
        _folder: tempfile::TempDir,
    }

    impl Fixture {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open(folder.path()).await.unwrap();
            let limit = LIMITS.parse().unwrap();
            let limits = Limits {
                server: limit,
                browser: limit,
            };
            let ring = KeyRing::open(store, limits).await.unwrap();
            Self {
                ring,
                _folder: folder,
            }
        }

        async fn put(&self, change: impl FnOnce(&mut ApiKey)) -> Secret {
            let (mut key, secret) = ApiKey::new(terms(), Utc::now());
            change(&mut key);
            self.write(&key).await;
            secret
        }

        async fn write(&self, key: &ApiKey) {
            let change = Change::now(By::role("test"), "key.create");
            self.ring.store.put_api_key(key, &change).await.unwrap();
            self.ring.reload().await.unwrap();
        }

        fn passes(&self, text: &str, origin: Option<&str>) -> bool {
            self.ring.check(text, origin, Utc::now()).is_some()
        }
    }

    #[tokio::test]
    async fn only_the_whole_key_passes() {
        let fixture = Fixture::new().await;
        let secret = fixture.put(|_| {}).await;
        let key = secret.expose();

        assert!(fixture.passes(key, None));
        let other = Secret::of(secret.id());
        for wrong in [
            &key[..key.len() - 1],
            &format!("{key}0"),
            "",
            other.expose(),
        ] {
            assert!(!fixture.passes(wrong, None));
        }
    }

    #[tokio::test]
    async fn a_browsers_key_passes_from_its_origin_alone() {
        let fixture = Fixture::new().await;
        let origin = "https://apps.example.com";
        let bound = |key: &mut ApiKey| {
            key.terms.kind = Kind::Browser;
            key.terms.origin = Some(origin.to_owned());
        };
        let secret = fixture.put(bound).await;

        assert!(fixture.passes(secret.expose(), Some(origin)));
        assert!(!fixture.passes(secret.expose(), Some("https://evil.example.net")));
        assert!(!fixture.passes(secret.expose(), None));
        assert!(fixture.ring.knows_origin(origin, Utc::now()));
    }

    #[tokio::test]
    async fn a_revoked_key_passes_no_more_and_others_keep_what_was_counted() {
        let fixture = Fixture::new().await;
        let secret = fixture.put(|_| {}).await;
        let counted = fixture.ring.named(secret.id()).unwrap();
        let mut other = fixture.ring.list().remove(0);
        other.id = "000000000000".to_owned();
        other.revoked_at = Some(Utc::now());

        fixture.write(&other).await;

        let live = fixture.ring.named(secret.id()).unwrap();
        assert!(Arc::ptr_eq(&counted, &live));
        let (mut key, revoked) = ApiKey::new(terms(), Utc::now());
        key.revoked_at = Some(Utc::now());
        fixture.write(&key).await;
        assert!(!fixture.passes(revoked.expose(), None));
    }

    #[tokio::test]
    async fn uses_are_written_once_and_shown_at_once() {
        let fixture = Fixture::new().await;
        let secret = fixture.put(|_| {}).await;
        let live = fixture.ring.named(secret.id()).unwrap();
        live.used(Utc::now());
        live.used(Utc::now());
        assert_eq!(fixture.ring.list()[0].uses, 2);

        fixture.ring.write_uses().await.unwrap();
        fixture.ring.write_uses().await.unwrap();

        assert_eq!(fixture.ring.list()[0].uses, 2);
        let stored = fixture.ring.store.api_keys().await.unwrap();
        assert_eq!(stored[0].uses, 2);
        assert!(stored[0].last_used_at.is_some());
    }

    #[tokio::test]
    async fn a_key_without_a_limit_is_not_counted() {
        let fixture = Fixture::new().await;
        let limited = fixture.put(|_| {}).await;
        let free = fixture
            .put(|key| key.terms.limit_per_minute = Some(0))
            .await;

        let limited = fixture.ring.named(limited.id()).unwrap();
        let meter = limited.meter().unwrap();
        assert!(meter.check().allowed && meter.check().allowed && !meter.check().allowed);
        assert!(fixture.ring.named(free.id()).unwrap().meter().is_none());
    }
}
