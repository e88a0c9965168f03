//! The client and its settings.

use std::{fmt, sync::Arc};

use ccaas_http::{
    BuildError, Clock, HttpClient, RetryPolicy, Timeouts, TokenCache, TokenStore, reqwest_client,
};

use crate::{
    agents::Agents,
    auth::{Account, LocalLogin, Login, Partner},
    environment::Environment,
    error::{ApiError, Error},
    genesys_callbacks::GenesysCallbacks,
    interactions::Interactions,
    schedules::{Schedules, TenantId, TenantSchedules, VisitorSchedules},
};

/// A client of the VideoEngager REST API, signed in as one agent; cheap to clone.
#[derive(Clone)]
pub struct VideoEngagerClient {
    http: HttpClient<ApiError>,
    account: Arc<Account>,
    environment: Environment,
}

impl VideoEngagerClient {
    /// A client with the default settings. It signs in with the first call.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn new(environment: Environment, partner: Partner) -> Result<Self, BuildError> {
        Self::builder(environment, partner).build()
    }

    /// A client that signs in with a password, with the default settings.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn local(environment: Environment, login: LocalLogin) -> Result<Self, BuildError> {
        Self::builder_with(environment, login).build()
    }

    /// Settings for a client.
    pub fn builder(environment: Environment, partner: Partner) -> VideoEngagerClientBuilder {
        Self::builder_with(environment, partner)
    }

    /// Settings for a client with credentials of any kind.
    pub fn builder_with(
        environment: Environment,
        login: impl Into<Login>,
    ) -> VideoEngagerClientBuilder {
        VideoEngagerClientBuilder {
            environment,
            login: login.into(),
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            clock: Clock::system(),
            reqwest: None,
            token_store: None,
            max_response_bytes: None,
        }
    }

    /// Signs in now, unless a token is cached: to check the credentials at start.
    ///
    /// # Errors
    /// [`Error::Auth`](ccaas_http::Error::Auth) with the sign-in's own error.
    pub async fn sign_in(&self) -> Result<(), Error> {
        self.http.sign_in().await
    }

    /// The video meetings of the own account.
    #[must_use]
    pub fn schedules(&self) -> Schedules<'_> {
        Schedules::new(&self.http)
    }

    /// The video meetings of all agents of the tenant.
    #[must_use]
    pub fn tenant_schedules(&self) -> TenantSchedules<'_> {
        TenantSchedules::new(&self.http)
    }

    /// Meetings that a visitor asks for, and confirms by a mailed code. Needs no sign-in.
    #[must_use]
    pub fn visitor_schedules<'a>(&'a self, tenant_id: &'a TenantId) -> VisitorSchedules<'a> {
        VisitorSchedules::new(self.account.public(), tenant_id)
    }

    /// The agents of the tenant, and their way into a meeting.
    #[must_use]
    pub fn agents(&self) -> Agents<'_> {
        Agents::new(&self.http, &self.account)
    }

    /// VideoEngager's own Genesys Cloud callbacks.
    #[must_use]
    pub fn genesys_callbacks<'a>(&'a self, tenant_id: &'a TenantId) -> GenesysCallbacks<'a> {
        GenesysCallbacks::new(&self.http, self.account.public(), tenant_id)
    }

    /// Video calls that begin at once.
    #[must_use]
    pub fn interactions(&self) -> Interactions<'_> {
        Interactions::new(&self.http, self.account.public())
    }

    /// The installation that this client talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }
}

ccaas_http::debug_allow_list!(VideoEngagerClient { environment });

/// Settings of a [`VideoEngagerClient`].
#[must_use = "a builder does nothing until `build`"]
pub struct VideoEngagerClientBuilder {
    environment: Environment,
    login: Login,
    timeouts: Timeouts,
    retry: RetryPolicy,
    clock: Clock,
    reqwest: Option<reqwest::Client>,
    token_store: Option<Arc<dyn TokenStore>>,
    max_response_bytes: Option<usize>,
}

impl VideoEngagerClientBuilder {
    /// How long to wait. Default: 5 s for a connection, 10 s an attempt, 30 s in all.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// When failed attempts are repeated. Default: at most 3 attempts.
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

    /// Keeps the token where it outlives the process, or is shared with others.
    pub fn token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(store);
        self
    }

    /// The longest answer that is read, in bytes. Default 4 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn build(self) -> Result<VideoEngagerClient, BuildError> {
        let reqwest = match self.reqwest {
            Some(client) => client,
            None => reqwest_client(&self.timeouts)?,
        };
        let base = self.environment.base_url();
        let settings = || {
            let builder = HttpClient::builder(base.clone())
                .reqwest(reqwest.clone())
                .timeouts(self.timeouts)
                .retry(self.retry)
                .clock(self.clock.clone());
            match self.max_response_bytes {
                Some(bytes) => builder.max_response_bytes(bytes),
                None => builder,
            }
        };
        let account = Account::new(settings().build()?, self.login, self.clock.clone());
        let account = Arc::new(account);
        let sign_in = Arc::clone(&account);
        let tokens = TokenCache::new(self.clock.clone(), self.token_store, move || {
            let account = Arc::clone(&sign_in);
            async move { account.sign_in().await }
        });
        Ok(VideoEngagerClient {
            http: settings().tokens(tokens).build()?,
            account,
            environment: self.environment,
        })
    }
}

impl fmt::Debug for VideoEngagerClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VideoEngagerClientBuilder")
            .field("environment", &self.environment)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
