//! One token for many calls.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt, future::Shared};
use tokio::task::AbortHandle;

use super::{Clock, Token, TokenStore};
use crate::error::{BoxError, Error, VendorError};

/// After a failed refresh ahead of expiry, the next one waits this long at least.
const REFRESH_PAUSE: TimeDelta = TimeDelta::seconds(10);
/// No `Retry-After` of a sign-in is obeyed for longer.
const LONGEST_BLOCK: TimeDelta = TimeDelta::days(1);
/// A store that takes longer counts as failed.
const STORE_PATIENCE: Duration = Duration::from_secs(2);

type SignIn<E> =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Token, Error<E>>> + Send>> + Send + Sync>;
type Obtained<E> = Result<Arc<Token>, Arc<Error<E>>>;
type Landing<E> = Shared<Pin<Box<dyn Future<Output = Obtained<E>> + Send>>>;

/// One token for many calls, with at most one sign-in in flight.
///
/// A token is refreshed ahead of its end while the old one is still served. A sign-in
/// that was told to wait (`Retry-After`) is not repeated before. The error type is that
/// of the sign-in endpoint. Cheap to clone; all clones share the token.
pub struct TokenCache<E: VendorError> {
    inner: Arc<Inner<E>>,
}

struct Inner<E: VendorError> {
    sign_in: SignIn<E>,
    store: Option<Arc<dyn TokenStore>>,
    clock: Clock,
    state: Mutex<State<E>>,
}

struct State<E: VendorError> {
    current: Option<Arc<Token>>,
    refresh_at: DateTime<Utc>,
    flight: Option<Flight<E>>,
    /// The vendor refused this token: a store may still hold it.
    refused: Option<Arc<Token>>,
    /// The vendor asked not to sign in again before this time.
    blocked: Option<(DateTime<Utc>, Arc<Error<E>>)>,
}

impl<E: VendorError> State<E> {
    /// A task that ended without landing was cut short: its runtime ended, or it panicked.
    fn forget_finished_flight(&mut self) {
        let is_finished = |flight: &Flight<E>| flight.task.is_finished();
        if self.flight.as_ref().is_some_and(is_finished) {
            self.flight = None;
        }
    }
}

/// A sign-in under way.
struct Flight<E: VendorError> {
    landing: Landing<E>,
    task: AbortHandle,
}

/// What a cache can give at once.
enum Held<E: VendorError> {
    Token(Arc<Token>),
    Landing(Landing<E>),
}

impl<E: VendorError> Clone for TokenCache<E> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<E: VendorError> fmt::Debug for TokenCache<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache")
            .field("token", &self.cached())
            .finish_non_exhaustive()
    }
}

impl<E: VendorError> TokenCache<E> {
    /// A cache that obtains tokens with `sign_in`.
    pub fn new<S, F>(clock: Clock, store: Option<Arc<dyn TokenStore>>, sign_in: S) -> Self
    where
        S: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<Token, Error<E>>> + Send + 'static,
    {
        let state = State {
            current: None,
            refresh_at: DateTime::UNIX_EPOCH,
            flight: None,
            refused: None,
            blocked: None,
        };
        Self {
            inner: Arc::new(Inner {
                sign_in: Arc::new(move || Box::pin(sign_in())),
                store,
                clock,
                state: Mutex::new(state),
            }),
        }
    }

    /// A usable token: the cached one, or a new one.
    ///
    /// # Errors
    /// What the sign-in failed with; all callers of one sign-in share its error.
    pub async fn get(&self) -> Result<Arc<Token>, Arc<Error<E>>> {
        match self.held()? {
            Held::Token(token) => Ok(token),
            Held::Landing(landing) => landing.await,
        }
    }

    /// Like [`get`](Self::get), but gives up after `limit`; the sign-in itself goes on.
    pub(super) async fn get_within(&self, limit: Duration) -> Obtained<E> {
        match self.held()? {
            Held::Token(token) => Ok(token),
            Held::Landing(landing) => {
                tokio::time::timeout(limit, landing)
                    .await
                    .unwrap_or_else(|_| {
                        Err(Arc::new(Error::Interrupted(
                            "the sign-in took too long".into(),
                        )))
                    })
            }
        }
    }

    /// Signs in again though the cached token may still be good, which is served meanwhile.
    ///
    /// # Errors
    /// What the sign-in failed with; the cached token stays.
    pub async fn refresh(&self) -> Result<Arc<Token>, Arc<Error<E>>> {
        let landing = {
            let mut state = self.inner.state();
            let now = self.inner.clock.now();
            state.forget_finished_flight();
            if let Some((_, error)) = state.blocked.as_ref().filter(|(until, _)| now < *until) {
                return Err(Arc::clone(error));
            }
            let flight = state.flight.get_or_insert_with(|| self.start());
            flight.landing.clone()
        };
        landing.await
    }

    /// Drops `token` if it is still the cached one: the vendor refused it.
    pub async fn discard(&self, token: &Arc<Token>) {
        {
            let mut state = self.inner.state();
            if !state
                .current
                .as_ref()
                .is_some_and(|current| Arc::ptr_eq(current, token))
            {
                return;
            }
            state.current = None;
            state.refused = Some(Arc::clone(token));
        }
        if let Some(store) = &self.inner.store
            && let Err(error) = patiently(store.discard(token)).await
        {
            warn_store("discard a token from", &error);
        }
    }

    /// The cached token, usable or not; asks nobody.
    #[must_use]
    pub fn cached(&self) -> Option<Arc<Token>> {
        self.inner.state().current.clone()
    }

    fn held(&self) -> Result<Held<E>, Arc<Error<E>>> {
        let mut state = self.inner.state();
        let now = self.inner.clock.now();
        state.forget_finished_flight();
        let blocked = state.blocked.as_ref().filter(|(until, _)| now < *until);
        if let Some(token) = state.current.as_ref().filter(|token| token.is_usable(now)) {
            let token = Arc::clone(token);
            if now >= state.refresh_at && state.flight.is_none() && blocked.is_none() {
                state.flight = Some(self.start());
            }
            return Ok(Held::Token(token));
        }
        if let Some((_, error)) = blocked {
            return Err(Arc::clone(error));
        }
        let flight = state.flight.get_or_insert_with(|| self.start());
        Ok(Held::Landing(flight.landing.clone()))
    }

    /// Starts a sign-in that goes on even if every caller goes away.
    fn start(&self) -> Flight<E> {
        let inner = Arc::clone(&self.inner);
        let task = tokio::spawn(async move { inner.obtain().await });
        let handle = task.abort_handle();
        let landing: Pin<Box<dyn Future<Output = Obtained<E>> + Send>> = Box::pin(async move {
            task.await.unwrap_or_else(|_| {
                Err(Arc::new(Error::Interrupted(
                    "the sign-in ended early".into(),
                )))
            })
        });
        Flight {
            landing: landing.shared(),
            task: handle,
        }
    }
}

impl<E: VendorError> Inner<E> {
    fn state(&self) -> MutexGuard<'_, State<E>> {
        // A panic while holding the lock leaves no half-written state: fields are independent.
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn obtain(&self) -> Obtained<E> {
        let result = match self.load().await {
            Some(token) => Ok(token),
            None => self.sign_in_and_save().await,
        };
        let result = result.map(Arc::new).map_err(Arc::new);
        let now = self.clock.now();
        let mut state = self.state();
        state.flight = None;
        match &result {
            Ok(token) => {
                state.refresh_at = token.refresh_at(fastrand::f64());
                state.current = Some(Arc::clone(token));
                state.blocked = None;
            }
            Err(error) => {
                state.refresh_at = now + REFRESH_PAUSE;
                state.blocked = error
                    .retry_after()
                    .map(|wait| TimeDelta::from_std(wait).unwrap_or(LONGEST_BLOCK))
                    .map(|wait| (now + wait.min(LONGEST_BLOCK), Arc::clone(error)));
            }
        }
        result
    }

    /// The stored token, if it is worth using: not near its end, and not one we have already.
    async fn load(&self) -> Option<Token> {
        let token = match patiently(self.store.as_ref()?.load()).await {
            Ok(token) => token?,
            Err(error) => {
                warn_store("read a token from", &error);
                return None;
            }
        };
        let now = self.clock.now();
        let state = self.state();
        let is_known = [&state.refused, &state.current]
            .into_iter()
            .flatten()
            .any(|t| t.is_same(&token));
        let is_fresh = token.is_usable(now) && now < token.refresh_at(0.0);
        (is_fresh && !is_known).then_some(token)
    }

    async fn sign_in_and_save(&self) -> Result<Token, Error<E>> {
        let token = (self.sign_in)().await?;
        if let Some(store) = &self.store
            && let Err(error) = patiently(store.save(&token)).await
        {
            warn_store("save a token to", &error);
        }
        Ok(token)
    }
}

async fn patiently<T>(work: impl Future<Output = Result<T, BoxError>>) -> Result<T, BoxError> {
    match tokio::time::timeout(STORE_PATIENCE, work).await {
        Ok(result) => result,
        Err(_) => Err("the store took too long".into()),
    }
}

fn warn_store(what: &str, error: &BoxError) {
    tracing::warn!(error = %error, "could not {what} the token store; calls go on without it");
}
