//! A WhatsApp Business Account (WABA).
//!
//! `GET /{waba_id}`
//!
//! [Docs](https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::read;
use serde::Deserialize;
use serde_json::{Value, value::RawValue};

#[cfg(feature = "client")]
pub use endpoints::Waba;

use crate::WabaId;

/// A WhatsApp Business Account.
///
/// Which fields are there depends on those that were asked for.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct BusinessAccount {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<WabaId>,
    /// Its name.
    #[serde(default, deserialize_with = "read::filled")]
    pub name: Option<String>,
    /// Whether it works.
    #[serde(default, deserialize_with = "read::filled")]
    pub status: Option<String>,
    /// Its time zone, a number at Meta.
    #[serde(default, deserialize_with = "read::filled")]
    pub timezone_id: Option<String>,
    /// The namespace of its templates.
    #[serde(default, deserialize_with = "read::filled")]
    pub message_template_namespace: Option<String>,
    /// Where its review stands.
    #[serde(default, deserialize_with = "read::filled")]
    pub account_review_status: Option<String>,
    /// Where the verification of the business stands.
    #[serde(default, deserialize_with = "read::filled")]
    pub business_verification_status: Option<String>,
    /// Two letters.
    #[serde(default, deserialize_with = "read::filled")]
    pub country: Option<String>,
    /// In which it pays.
    #[serde(default, deserialize_with = "read::filled")]
    pub currency: Option<String>,
    /// Whose it is.
    #[serde(default, deserialize_with = "read::filled")]
    pub ownership_type: Option<String>,
    /// Where the business is.
    #[serde(default, deserialize_with = "read::filled")]
    pub primary_business_location: Option<String>,
    /// Whether its templates are counted.
    #[serde(default, deserialize_with = "read::lenient")]
    pub is_enabled_for_insights: Option<bool>,
    /// How many users the business may write to first, in 24 hours.
    #[serde(default, deserialize_with = "read::filled")]
    pub whatsapp_business_manager_messaging_limit: Option<String>,
    /// What keeps it from sending.
    #[serde(default)]
    pub health_status: Option<Value>,
}
ccaas_http::keep_raw!(BusinessAccount);
ccaas_http::debug_allow_list! { BusinessAccount {
    id, name, status, account_review_status, business_verification_status
} }
