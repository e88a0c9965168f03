//! Who a message goes to.

use crate::id::{GroupId, UserId, WaId};

use super::{read::ReadError, wire::debug_kind};

/// Who a message goes to.
///
/// A `&str` or `String` is a phone number. Write it with `+` and country code: without
/// the `+`, Meta may put the business's own country code in front.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Recipient {
    /// A phone number: `to`.
    Phone(String),
    /// A business-scoped user id (BSUID): `recipient`.
    User(UserId),
    /// Both; the phone number wins.
    PhoneAndUser {
        /// `to`.
        phone: String,
        /// `recipient`.
        user: UserId,
    },
    /// A group: `to`, with the recipient type `group`.
    Group(GroupId),
}

impl Recipient {
    /// Its `recipient_type`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Phone(_) | Self::User(_) | Self::PhoneAndUser { .. } => "individual",
            Self::Group(_) => "group",
        }
    }

    /// What is written as `to`.
    #[must_use]
    pub fn to(&self) -> Option<&str> {
        match self {
            Self::Phone(phone) | Self::PhoneAndUser { phone, .. } => Some(phone),
            Self::Group(group) => Some(group.as_str()),
            Self::User(_) => None,
        }
    }

    /// What is written as `recipient`.
    #[must_use]
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(user) | Self::PhoneAndUser { user, .. } => Some(user),
            Self::Phone(_) | Self::Group(_) => None,
        }
    }

    /// Reads what the wire says.
    pub(super) fn read(
        kind: Option<&str>,
        to: Option<String>,
        user: Option<UserId>,
    ) -> Result<Self, ReadError> {
        match (kind.unwrap_or("individual"), to, user) {
            ("individual", Some(phone), None) => Ok(Self::Phone(phone)),
            ("individual", None, Some(user)) => Ok(Self::User(user)),
            ("individual", Some(phone), Some(user)) => Ok(Self::PhoneAndUser { phone, user }),
            ("group", Some(group), None) => Ok(Self::Group(GroupId::new(group))),
            ("group", _, Some(_)) => Err(ReadError::unknown("recipient")),
            ("individual" | "group", None, None) => Err(ReadError::missing("to")),
            (_, _, _) => Err(ReadError::odd("recipient_type", "`individual` or `group`")),
        }
    }
}

debug_kind!(Recipient);

impl From<&str> for Recipient {
    fn from(phone: &str) -> Self {
        Self::Phone(phone.to_owned())
    }
}

impl From<String> for Recipient {
    fn from(phone: String) -> Self {
        Self::Phone(phone)
    }
}

/// A `wa_id` of digits is written with `+`; anything else in its place is a user id.
impl From<&WaId> for Recipient {
    fn from(id: &WaId) -> Self {
        let id = id.as_str();
        let digits = id.strip_prefix('+').unwrap_or(id);
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Phone(format!("+{digits}"))
        } else {
            Self::User(UserId::new(id))
        }
    }
}

impl From<UserId> for Recipient {
    fn from(user: UserId) -> Self {
        Self::User(user)
    }
}

impl From<GroupId> for Recipient {
    fn from(group: GroupId) -> Self {
        Self::Group(group)
    }
}
