//! Who and which number: `metadata` and `contacts` beside the items.

use serde::{Deserialize, Serialize};

use super::{Identity, identity::Ids};
use crate::{ParentUserId, PhoneNumberId, UserId, WaId, webhooks::field::lenient};

/// The business phone number that an update belongs to.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Metadata {
    /// The number, as shown; digits, or formatted.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub display_phone_number: Option<String>,
    /// The id of the number.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<PhoneNumberId>,
}
ccaas_http::debug_allow_list!(Metadata { phone_number_id });

/// A customer of an update.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Contact {
    /// Name and username; statuses mostly come without.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// The customer's `wa_id`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// The customer's business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The customer's id across a parent business.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub parent_user_id: Option<ParentUserId>,
    /// Fingerprint of the customer's keys, with the identity change check.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub identity_key_hash: Option<String>,
}
ccaas_http::debug_allow_list!(Contact {});

impl Contact {
    /// The name that the customer chose.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.profile.as_ref()?.name.as_deref()
    }

    pub(super) fn ids(&self) -> Ids<'_> {
        Ids::of(&self.user_id, &self.wa_id, &self.parent_user_id)
    }

    /// The customer's four parts of identity.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let username = self.profile.as_ref().and_then(|it| it.username.clone());
        Identity {
            user_id: self.user_id.clone(),
            parent_user_id: self.parent_user_id.clone(),
            wa_id: self.wa_id.clone(),
            username,
        }
        .normalized()
    }
}

/// What a customer shows of themselves.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Profile {
    /// The name that the customer chose.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The customer's username, with or without `@`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}
ccaas_http::debug_allow_list!(Profile {});
