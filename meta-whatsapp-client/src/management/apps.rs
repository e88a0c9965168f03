//! The apps that receive the webhooks of a business account.
//!
//! `GET`, `POST`, `DELETE /{waba_id}/subscribed_apps`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{debug_allow_list, read};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::SubscribedApps;

use super::numbers::exposed_opt;

/// How the app of the token subscribes to a business account's webhooks.
#[derive(Clone, Default, Serialize)]
pub struct Subscribe {
    /// Where they go instead of to the app's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_callback_uri: Option<String>,
    /// The token for the verification of that address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "exposed_opt")]
    pub verify_token: Option<SecretString>,
}

debug_allow_list!(Subscribe { verify_token });

impl Subscribe {
    /// With an address of its own; Meta verifies it at once.
    pub fn with_callback(
        override_callback_uri: impl Into<String>,
        verify_token: SecretString,
    ) -> Self {
        Self {
            override_callback_uri: Some(override_callback_uri.into()),
            verify_token: Some(verify_token),
        }
    }
}

/// An app that receives the webhooks of a business account.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct SubscribedApp {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The app.
    #[serde(rename = "whatsapp_business_api_data")]
    #[serde(default, deserialize_with = "read::lenient")]
    pub app: Option<App>,
    /// Where its webhooks go instead of to its own address.
    #[serde(default, deserialize_with = "read::filled")]
    pub override_callback_uri: Option<String>,
}
ccaas_http::keep_raw!(SubscribedApp);
ccaas_http::debug_allow_list!(SubscribedApp { app });

/// An app.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct App {
    /// Its id.
    #[serde(deserialize_with = "read::filled")]
    pub id: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "read::filled")]
    pub name: Option<String>,
    /// Its page.
    #[serde(deserialize_with = "read::filled")]
    pub link: Option<String>,
}
ccaas_http::debug_allow_list!(App { id, name });
