//! What customers want, and what Meta sees in their chats.

use chrono::{DateTime, Utc};

use super::Identity;
use crate::{MessageId, ParentUserId, UserId, WaId};

wire! {
    /// Customers stopped or resumed marketing messages: `user_preferences`.
    ///
    /// [docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences)
    pub struct UserPreferences {
        /// The changes.
        pub user_preferences: Vec<UserPreference>,
    }
    shows { user_preferences }
}

wire! {
    /// What one customer wants.
    pub struct UserPreference {
        /// The customer's `wa_id`.
        pub wa_id: Option<WaId>,
        /// The customer's business-scoped user id.
        pub user_id: Option<UserId>,
        /// The customer's id across a parent business.
        pub parent_user_id: Option<ParentUserId>,
        /// What it is about: `marketing_messages`.
        pub category: Option<String>,
        /// What the customer wants.
        pub value: Option<Preference>,
        /// In words.
        pub detail: Option<String>,
        /// When.
        pub timestamp: Option<DateTime<Utc>>,
    }
    shows { category, value, timestamp }
}

open_enum! {
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

wire! {
    /// Leads and purchases that Meta saw in chats: `automatic_events`.
    ///
    /// [docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events)
    pub struct AutomaticEvents {
        /// The events.
        pub automatic_events: Vec<AutomaticEvent>,
    }
    shows { automatic_events }
}

wire! {
    /// A lead or purchase.
    pub struct AutomaticEvent {
        /// The message it was seen in.
        pub id: Option<MessageId>,
        /// `LeadSubmitted` or `Purchase`.
        pub event_name: Option<String>,
        /// When.
        pub timestamp: Option<DateTime<Utc>>,
        /// The click on the ad.
        pub ctwa_clid: Option<String>,
        /// The purchase.
        pub custom_data: Option<PurchaseDetail>,
    }
    shows { event_name, timestamp }
}

wire! {
    /// A purchase.
    pub struct PurchaseDetail {
        /// The currency's code.
        pub currency: Option<String>,
        /// The amount, multiplied by 1,000.
        pub value: Option<i64>,
    }
    shows { currency, value }
}
