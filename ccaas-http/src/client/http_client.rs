//! A client for one base URL of one vendor.

use std::{fmt, sync::Arc, time::Duration};

use http::Method;
use url::Url;

use super::{Call, Clock, RetryPolicy, TokenCache};
use crate::{
    error::{BoxError, Error, VendorError},
    response::{KnownHeaders, MetaHeaders},
};

/// How long a client waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For a connection. Default 5 s.
    pub connect: Duration,
    /// For one attempt, from the connection to the last byte of the answer. Default 10 s.
    pub attempt: Duration,
    /// For all attempts of one call together, waits and sign-in included. Default 30 s.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(10),
            total: Duration::from_secs(30),
        }
    }
}

/// The HTTP client could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("could not set up the HTTP client")]
pub struct BuildError(#[source] BoxError);

/// A client for one base URL of one vendor; cheap to clone.
///
/// It knows how to send, to repeat safely, to sign in, and to read errors. Which paths
/// exist is the business of the vendor's crate.
pub struct HttpClient<A: VendorError> {
    pub(super) inner: Arc<Inner<A>>,
}

pub(super) struct Inner<A: VendorError> {
    pub(super) reqwest: reqwest::Client,
    pub(super) base: Url,
    pub(super) retry: RetryPolicy,
    pub(super) timeouts: Timeouts,
    pub(super) max_response_bytes: usize,
    pub(super) headers: KnownHeaders,
    pub(super) clock: Clock,
    pub(super) tokens: Option<TokenCache<A::SignIn>>,
    /// What opens WebSockets; made when the first one is asked for.
    #[cfg(feature = "socket")]
    pub(super) for_sockets: std::sync::OnceLock<reqwest::Client>,
}

impl<A: VendorError> Clone for HttpClient<A> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<A: VendorError> fmt::Debug for HttpClient<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClient")
            .field("host", &self.inner.base.host_str())
            .finish_non_exhaustive()
    }
}

impl<A: VendorError> HttpClient<A> {
    /// Settings for a client of `base`, whose own path, if any, is kept.
    pub fn builder(mut base: Url) -> HttpClientBuilder<A> {
        // Paths are appended to the text of the base.
        base.set_query(None);
        base.set_fragment(None);
        HttpClientBuilder {
            reqwest: None,
            base,
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            max_response_bytes: 4 * 1024 * 1024,
            headers: MetaHeaders::default(),
            clock: Clock::system(),
            tokens: None,
            #[cfg(feature = "socket")]
            for_sockets: None,
        }
    }

    /// Starts a call of `template`, such as `/api/v2/routing/queues/{queueId}`.
    ///
    /// The template, never the URL, is what spans show.
    pub fn call(&self, method: Method, template: &'static str) -> Call<'_, A> {
        Call::new(self, method, template)
    }

    /// Starts a call of an absolute URL that the vendor handed out, such as a download's.
    ///
    /// It is never sent with a token of the cache: whether the host may have one is for
    /// the vendor's crate to decide. `template` is what spans show instead of the URL.
    pub fn call_url(&self, method: Method, url: Url, template: &'static str) -> Call<'_, A> {
        Call::new(self, method, template).at(url)
    }

    /// Obtains a token if none is cached, so that a later call needs no sign-in.
    ///
    /// # Errors
    /// [`Error::Auth`].
    pub async fn sign_in(&self) -> Result<(), Error<A>> {
        match &self.inner.tokens {
            Some(tokens) => tokens.get().await.map(|_| ()).map_err(Error::Auth),
            None => Ok(()),
        }
    }

    /// The token cache, if calls are authenticated.
    #[must_use]
    pub fn tokens(&self) -> Option<&TokenCache<A::SignIn>> {
        self.inner.tokens.as_ref()
    }

    /// Where time comes from.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The base URL.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.inner.base
    }
}

/// Settings of an [`HttpClient`].
#[must_use = "a builder does nothing until `build`"]
pub struct HttpClientBuilder<A: VendorError> {
    reqwest: Option<reqwest::Client>,
    base: Url,
    retry: RetryPolicy,
    timeouts: Timeouts,
    max_response_bytes: usize,
    headers: MetaHeaders,
    clock: Clock,
    tokens: Option<TokenCache<A::SignIn>>,
    #[cfg(feature = "socket")]
    for_sockets: Option<reqwest::Client>,
}

impl<A: VendorError> fmt::Debug for HttpClientBuilder<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpClientBuilder").finish_non_exhaustive()
    }
}

impl<A: VendorError> HttpClientBuilder<A> {
    /// Sends through this reqwest client instead of an own one: for proxies, roots of
    /// one's own, or one connection pool for many clients.
    ///
    /// Its connect timeout and redirect policy are its own; build it with
    /// [`reqwest_client`] to keep ours.
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.reqwest = Some(client);
        self
    }

    /// Opens WebSockets through this reqwest client instead of an own one; it must speak
    /// HTTP/1.1 only (`http1_only`), since HTTP/2 has no such upgrade.
    #[cfg(feature = "socket")]
    pub fn reqwest_for_sockets(mut self, client: reqwest::Client) -> Self {
        self.for_sockets = Some(client);
        self
    }

    /// When failed attempts are repeated.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How long to wait.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// The longest answer that is read, in bytes after decompression. Default 4 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// The vendor's names of correlation and rate-limit headers.
    pub fn meta_headers(mut self, headers: MetaHeaders) -> Self {
        self.headers = headers;
        self
    }

    /// Where time comes from.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Authenticates every call with a token of this cache.
    pub fn tokens(mut self, tokens: TokenCache<A::SignIn>) -> Self {
        self.tokens = Some(tokens);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn build(self) -> Result<HttpClient<A>, BuildError> {
        let reqwest = match self.reqwest {
            Some(client) => client,
            None => reqwest_client(&self.timeouts)?,
        };
        Ok(HttpClient {
            inner: Arc::new(Inner {
                reqwest,
                base: self.base,
                retry: self.retry,
                timeouts: self.timeouts,
                max_response_bytes: self.max_response_bytes,
                headers: KnownHeaders::new(&self.headers),
                clock: self.clock,
                tokens: self.tokens,
                #[cfg(feature = "socket")]
                for_sockets: self.for_sockets.map_or_else(Default::default, Into::into),
            }),
        })
    }
}

/// A reqwest client as our clients want it: no redirects (they would carry the token
/// to another host), and the connect timeout of `timeouts`.
///
/// # Errors
/// [`BuildError`] if TLS cannot be set up.
pub fn reqwest_client(timeouts: &Timeouts) -> Result<reqwest::Client, BuildError> {
    finish(as_we_want_it(timeouts))
}

/// One that may turn its connections into WebSockets.
#[cfg(feature = "socket")]
pub(super) fn socket_client(timeouts: &Timeouts) -> Result<reqwest::Client, BuildError> {
    finish(as_we_want_it(timeouts).http1_only())
}

fn as_we_want_it(timeouts: &Timeouts) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(timeouts.connect)
        .tcp_nodelay(true)
        .user_agent(concat!("switchboard/", env!("CARGO_PKG_VERSION")))
}

fn finish(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, BuildError> {
    builder.build().map_err(|error| BuildError(Box::new(error)))
}
