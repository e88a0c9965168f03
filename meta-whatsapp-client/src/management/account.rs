//! A WhatsApp Business Account (WABA).
//!
//! `GET /{waba_id}`
//!
//! [Docs](https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account)

#[cfg(feature = "client")]
mod endpoints;

use serde_json::Value;

#[cfg(feature = "client")]
pub use endpoints::Waba;

use super::received::received;
use crate::WabaId;

received! {
    /// A WhatsApp Business Account.
    ///
    /// Which fields are there depends on those that were asked for.
    pub struct BusinessAccount {
        /// Its id.
        pub id: Option<WabaId>,
        /// Its name.
        pub name: Option<String>,
        /// Whether it works.
        pub status: Option<String>,
        /// Its time zone, a number at Meta.
        pub timezone_id: Option<String>,
        /// The namespace of its templates.
        pub message_template_namespace: Option<String>,
        /// Where its review stands.
        pub account_review_status: Option<String>,
        /// Where the verification of the business stands.
        pub business_verification_status: Option<String>,
        /// Two letters.
        pub country: Option<String>,
        /// In which it pays.
        pub currency: Option<String>,
        /// Whose it is.
        pub ownership_type: Option<String>,
        /// Where the business is.
        pub primary_business_location: Option<String>,
        /// Whether its templates are counted.
        pub is_enabled_for_insights: Option<bool>,
        /// How many users the business may write to first, in 24 hours.
        pub whatsapp_business_manager_messaging_limit: Option<String>,
        /// What keeps it from sending.
        pub health_status: Option<Value>,
    }
    debug [id, name, status, account_review_status, business_verification_status]
}
