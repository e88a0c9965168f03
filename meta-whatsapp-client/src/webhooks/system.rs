//! News about the customer: type `system`.

use serde::{Deserialize, Serialize};

use super::{Identity, IdentityChange};
use crate::{ParentUserId, UserId, WaId, webhooks::field::exchanged};

/// News about the customer.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct System {
    /// What happened.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<SystemKind>,
    /// What the chat shows; it names the customer.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The new `wa_id`.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// The new `wa_id`, in older deliveries.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub new_wa_id: Option<WaId>,
    /// The new business-scoped user id.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The new id across a parent business.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// The business-scoped user id until now.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub previous_user_id: Option<UserId>,
    /// The id across a parent business until now.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub previous_parent_user_id: Option<ParentUserId>,
    /// Fingerprint of the customer's keys, in older deliveries.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The customer's `wa_id`, in older deliveries.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub customer: Option<WaId>,
}
ccaas_http::debug_allow_list!(System { kind });

ccaas_http::open_enum! {
    /// What happened to the customer.
    pub enum SystemKind {
        /// The phone number changed.
        UserChangedNumber = "user_changed_number",
        /// The business-scoped user id changed, as it does with the number.
        UserChangedUserId = "user_changed_user_id",
        /// The phone number changed, in older deliveries.
        CustomerChangedNumber = "customer_changed_number",
        /// The keys changed: somebody else may hold the phone.
        CustomerIdentityChanged = "customer_identity_changed",
    }
}

impl System {
    /// How the customer's identity changed; `None` if it did not, or it is not told.
    ///
    /// `sender` is who the message came from: see [`super::InboundMessage::sender`].
    #[must_use]
    pub fn identity_change(&self, sender: &Identity) -> Option<IdentityChange> {
        if self.kind == Some(SystemKind::CustomerIdentityChanged) {
            return None;
        }
        let after = Identity {
            user_id: self.user_id.clone(),
            parent_user_id: self.parent_user_id.clone(),
            wa_id: self.new_wa_id.clone().or_else(|| self.wa_id.clone()),
            username: None,
        }
        .normalized();
        let mut before = sender.clone().normalized();
        if let Some(previous) = &self.previous_user_id {
            before.user_id = Some(previous.clone());
        }
        if let Some(previous) = &self.previous_parent_user_id {
            before.parent_user_id = Some(previous.clone());
        }
        if before.wa_id.is_none() && after.wa_id != self.customer {
            before.wa_id.clone_from(&self.customer);
        }
        // Some deliveries name the new parts as the sender already.
        if self.previous_user_id.is_none() && before.user_id == after.user_id {
            before.user_id = None;
        }
        let change = IdentityChange { before, after };
        (!change.before.is_empty() && !change.after.is_empty() && change.before != change.after)
            .then_some(change)
    }
}
