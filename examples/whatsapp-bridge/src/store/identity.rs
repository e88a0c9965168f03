//! Who a customer is to both sides.

use meta_whatsapp_client::{UserId, WaId, messages::Recipient};
use serde::{Deserialize, Serialize};

/// Who a customer is to both sides; personal data, sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The `from.id` that Genesys Cloud knows, fixed at first contact.
    pub from_id: String,
    /// Its kind: `Phone` or `Opaque`.
    pub id_type: String,
    /// The number that WhatsApp knows now, without a plus.
    pub wa_id: Option<String>,
    /// The business-scoped id that WhatsApp knows now.
    pub user_id: Option<String>,
    /// The one of their business portfolio, if WhatsApp tells it.
    pub parent_user_id: Option<String>,
    /// The name in the profile.
    pub name: Option<String>,
    /// What `/state/mapping` was told of the business's number, to be told again.
    #[serde(default)]
    pub phone_number_id: Option<String>,
    /// The same, as people write it.
    #[serde(default)]
    pub display_phone_number: Option<String>,
}

impl Identity {
    /// Somebody of whom only the id is known that Genesys Cloud is given.
    #[must_use]
    pub fn new(from_id: impl Into<String>, id_type: &str) -> Self {
        Self {
            from_id: from_id.into(),
            id_type: id_type.to_owned(),
            wa_id: None,
            user_id: None,
            parent_user_id: None,
            name: None,
            phone_number_id: None,
            display_phone_number: None,
        }
    }
}

impl Identity {
    /// Where messages to them go now.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        match (&self.wa_id, &self.user_id) {
            (Some(wa_id), _) => Recipient::from(&WaId::new(wa_id)),
            (None, Some(user_id)) => UserId::new(user_id).into(),
            (None, None) => Recipient::from(&WaId::new(&self.from_id)),
        }
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("id_type", &self.id_type)
            .finish_non_exhaustive()
    }
}

/// Who a customer is, as far as it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// It can be.
    Known(Identity),
    /// It was sealed with a key that is not in `DATA_KEYS`. What is stored stays as it is: the
    /// key may come back.
    Sealed(Vec<u8>),
}

impl Who {
    /// Who it is, if that can be read.
    #[must_use]
    pub fn known(&self) -> Option<&Identity> {
        match self {
            Self::Known(identity) => Some(identity),
            Self::Sealed(_) => None,
        }
    }

    /// The same, to change it.
    pub fn known_mut(&mut self) -> Option<&mut Identity> {
        match self {
            Self::Known(identity) => Some(identity),
            Self::Sealed(_) => None,
        }
    }
}
