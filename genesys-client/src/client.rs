//! The client.

use std::fmt;

use ccaas_http::{BuildError, HttpClient};
use secrecy::SecretString;

use crate::{
    builder::GenesysClientBuilder,
    callbacks::Callbacks,
    conversations::Conversations,
    error::{ApiError, Error},
    ids::IntegrationId,
    messages::Messages,
    notifications::Notifications,
    open_messaging::{OpenIntegrations, OpenMessages},
    queues::Queues,
    region::Region,
    scripts::Scripts,
    tokens::Tokens,
    users::Users,
    wrap_up_codes::WrapUpCodes,
};

/// A client of one Genesys Cloud organisation; cheap to clone.
///
/// It signs in with client credentials when the first call needs a token, and shares
/// the token among its clones.
#[derive(Clone)]
pub struct GenesysClient {
    http: HttpClient<ApiError>,
    region: Region,
}

impl GenesysClient {
    /// A client with the default settings.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn new(
        region: Region,
        client_id: impl Into<String>,
        client_secret: SecretString,
    ) -> Result<Self, BuildError> {
        Self::builder(region, client_id, client_secret).build()
    }

    /// Settings for a client.
    pub fn builder(
        region: Region,
        client_id: impl Into<String>,
        client_secret: SecretString,
    ) -> GenesysClientBuilder {
        GenesysClientBuilder::new(region, client_id.into(), client_secret)
    }

    pub(crate) fn from_parts(http: HttpClient<ApiError>, region: Region) -> Self {
        Self { http, region }
    }

    /// Obtains a token if none is cached, so that a later call needs no sign-in.
    ///
    /// # Errors
    /// [`Error::Auth`](ccaas_http::Error::Auth).
    pub async fn sign_in(&self) -> Result<(), Error> {
        self.http.sign_in().await
    }

    /// Callbacks.
    #[must_use]
    pub fn callbacks(&self) -> Callbacks<'_> {
        Callbacks::new(self)
    }

    /// Open Messaging integrations.
    #[must_use]
    pub fn open_messaging(&self) -> OpenIntegrations<'_> {
        OpenIntegrations::new(self)
    }

    /// What customers write, to one Open Messaging integration.
    #[must_use]
    pub fn open_messages<'a>(&'a self, integration_id: &'a IntegrationId) -> OpenMessages<'a> {
        OpenMessages::new(self, integration_id)
    }

    /// Conversations, whatever their medium.
    #[must_use]
    pub fn conversations(&self) -> Conversations<'_> {
        Conversations::new(self)
    }

    /// Conversations by message.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        Messages::new(self)
    }

    /// Notification channels, and listening to them.
    #[must_use]
    pub fn notifications(&self) -> Notifications<'_> {
        Notifications::new(self)
    }

    /// Queues.
    #[must_use]
    pub fn queues(&self) -> Queues<'_> {
        Queues::new(self)
    }

    /// Scripts.
    #[must_use]
    pub fn scripts(&self) -> Scripts<'_> {
        Scripts::new(self)
    }

    /// The token that calls are made with.
    #[must_use]
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens::new(self)
    }

    /// Users.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users::new(self)
    }

    /// Wrap-up codes.
    #[must_use]
    pub fn wrap_up_codes(&self) -> WrapUpCodes<'_> {
        WrapUpCodes::new(self)
    }

    /// The region it calls.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// For endpoints and fields that this crate lacks: calls with the same token,
    /// retries and errors, and types of one's own.
    #[must_use]
    pub fn http(&self) -> &HttpClient<ApiError> {
        &self.http
    }
}

impl fmt::Debug for GenesysClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GenesysClient")
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
