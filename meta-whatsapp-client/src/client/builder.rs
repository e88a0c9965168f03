//! Settings of a client.

use std::{fmt, sync::Arc};

use ccaas_http::{BuildError, Clock, HttpClient, MetaHeaders, RetryPolicy, Timeouts};
use secrecy::SecretString;
use url::Url;

use super::{ApiVersion, Settings, WhatsAppClient, authorization};
use crate::media::MediaHosts;

const BASE_URL: &str = "https://graph.facebook.com";
const META_HEADERS: MetaHeaders = MetaHeaders {
    correlation_id: &["x-fb-trace-id", "x-fb-request-id"],
    rate_limit_allowed: None,
    rate_limit_count: None,
    rate_limit_reset: None,
};

/// Settings of a [`WhatsAppClient`].
#[must_use = "a builder does nothing until `build`"]
pub struct WhatsAppClientBuilder {
    token: SecretString,
    base_url: Url,
    version: ApiVersion,
    timeouts: Timeouts,
    retry: RetryPolicy,
    clock: Clock,
    reqwest: Option<reqwest::Client>,
    max_response_bytes: Option<usize>,
    media_hosts: MediaHosts,
}

impl WhatsAppClientBuilder {
    pub(super) fn new(token: SecretString) -> Self {
        Self {
            token,
            base_url: Url::parse(BASE_URL).expect("the constant is a URL"),
            version: ApiVersion::default(),
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            clock: Clock::system(),
            reqwest: None,
            max_response_bytes: None,
            media_hosts: MediaHosts::default(),
        }
    }

    /// Where the API is. Default `https://graph.facebook.com`.
    pub fn base_url(mut self, base_url: Url) -> Self {
        self.base_url = base_url;
        self
    }

    /// The version of the API. Default `v25.0`.
    pub fn version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// How long to wait. Default: 5 s for a connection, 10 s an attempt, 30 s in all.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// When failed attempts are repeated. Default: at most 3 attempts.
    ///
    /// Whatever the policy, a message is repeated only if WhatsApp surely did not take it.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Where time comes from.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Sends through this reqwest client: for proxies, or roots of one's own.
    ///
    /// Its connect timeout and redirect policy are its own. A client that follows
    /// redirects may carry the token to another host.
    pub fn reqwest(mut self, client: reqwest::Client) -> Self {
        self.reqwest = Some(client);
        self
    }

    /// The longest answer that is read, in bytes; downloads have their own limit.
    /// Default 4 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// The hosts whose files are asked for with the token: names, or `*.` and the end of
    /// names, each over TLS at the usual port. The origin of the base URL is always among
    /// them, as it is.
    ///
    /// Default `lookaside.fbsbx.com`, `*.fbsbx.com`, `*.whatsapp.net`, `*.fbcdn.net`.
    pub fn media_hosts(mut self, hosts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.media_hosts = MediaHosts::new(hosts);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn build(self) -> Result<WhatsAppClient, BuildError> {
        let mut http = HttpClient::builder(self.base_url)
            .meta_headers(META_HEADERS)
            .timeouts(self.timeouts)
            .retry(self.retry)
            .clock(self.clock);
        if let Some(client) = self.reqwest {
            http = http.reqwest(client);
        }
        if let Some(bytes) = self.max_response_bytes {
            http = http.max_response_bytes(bytes);
        }
        Ok(WhatsAppClient {
            http: http.build()?,
            settings: Arc::new(Settings {
                version: self.version,
                media_hosts: self.media_hosts,
            }),
            authorization: authorization(&self.token),
        })
    }
}

impl fmt::Debug for WhatsAppClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhatsAppClientBuilder")
            .field("host", &self.base_url.host_str())
            .field("version", &self.version)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
