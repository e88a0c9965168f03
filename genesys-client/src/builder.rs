//! Settings of a client.

use std::{fmt, sync::Arc};

use ccaas_http::{
    BuildError, Clock, HttpClient, HttpClientBuilder, MetaHeaders, RetryPolicy, Timeouts,
    TokenCache, TokenStore, VendorError, reqwest_client,
};
use secrecy::SecretString;
use url::Url;

use crate::{client::GenesysClient, error::ApiError, oauth::OAuthError, region::Region, sign_in};

const META_HEADERS: MetaHeaders = MetaHeaders {
    correlation_id: &["genesys-correlation-id", "inin-correlation-id"],
    rate_limit_allowed: Some("inin-ratelimit-allowed"),
    rate_limit_count: Some("inin-ratelimit-count"),
    rate_limit_reset: Some("inin-ratelimit-reset"),
};

/// Settings of a [`GenesysClient`].
#[must_use = "a builder does nothing until `build`"]
pub struct GenesysClientBuilder {
    region: Region,
    client_id: String,
    client_secret: SecretString,
    reqwest: Option<reqwest::Client>,
    retry: RetryPolicy,
    timeouts: Timeouts,
    max_response_bytes: Option<usize>,
    clock: Clock,
    token_store: Option<Arc<dyn TokenStore>>,
}

impl GenesysClientBuilder {
    pub(crate) fn new(region: Region, client_id: String, client_secret: SecretString) -> Self {
        Self {
            region,
            client_id,
            client_secret,
            reqwest: None,
            retry: RetryPolicy::default(),
            timeouts: Timeouts::default(),
            max_response_bytes: None,
            clock: Clock::system(),
            token_store: None,
        }
    }

    /// How long to wait. Default: 5 s for a connection, 10 s an attempt, 30 s in all.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// When failed attempts are repeated. Default: 3 attempts, 0.5 to 20 s apart.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sends through this reqwest client: for a proxy, roots of one's own, or one
    /// connection pool for many clients. Build it with [`reqwest_client`], or see to it
    /// that it follows no redirect: one would carry the token to another host.
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.reqwest = Some(client);
        self
    }

    /// Where time comes from.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Where the token outlives the process, or is shared with others.
    pub fn token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(store);
        self
    }

    /// The longest answer that is read, in bytes. Default 4 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn build(self) -> Result<GenesysClient, BuildError> {
        let reqwest = match &self.reqwest {
            Some(client) => client.clone(),
            None => reqwest_client(&self.timeouts)?,
        };
        let login = self
            .http::<OAuthError>(self.region.login_url(), &reqwest)
            .build()?;
        let http = self.http::<ApiError>(self.region.api_url(), &reqwest);

        let authorization = sign_in::basic(&self.client_id, &self.client_secret);
        let clock = self.clock.clone();
        let tokens = TokenCache::new(self.clock, self.token_store, move || {
            sign_in::obtain(login.clone(), authorization.clone(), clock.clone())
        });
        Ok(GenesysClient::from_parts(
            http.tokens(tokens).build()?,
            self.region,
        ))
    }

    fn http<A: VendorError>(&self, base: Url, reqwest: &reqwest::Client) -> HttpClientBuilder<A> {
        let http = HttpClient::builder(base)
            .reqwest(reqwest.clone())
            .retry(self.retry)
            .timeouts(self.timeouts)
            .meta_headers(META_HEADERS)
            .clock(self.clock.clone());
        match self.max_response_bytes {
            Some(bytes) => http.max_response_bytes(bytes),
            None => http,
        }
    }
}

impl fmt::Debug for GenesysClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenesysClientBuilder")
            .field("region", &self.region)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
