//! Settings of a client.

use std::{fmt, sync::Arc, time::Duration};

use ccaas_http::{BuildError, Clock, HttpClient, RetryPolicy, Timeouts};
use http::{HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use super::{Inner, Keep, LookupClient, cache::Cache, fetch::Fetch, limiter::Limiter};
use crate::PhoneReader;

/// What the service knows us by. `Debug` does not print it.
#[derive(Clone, Debug)]
pub enum LookupCredential {
    /// An API key, sent as `x-api-key`.
    ApiKey(SecretString),
    /// A bearer token, sent as `Authorization`.
    Bearer(SecretString),
}

/// Settings of a [`LookupClient`].
#[must_use = "a builder does nothing until `build`"]
pub struct LookupClientBuilder {
    base: Url,
    credential: LookupCredential,
    reader: PhoneReader,
    reqwest: Option<reqwest::Client>,
    clock: Clock,
    budget: Duration,
    a_minute: u32,
    keep: Keep,
    most_kept: usize,
}

impl LookupClientBuilder {
    pub(super) fn new(base: Url, credential: LookupCredential, reader: PhoneReader) -> Self {
        Self {
            base,
            credential,
            reader,
            reqwest: None,
            clock: Clock::system(),
            budget: Duration::from_secs(2),
            a_minute: 1_000,
            keep: Keep {
                hits: Duration::from_secs(300),
                misses: Duration::from_secs(30),
            },
            most_kept: 10_000,
        }
    }

    /// How long a lookup may take in all. Default 2 s, as documented.
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// How many requests are sent in any minute; 0 is no limit. Default 1,000, the documented
    /// limit of a key.
    pub fn requests_per_minute(mut self, most: u32) -> Self {
        self.a_minute = most;
        self
    }

    /// How long a case is kept. Default 5 minutes.
    pub fn keep_hits(mut self, time: Duration) -> Self {
        self.keep.hits = time;
        self
    }

    /// How long it is kept that there is no case, or that the service has only stale answers.
    /// Default 30 s: somebody may just be saving the caller's first case.
    pub fn keep_misses(mut self, time: Duration) -> Self {
        self.keep.misses = time;
        self
    }

    /// How many answers are kept at most; the oldest goes first. Default 10,000.
    pub fn most_kept(mut self, answers: usize) -> Self {
        self.most_kept = answers;
        self
    }

    /// Sends through this reqwest client: for a proxy, roots of one's own, or one connection
    /// pool for many clients. Build it with [`reqwest_client`](ccaas_http::reqwest_client), or
    /// see to it that it follows no redirect: one would carry the key to another host.
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.reqwest = Some(client);
        self
    }

    /// Where time comes from.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`LookupBuildError`] says which setting is wrong.
    pub fn build(self) -> Result<LookupClient, LookupBuildError> {
        if !may_have_the_key(&self.base) {
            return Err(LookupBuildError::Base);
        }
        let credential = self.credential.header()?;
        // The budget is over first: these only bound what a connection may take.
        let timeouts = Timeouts {
            connect: self.budget,
            attempt: self.budget * 2,
            total: self.budget * 2,
        };
        let mut http = HttpClient::builder(self.base)
            .timeouts(timeouts)
            .retry(RetryPolicy::never())
            .max_response_bytes(256 * 1024)
            .clock(self.clock.clone());
        if let Some(reqwest) = self.reqwest {
            http = http.reqwest(reqwest);
        }
        Ok(LookupClient {
            inner: Arc::new(Inner {
                fetch: Fetch::new(http.build()?, credential),
                reader: self.reader,
                limiter: Limiter::new(self.a_minute),
                cache: Cache::new(self.most_kept),
                clock: self.clock,
                keep: self.keep,
                budget: self.budget,
            }),
        })
    }
}

impl fmt::Debug for LookupClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LookupClientBuilder")
            .field("host", &self.base.host_str())
            .field("budget", &self.budget)
            .field("requests_per_minute", &self.a_minute)
            .finish_non_exhaustive()
    }
}

impl LookupCredential {
    fn header(&self) -> Result<(HeaderName, HeaderValue), LookupBuildError> {
        let (name, scheme, secret) = match self {
            Self::ApiKey(key) => (HeaderName::from_static("x-api-key"), "", key),
            Self::Bearer(token) => (header::AUTHORIZATION, "Bearer ", token),
        };
        let secret = secret.expose_secret().trim();
        if secret.is_empty() {
            return Err(LookupBuildError::Credential);
        }
        let value = HeaderValue::try_from(format!("{scheme}{secret}"));
        Ok((name, value.map_err(|_| LookupBuildError::Credential)?))
    }
}

/// Why a client cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LookupBuildError {
    /// The key would be readable on the way.
    #[error(
        "the base URL must begin with https://, or with http:// for this machine itself \
         (localhost, 127.0.0.1, ::1)"
    )]
    Base,
    /// The key or token is empty, or has characters that no header may have.
    #[error("the API key or token must be one line of visible ASCII characters")]
    Credential,
    /// TLS cannot be set up.
    #[error(transparent)]
    Http(#[from] BuildError),
}

/// Whether nobody on the way can read what is sent there.
fn may_have_the_key(base: &Url) -> bool {
    let is_loopback = match base.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match base.scheme() {
        "https" => true,
        "http" => is_loopback,
        _ => false,
    }
}
