//! Routes: which WhatsApp number belongs to which Genesys Cloud integration.

mod read;

use std::fmt;

use genesys_client::Region;
use meta_whatsapp_client::{PhoneNumberId, WabaId};
use secrecy::SecretString;
use url::Url;

pub use read::read;

/// The name of a route: small letters, digits and dashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RouteName(String);

impl RouteName {
    /// The route that the documented variables make up.
    #[must_use]
    pub fn default_route() -> Self {
        Self("default".to_owned())
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=40).contains(&text.len()) && text.bytes().all(known);
        fits.then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RouteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One number and the integration that it belongs to.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its name, in logs, metrics and `/webhook/genesys/{route}`.
    pub name: RouteName,
    /// The WhatsApp number.
    pub phone_number_id: PhoneNumberId,
    /// The business account of the number, if it is told.
    pub waba_id: Option<WabaId>,
    /// Sends from the number.
    pub access_token: SecretString,
    /// Sign Meta's webhooks; two while one is replaced.
    pub app_secrets: Vec<SecretString>,
    /// What Meta says when it verifies the webhook.
    pub verify_token: SecretString,
    /// Meta's Graph API, if it is another than Meta's own.
    pub meta_base_url: Option<Url>,
    /// Where the organisation lives.
    pub region: Region,
    /// Who we are there.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// The Open Messaging integration.
    pub integration_id: String,
    /// Sign the integration's webhooks; two while one is replaced.
    pub webhook_secrets: Vec<SecretString>,
}
