//! Token stores: used on a cold start, and never in the way.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ccaas_http::{BoxError, Token, TokenStore};

use crate::token_cache::{Outcome, SignIns, text, token};

#[derive(Default)]
struct Shelf {
    token: Mutex<Option<Token>>,
    saved: Mutex<Vec<String>>,
    keeps_discarded: bool,
}

impl Shelf {
    fn with(token: Token) -> Arc<Self> {
        Arc::new(Self {
            token: Mutex::new(Some(token)),
            ..Self::default()
        })
    }

    fn held(&self) -> Option<String> {
        self.token
            .lock()
            .unwrap()
            .as_ref()
            .map(|token| text(token).to_owned())
    }
}

#[async_trait]
impl TokenStore for Shelf {
    async fn load(&self) -> Result<Option<Token>, BoxError> {
        Ok(self.token.lock().unwrap().clone())
    }

    async fn save(&self, token: &Token) -> Result<(), BoxError> {
        self.saved.lock().unwrap().push(text(token).to_owned());
        *self.token.lock().unwrap() = Some(token.clone());
        Ok(())
    }

    async fn discard(&self, token: &Token) -> Result<(), BoxError> {
        let mut held = self.token.lock().unwrap();
        if !self.keeps_discarded && held.as_ref().is_some_and(|held| text(held) == text(token)) {
            *held = None;
        }
        Ok(())
    }
}

struct Broken;

#[async_trait]
impl TokenStore for Broken {
    async fn load(&self) -> Result<Option<Token>, BoxError> {
        Err("the store is down".into())
    }
    async fn save(&self, _: &Token) -> Result<(), BoxError> {
        Err("the store is down".into())
    }
    async fn discard(&self, _: &Token) -> Result<(), BoxError> {
        Err("the store is down".into())
    }
}

struct Hanging;

#[async_trait]
impl TokenStore for Hanging {
    async fn load(&self) -> Result<Option<Token>, BoxError> {
        std::future::pending().await
    }
    async fn save(&self, _: &Token) -> Result<(), BoxError> {
        std::future::pending().await
    }
    async fn discard(&self, _: &Token) -> Result<(), BoxError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_cold_start_takes_the_stored_token_and_does_not_write_it_back() {
    let sign_ins = SignIns::open();
    let shelf = Shelf::with(token("stored", &sign_ins.clock));
    let cache = sign_ins.cache(Some(shelf.clone()));

    let token = cache.get().await.unwrap();

    assert_eq!((text(&token), sign_ins.begun()), ("stored", 0));
    assert!(shelf.saved.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_new_token_is_stored() {
    let sign_ins = SignIns::open();
    let shelf = Arc::new(Shelf::default());

    sign_ins.cache(Some(shelf.clone())).get().await.unwrap();
    let second_process = sign_ins.cache(Some(shelf.clone()));

    assert_eq!(shelf.held().as_deref(), Some("token-1"));
    assert_eq!(text(&second_process.get().await.unwrap()), "token-1");
}

#[tokio::test]
async fn a_stored_token_near_its_end_is_not_taken() {
    let sign_ins = SignIns::open();
    let shelf = Shelf::with(token("stored", &sign_ins.clock));
    sign_ins.clock.advance(std::time::Duration::from_secs(801));

    let token = sign_ins.cache(Some(shelf.clone())).get().await.unwrap();

    assert_eq!(text(&token), "token-1");
    assert_eq!(shelf.held().as_deref(), Some("token-1"));
}

#[tokio::test]
async fn a_refused_token_leaves_the_store_and_is_not_read_back_from_it() {
    for keeps_discarded in [false, true] {
        let sign_ins = SignIns::open();
        let stored = Mutex::new(Some(token("stored", &sign_ins.clock)));
        let shelf = Arc::new(Shelf {
            token: stored,
            keeps_discarded,
            ..Shelf::default()
        });
        let cache = sign_ins.cache(Some(shelf.clone()));
        let refused = cache.get().await.unwrap();

        cache.discard(&refused).await;
        assert_eq!(shelf.held().is_some(), keeps_discarded);
        let token = cache.get().await.unwrap();

        assert_eq!((text(&token), sign_ins.begun()), ("token-1", 1));
    }
}

#[tokio::test]
async fn a_refresh_takes_what_another_process_stored() {
    let sign_ins = SignIns::open();
    let shelf = Arc::new(Shelf::default());
    let cache = sign_ins.cache(Some(shelf.clone()));
    cache.get().await.unwrap();
    sign_ins.clock.advance(std::time::Duration::from_secs(801));
    shelf
        .save(&token("from elsewhere", &sign_ins.clock))
        .await
        .unwrap();

    cache.get().await.unwrap();
    crate::token_cache::until(|| {
        cache
            .cached()
            .is_some_and(|token| text(&token) == "from elsewhere")
    })
    .await;

    assert_eq!(sign_ins.begun(), 1);
}

#[tokio::test]
async fn a_failed_sign_in_stores_nothing() {
    let sign_ins = SignIns::open();
    sign_ins.will_end([Outcome::Refused]);
    let shelf = Arc::new(Shelf::default());

    sign_ins.cache(Some(shelf.clone())).get().await.unwrap_err();

    assert_eq!(shelf.held(), None);
}

// No socket here: paused time only lets the cache's patience with the store run out at once.
#[tokio::test(start_paused = true)]
async fn a_store_that_fails_or_hangs_never_fails_a_call() {
    let stores: [Arc<dyn TokenStore>; 2] = [Arc::new(Broken), Arc::new(Hanging)];
    for store in stores {
        let sign_ins = SignIns::open();
        let cache = sign_ins.cache(Some(store));

        let first = cache.get().await.unwrap();
        cache.discard(&first).await;
        let second = cache.get().await.unwrap();

        assert_eq!((text(&first), text(&second)), ("token-1", "token-2"));
    }
}
