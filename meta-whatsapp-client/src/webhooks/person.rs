//! Who and which number: `metadata` and `contacts` beside the items.

use super::{Identity, identity::Ids};
use crate::{ParentUserId, PhoneNumberId, UserId, WaId};

wire! {
    /// The business phone number that an update belongs to.
    pub struct Metadata {
        auxiliary {
            /// The number, as shown; digits, or formatted.
            pub display_phone_number: Option<String>,
            /// The id of the number.
            pub phone_number_id: Option<PhoneNumberId>,
        }
    }
    shows { phone_number_id }
}

wire! {
    /// A customer of an update.
    pub struct Contact {
        auxiliary {
            /// Name and username; statuses mostly come without.
            pub profile: Option<Profile>,
            /// The customer's `wa_id`.
            pub wa_id: Option<WaId>,
            /// The customer's business-scoped user id.
            pub user_id: Option<UserId>,
            /// The customer's id across a parent business.
            pub parent_user_id: Option<ParentUserId>,
            /// Fingerprint of the customer's keys, with the identity change check.
            pub identity_key_hash: Option<String>,
        }
    }
    shows {}
}

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

wire! {
    /// What a customer shows of themselves.
    pub struct Profile {
        auxiliary {
            /// The name that the customer chose.
            pub name: Option<String>,
            /// The customer's username, with or without `@`.
            pub username: Option<String>,
        }
    }
    shows {}
}
