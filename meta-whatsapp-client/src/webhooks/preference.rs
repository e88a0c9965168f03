//! What customers want, and what Meta sees in their chats.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Identity;
use crate::{
    MessageId, ParentUserId, UserId, WaId,
    webhooks::field::{lenient, list, unix_time},
};

/// Customers stopped or resumed marketing messages: `user_preferences`.
///
/// [docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences)
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UserPreferences {
    /// The changes.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub user_preferences: Vec<UserPreference>,
}
ccaas_http::debug_allow_list!(UserPreferences { user_preferences });

/// What one customer wants.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UserPreference {
    /// The customer's `wa_id`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// The customer's business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The customer's id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// What it is about: `marketing_messages`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What the customer wants.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub value: Option<Preference>,
    /// In words.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list! { UserPreference { category, value, timestamp } }

ccaas_http::open_enum! {
    /// What a customer wants.
    pub enum Preference {
        /// No more marketing messages.
        Stop = "stop",
        /// Marketing messages again.
        Resume = "resume",
    }
}

impl UserPreference {
    /// The customer.
    #[must_use]
    pub fn customer(&self) -> Identity {
        Identity {
            user_id: self.user_id.clone(),
            parent_user_id: self.parent_user_id.clone(),
            wa_id: self.wa_id.clone(),
            username: None,
        }
        .normalized()
    }
}

/// Leads and purchases that Meta saw in chats: `automatic_events`.
///
/// [docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events)
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutomaticEvents {
    /// The events.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub automatic_events: Vec<AutomaticEvent>,
}
ccaas_http::debug_allow_list!(AutomaticEvents { automatic_events });

/// A lead or purchase.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AutomaticEvent {
    /// The message it was seen in.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// `LeadSubmitted` or `Purchase`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub event_name: Option<String>,
    /// When.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The click on the ad.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub ctwa_clid: Option<String>,
    /// The purchase.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<PurchaseDetail>,
}
ccaas_http::debug_allow_list! { AutomaticEvent { event_name, timestamp } }

/// A purchase.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PurchaseDetail {
    /// The currency's code.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The amount, multiplied by 1,000.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
}
ccaas_http::debug_allow_list!(PurchaseDetail { currency, value });
