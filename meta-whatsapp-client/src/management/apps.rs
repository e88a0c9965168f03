//! The apps that receive the webhooks of a business account.
//!
//! `GET`, `POST`, `DELETE /{waba_id}/subscribed_apps`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::debug_allow_list;
use secrecy::SecretString;
use serde::Serialize;

#[cfg(feature = "client")]
pub use endpoints::SubscribedApps;

use super::{numbers::exposed_opt, received::received};

/// How the app of the token subscribes to a business account's webhooks.
#[derive(Clone, Default, Serialize)]
pub struct Subscribe {
    /// Where they go instead of to the app's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_callback_uri: Option<String>,
    /// The token for the verification of that address.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "exposed_opt"
    )]
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

received! {
    /// An app that receives the webhooks of a business account.
    pub struct SubscribedApp {
        /// The app.
        pub app: Option<App> = "whatsapp_business_api_data",
        /// Where its webhooks go instead of to its own address.
        pub override_callback_uri: Option<String>,
    }
    debug [app]
}
received! {
    /// An app.
    pub struct App {
        /// Its id.
        pub id: Option<String>,
        /// Its name.
        pub name: Option<String>,
        /// Its page.
        pub link: Option<String>,
    }
    debug [id, name]
}
