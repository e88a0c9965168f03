//! One token for many calls.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::{FutureExt, future::Shared};
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::Clock;
use crate::error::{BoxError, Error, InvalidRequest, VendorError};

/// A token is not used in its last 30 seconds: it could run out on the way.
const SKEW: TimeDelta = TimeDelta::seconds(30);
/// After a failed refresh ahead of expiry, the next try waits this long at least.
const REFRESH_PAUSE: TimeDelta = TimeDelta::seconds(10);

/// A bearer token and its life.
#[derive(Clone)]
pub struct Token {
    secret: SecretString,
    authorization: HeaderValue,
    obtained_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl Token {
    /// A token that lives from `obtained_at` to `expires_at`.
    ///
    /// # Errors
    /// [`InvalidRequest`] if the token is empty or has characters that no header may hold.
    pub fn new(
        secret: SecretString,
        obtained_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<Self, InvalidRequest> {
        let invalid = || InvalidRequest::new("token", "is empty or cannot stand in a header");
        if secret.expose_secret().is_empty() {
            return Err(invalid());
        }
        let mut authorization =
            HeaderValue::from_str(&format!("Bearer {}", secret.expose_secret()))
                .map_err(|_| invalid())?;
        authorization.set_sensitive(true);
        Ok(Self { secret, authorization, obtained_at, expires_at })
    }

    /// The token itself.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// When it was obtained.
    #[must_use]
    pub fn obtained_at(&self) -> DateTime<Utc> {
        self.obtained_at
    }

    /// When it ends.
    #[must_use]
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.expires_at
    }

    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    fn life(&self) -> TimeDelta {
        (self.expires_at - self.obtained_at).max(TimeDelta::zero())
    }

    /// Usable until 30 s before its end, or until 9/10 of a life shorter than 5 minutes.
    fn is_usable(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at - SKEW.min(self.life() / 10)
    }

    /// At 80 % of its life, minus up to 10 % by chance: processes started together
    /// do not refresh together.
    fn refresh_at(&self, random: f64) -> DateTime<Utc> {
        let millis = self.life().num_milliseconds() as f64 * (0.8 - 0.1 * random);
        self.obtained_at + TimeDelta::milliseconds(millis as i64)
    }

    fn is_same(&self, other: &Token) -> bool {
        self.authorization == other.authorization
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Where a token outlives the process, or is shared with others.
///
/// One store holds one account's token. A store that fails never fails a call: the
/// client signs in as if the store were empty, and logs a warning.
#[async_trait]
pub trait TokenStore: Send + Sync + 'static {
    /// The stored token, if there is one.
    async fn load(&self) -> Result<Option<Token>, BoxError>;
    /// Replaces the stored token.
    async fn save(&self, token: &Token) -> Result<(), BoxError>;
    /// Removes the token if it is still this one: the vendor refused it.
    async fn discard(&self, token: &Token) -> Result<(), BoxError>;
}

type SignIn<E> =
    Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Token, Error<E>>> + Send>> + Send + Sync>;
type Flight<E> = Shared<Pin<Box<dyn Future<Output = Result<Arc<Token>, Arc<Error<E>>>> + Send>>>;

/// One token for many calls, with at most one sign-in in flight.
///
/// A token is refreshed ahead of its end while the old one is still served. A sign-in
/// that was told to wait (`Retry-After`) is not repeated before. The error type is that
/// of the sign-in endpoint.
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
    blocked: Option<(DateTime<Utc>, Arc<Error<E>>)>,
}

impl<E: VendorError> Clone for TokenCache<E> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<E: VendorError> fmt::Debug for TokenCache<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.inner.state();
        f.debug_struct("TokenCache").field("token", &state.current).finish_non_exhaustive()
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
        let flight = {
            let mut state = self.inner.state();
            let now = self.inner.clock.now();
            let blocked = state.blocked.as_ref().filter(|(until, _)| now < *until).cloned();
            if let Some(token) = state.current.clone().filter(|token| token.is_usable(now)) {
                if now >= state.refresh_at && state.flight.is_none() && blocked.is_none() {
                    state.flight = Some(self.start());
                }
                return Ok(token);
            }
            if let Some((_, error)) = blocked {
                return Err(error);
            }
            state.flight.get_or_insert_with(|| self.start()).clone()
        };
        flight.await
    }

    /// Drops `token` if it is still the cached one: the vendor refused it.
    pub async fn discard(&self, token: &Arc<Token>) {
        {
            let mut state = self.inner.state();
            if state.current.as_ref().is_some_and(|current| Arc::ptr_eq(current, token)) {
                state.current = None;
            }
            state.refused = Some(Arc::clone(token));
        }
        if let Some(store) = &self.inner.store
            && let Err(error) = store.discard(token).await
        {
            warn_store("discard a token from", &error);
        }
    }

    /// The cached token, usable or not; asks nobody.
    #[must_use]
    pub fn cached(&self) -> Option<Arc<Token>> {
        self.inner.state().current.clone()
    }

    /// Starts a sign-in that goes on even if every caller goes away.
    fn start(&self) -> Flight<E> {
        let inner = Arc::clone(&self.inner);
        let task = tokio::spawn(async move { inner.obtain().await });
        let flight: Pin<Box<dyn Future<Output = _> + Send>> = Box::pin(async move {
            task.await.unwrap_or_else(|_| {
                Err(Arc::new(Error::Interrupted("the sign-in task ended early".into())))
            })
        });
        flight.shared()
    }
}

impl<E: VendorError> Inner<E> {
    fn state(&self) -> MutexGuard<'_, State<E>> {
        // A panic while holding the lock leaves no half-written state: fields are independent.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    async fn obtain(&self) -> Result<Arc<Token>, Arc<Error<E>>> {
        let result = match self.load().await {
            Some(token) => Ok(token),
            None => (self.sign_in)().await,
        };
        let result = match result {
            Ok(token) => {
                self.save(&token).await;
                Ok(Arc::new(token))
            }
            Err(error) => Err(Arc::new(error)),
        };
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
                let asked = error.retry_after().map(to_delta);
                // With an old token still good there is no hurry to try again.
                let spare = state.current.as_ref().is_some_and(|token| token.is_usable(now));
                let pause = asked.max(spare.then_some(REFRESH_PAUSE));
                state.blocked = pause.map(|pause| (now + pause, Arc::clone(error)));
            }
        }
        result
    }

    async fn load(&self) -> Option<Token> {
        let store = self.store.as_ref()?;
        let token = match store.load().await {
            Ok(token) => token?,
            Err(error) => {
                warn_store("read a token from", &error);
                return None;
            }
        };
        let now = self.clock.now();
        let state = self.state();
        let known = |other: &Option<Arc<Token>>| other.as_ref().is_some_and(|o| o.is_same(&token));
        let fresh = token.is_usable(now) && now < token.refresh_at(0.0);
        (fresh && !known(&state.refused) && !known(&state.current)).then_some(token.clone())
    }

    async fn save(&self, token: &Token) {
        if let Some(store) = &self.store
            && let Err(error) = store.save(token).await
        {
            warn_store("save a token to", &error);
        }
    }
}

fn warn_store(what: &str, error: &BoxError) {
    tracing::warn!(error = %error, "could not {what} the token store; signing in goes on without it");
}

fn to_delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(1)).min(TimeDelta::days(1))
}
