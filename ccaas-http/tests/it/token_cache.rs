//! One token for many calls, without any socket: sign-ins are under the test's control.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use ccaas_http::{
    Error, ResponseMeta, Token, TokenCache, TokenStore, VendorError, test_util::FakeClock,
};
use chrono::TimeDelta;
use futures_util::future::join_all;
use http::{HeaderMap, StatusCode, header};
use secrecy::ExposeSecret;
use tokio::sync::Semaphore;

use crate::vendor::{META, PostError, now};

/// A token lives for this long; a refresh is due after 700 to 800 s.
const LIFE: TimeDelta = TimeDelta::seconds(1_000);

/// A sign-in that waits to be let through, and then ends as the script says.
#[derive(Clone)]
pub(crate) struct SignIns {
    pub(crate) clock: FakeClock,
    gate: Arc<Semaphore>,
    begun: Arc<Mutex<usize>>,
    script: Arc<Mutex<VecDeque<Outcome>>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Refused,
    Throttled(u64),
    Panic,
}

impl SignIns {
    /// Sign-ins that wait for [`let_through`](Self::let_through).
    pub(crate) fn gated() -> Self {
        crate::spans::install();
        Self {
            clock: FakeClock::new(now()),
            gate: Arc::new(Semaphore::new(0)),
            begun: Arc::default(),
            script: Arc::default(),
        }
    }

    pub(crate) fn open() -> Self {
        let sign_ins = Self::gated();
        sign_ins.let_through(1_000);
        sign_ins
    }

    pub(crate) fn cache(&self, store: Option<Arc<dyn TokenStore>>) -> TokenCache<PostError> {
        let sign_ins = self.clone();
        TokenCache::new(self.clock.clock(), store, move || {
            sign_ins.clone().sign_in()
        })
    }

    pub(crate) fn let_through(&self, count: usize) {
        self.gate.add_permits(count);
    }

    /// The next sign-ins end like this; those after them succeed.
    pub(crate) fn will_end(&self, outcomes: impl IntoIterator<Item = Outcome>) {
        self.script.lock().unwrap().extend(outcomes);
    }

    pub(crate) fn begun(&self) -> usize {
        *self.begun.lock().unwrap()
    }

    async fn sign_in(self) -> Result<Token, Error<PostError>> {
        let number = {
            let mut begun = self.begun.lock().unwrap();
            *begun += 1;
            *begun
        };
        self.gate
            .acquire()
            .await
            .expect("the gate is never closed")
            .forget();
        let next = self.script.lock().unwrap().pop_front();
        match next {
            None => Ok(token(&format!("token-{number}"), &self.clock)),
            Some(Outcome::Refused) => Err(answer(StatusCode::UNAUTHORIZED, None)),
            Some(Outcome::Throttled(wait)) => {
                Err(answer(StatusCode::TOO_MANY_REQUESTS, Some(wait)))
            }
            Some(Outcome::Panic) => panic!("a sign-in that panics, as the test wants it"),
        }
    }
}

pub(crate) fn token(text: &str, clock: &FakeClock) -> Token {
    Token::new(text.into(), clock.now(), clock.now() + LIFE).unwrap()
}

pub(crate) fn text(token: &Token) -> &str {
    token.secret().expose_secret()
}

fn answer(status: StatusCode, retry_after: Option<u64>) -> Error<PostError> {
    let mut headers = HeaderMap::new();
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    let meta = ResponseMeta::read(status, &headers, &META, now());
    Error::Api(Box::new(PostError::from_answer(meta, b"")))
}

/// Lets other tasks run until `is_true`.
pub(crate) async fn until(is_true: impl Fn() -> bool) {
    let turns = async {
        while !is_true() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(seconds(10), turns)
        .await
        .expect("it comes true");
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn a_thousand_cold_calls_make_one_sign_in() {
    let sign_ins = SignIns::gated();
    let cache = sign_ins.cache(None);

    let calls = join_all((0..1_000).map(|_| cache.get()));
    let (tokens, ()) = tokio::join!(calls, async {
        until(|| sign_ins.begun() == 1).await;
        sign_ins.let_through(1_000);
    });

    assert!(
        tokens
            .iter()
            .all(|token| text(token.as_ref().unwrap()) == "token-1")
    );
    assert_eq!(sign_ins.begun(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_cold_calls_on_many_threads_make_one_sign_in() {
    let sign_ins = SignIns::open();
    let cache = sign_ins.cache(None);

    let calls = (0..1_000).map(|_| {
        let cache = cache.clone();
        tokio::spawn(async move { text(&cache.get().await.unwrap()).to_owned() })
    });
    let tokens = join_all(calls).await;

    assert!(
        tokens
            .iter()
            .all(|token| token.as_ref().unwrap() == "token-1")
    );
    assert_eq!(sign_ins.begun(), 1);
}

#[tokio::test]
async fn a_sign_in_goes_on_when_its_first_caller_is_dropped() {
    let sign_ins = SignIns::gated();
    let cache = sign_ins.cache(None);
    let first = tokio::spawn({
        let cache = cache.clone();
        async move { cache.get().await.map(|_| ()) }
    });
    until(|| sign_ins.begun() == 1).await;

    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    sign_ins.let_through(1);
    let token = cache.get().await.unwrap();

    assert_eq!((text(&token), sign_ins.begun()), ("token-1", 1));
}

#[tokio::test]
async fn a_failure_is_shared_and_the_next_call_tries_again() {
    let sign_ins = SignIns::open();
    sign_ins.will_end([Outcome::Refused]);
    let cache = sign_ins.cache(None);

    let failed = join_all((0..10).map(|_| cache.get())).await;
    assert_eq!(sign_ins.begun(), 1);
    let token = cache.get().await.unwrap();

    for result in failed {
        assert_eq!(result.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
    }
    assert_eq!((text(&token), sign_ins.begun()), ("token-2", 2));
}

#[tokio::test]
async fn a_throttled_sign_in_is_not_repeated_before_its_time() {
    let sign_ins = SignIns::open();
    sign_ins.will_end([Outcome::Throttled(90)]);
    let cache = sign_ins.cache(None);
    cache.get().await.unwrap_err();

    sign_ins.clock.advance(seconds(89));
    let blocked = cache.get().await.unwrap_err();
    assert_eq!(sign_ins.begun(), 1);
    sign_ins.clock.advance(seconds(1));
    let token = cache.get().await.unwrap();

    assert!(blocked.is_rate_limited());
    assert_eq!((text(&token), sign_ins.begun()), ("token-2", 2));
}

#[tokio::test]
async fn an_absurd_retry_after_blocks_for_a_day_at_most() {
    let sign_ins = SignIns::open();
    sign_ins.will_end([Outcome::Throttled(u64::MAX)]);
    let cache = sign_ins.cache(None);
    cache.get().await.unwrap_err();

    sign_ins.clock.advance(seconds(24 * 3_600));

    assert_eq!(text(&cache.get().await.unwrap()), "token-2");
}

#[tokio::test]
async fn a_refresh_ahead_serves_the_old_token_meanwhile() {
    let sign_ins = SignIns::gated();
    sign_ins.let_through(1);
    let cache = sign_ins.cache(None);
    cache.get().await.unwrap();

    sign_ins.clock.advance(seconds(699));
    assert_eq!(text(&cache.get().await.unwrap()), "token-1");
    tokio::task::yield_now().await;
    assert_eq!(sign_ins.begun(), 1, "it is too early");
    sign_ins.clock.advance(seconds(102));
    for _ in 0..10 {
        assert_eq!(text(&cache.get().await.unwrap()), "token-1");
    }
    until(|| sign_ins.begun() == 2).await;
    sign_ins.let_through(1);
    until(|| {
        cache
            .cached()
            .is_some_and(|token| text(&token) == "token-2")
    })
    .await;

    assert_eq!(text(&cache.get().await.unwrap()), "token-2");
    assert_eq!(sign_ins.begun(), 2);
}

#[tokio::test]
async fn a_failed_refresh_keeps_the_old_token_and_pauses() {
    let sign_ins = SignIns::open();
    let cache = sign_ins.cache(None);
    cache.get().await.unwrap();
    sign_ins.will_end([Outcome::Refused]);
    sign_ins.clock.advance(seconds(801));

    assert_eq!(text(&cache.get().await.unwrap()), "token-1");
    until(|| sign_ins.begun() == 2).await;
    for _ in 0..10 {
        assert_eq!(text(&cache.get().await.unwrap()), "token-1");
        tokio::task::yield_now().await;
    }
    assert_eq!(sign_ins.begun(), 2, "the next try waits");
    sign_ins.clock.advance(seconds(11));
    assert_eq!(text(&cache.get().await.unwrap()), "token-1");
    until(|| {
        cache
            .cached()
            .is_some_and(|token| text(&token) == "token-3")
    })
    .await;

    assert_eq!(sign_ins.begun(), 3);
}

#[tokio::test]
async fn a_failed_refresh_does_not_delay_the_sign_in_at_the_end_of_the_token() {
    let sign_ins = SignIns::open();
    let cache = sign_ins.cache(None);
    let old = cache.get().await.unwrap();
    sign_ins.will_end([Outcome::Refused]);
    sign_ins.clock.advance(seconds(801));
    cache.get().await.unwrap();
    until(|| sign_ins.begun() == 2).await;
    tokio::task::yield_now().await;

    cache.discard(&old).await;
    let token = cache.get().await.unwrap();

    assert_eq!(text(&token), "token-3");
}

#[tokio::test]
async fn an_ended_token_is_not_served() {
    let sign_ins = SignIns::open();
    let cache = sign_ins.cache(None);
    cache.get().await.unwrap();

    sign_ins.clock.advance(seconds(971));

    assert_eq!(text(&cache.get().await.unwrap()), "token-2");
}

#[tokio::test]
async fn only_the_current_token_is_discarded() {
    let sign_ins = SignIns::open();
    let cache = sign_ins.cache(None);
    let first = cache.get().await.unwrap();

    cache.discard(&first).await;
    let second = cache.get().await.unwrap();
    cache.discard(&first).await;

    assert_eq!(text(&cache.get().await.unwrap()), "token-2");
    cache.discard(&second).await;
    assert!(cache.cached().is_none());
}

#[tokio::test]
async fn a_sign_in_that_panics_does_not_jam_the_cache() {
    let sign_ins = SignIns::open();
    sign_ins.will_end([Outcome::Panic]);
    let cache = sign_ins.cache(None);

    let error = cache.get().await.unwrap_err();
    let token = cache.get().await.unwrap();

    assert!(matches!(&*error, Error::Interrupted(_)), "{error:?}");
    assert_eq!(text(&token), "token-2");
}

#[test]
fn a_cache_outlives_the_runtime_of_a_sign_in() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
    };
    let sign_ins = SignIns::gated();
    let cache = sign_ins.cache(None);
    runtime().block_on(async {
        let call = tokio::spawn({
            let cache = cache.clone();
            async move { cache.get().await.map(|_| ()) }
        });
        until(|| sign_ins.begun() == 1).await;
        drop(call);
    });

    sign_ins.let_through(1);
    let token = runtime().block_on(cache.get()).unwrap();

    assert_eq!(text(&token), "token-2");
}

#[tokio::test]
async fn debug_does_not_show_the_token() {
    let cache = SignIns::open().cache(None);
    let token = cache.get().await.unwrap();

    let printed = format!("{cache:?} {token:?}");

    assert!(printed.contains("expires_at"), "{printed}");
    assert!(!printed.contains("token-1"), "{printed}");
}

#[tokio::test]
async fn a_forced_refresh_signs_in_once_for_all_and_the_old_token_is_served_meanwhile() {
    let sign_ins = SignIns::gated();
    let cache = sign_ins.cache(None);
    sign_ins.let_through(1);
    cache.get().await.unwrap();

    let refreshes = join_all([cache.refresh(), cache.refresh()]);
    let meanwhile = async {
        let served = text(&cache.get().await.unwrap()).to_owned();
        sign_ins.let_through(1);
        served
    };
    let (refreshed, served) = tokio::join!(refreshes, meanwhile);

    assert_eq!(served, "token-1");
    for token in refreshed {
        assert_eq!(text(&token.unwrap()), "token-2");
    }
    assert_eq!(sign_ins.begun(), 2);
    assert_eq!(text(&cache.get().await.unwrap()), "token-2");
}

#[tokio::test]
async fn a_forced_refresh_that_fails_leaves_the_token_that_works() {
    let sign_ins = SignIns::open();
    let cache = sign_ins.cache(None);
    cache.get().await.unwrap();
    sign_ins.will_end([Outcome::Refused]);

    cache.refresh().await.unwrap_err();

    assert_eq!(text(&cache.get().await.unwrap()), "token-1");
}
