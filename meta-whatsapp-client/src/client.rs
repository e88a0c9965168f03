//! The client and its settings.

mod builder;
mod version;

use std::{fmt, sync::Arc};

use ccaas_http::{BuildError, Call, HttpClient, InvalidRequest};
use http::{HeaderValue, Method, header};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::{error::ApiError, media::MediaHosts};

pub use builder::WhatsAppClientBuilder;
pub use version::{ApiVersion, InvalidVersion};

/// A client of the WhatsApp Cloud API; cheap to clone.
///
/// The token belongs to the handle: [`with_token`](Self::with_token) gives another
/// tenant a handle on the same connection pool. Which number sends is said with each
/// call.
#[derive(Clone)]
pub struct WhatsAppClient {
    http: HttpClient<ApiError>,
    settings: Arc<Settings>,
    /// Absent if the token cannot stand in a header.
    authorization: Option<HeaderValue>,
}

/// What all tenants of one client share.
#[derive(Debug)]
struct Settings {
    version: ApiVersion,
    media_hosts: MediaHosts,
}

impl WhatsAppClient {
    /// A client with the default settings.
    ///
    /// # Errors
    /// [`BuildError`] if TLS cannot be set up.
    pub fn new(token: SecretString) -> Result<Self, BuildError> {
        Self::builder(token).build()
    }

    /// Settings for a client.
    pub fn builder(token: SecretString) -> WhatsAppClientBuilder {
        WhatsAppClientBuilder::new(token)
    }

    /// A handle for another token: same settings, same connections.
    #[must_use]
    pub fn with_token(&self, token: SecretString) -> Self {
        Self {
            http: self.http.clone(),
            settings: Arc::clone(&self.settings),
            authorization: authorization(&token),
        }
    }

    /// The version of the API that calls go to.
    #[must_use]
    pub fn version(&self) -> &ApiVersion {
        &self.settings.version
    }

    /// Starts an authenticated call of `template`, which begins with `/{version}/`.
    pub(crate) fn call(&self, method: Method, template: &'static str) -> Call<'_, ApiError> {
        let call = self
            .http
            .call(method, template)
            .path("version", self.settings.version.as_str());
        self.authorized(call)
    }

    /// Starts an authenticated `GET` of a file's URL, if its host may have the token.
    pub(crate) fn call_media(&self, url: Url) -> Call<'_, ApiError> {
        let allowed = self.settings.media_hosts.allow(&url, self.http.base_url());
        let call = self.http.call_url(Method::GET, url, "{media_url}");
        if allowed {
            self.authorized(call)
        } else {
            let problem = "is on a host that may not have the token";
            call.refused(InvalidRequest::new("url", problem))
        }
    }

    fn authorized<'a>(&self, call: Call<'a, ApiError>) -> Call<'a, ApiError> {
        match &self.authorization {
            Some(value) => call.header(header::AUTHORIZATION, value.clone()),
            None => call.refused(InvalidRequest::new("token", "cannot stand in a header")),
        }
    }
}

fn authorization(token: &SecretString) -> Option<HeaderValue> {
    let token = token.expose_secret().trim();
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    (!token.is_empty()).then_some(value)
}

impl fmt::Debug for WhatsAppClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhatsAppClient")
            .field("host", &self.http.base_url().host_str())
            .field("version", &self.settings.version)
            .finish_non_exhaustive()
    }
}
