//! Contact cards
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/contacts-messages)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::id::WaId;

/// A contact card that is sent.
///
/// ```
/// use meta_whatsapp_client::messages::{Contact, ContactName, ContactPhone};
///
/// let contact = Contact {
///     phones: Some(vec![ContactPhone::new("+12025550147")]),
///     ..Contact::new(ContactName {
///         first_name: Some("Robin".to_owned()),
///         ..ContactName::new("Robin Example")
///     })
/// };
/// # assert_eq!(contact.phones.map(|phones| phones.len()), Some(1));
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Who it is. Meta requires `formatted_name`; one more part is wise.
    pub name: ContactName,
    /// Phone numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phones: Option<Vec<ContactPhone>>,
    /// E-mail addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emails: Option<Vec<ContactEmail>>,
    /// Postal addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<ContactAddress>>,
    /// Web addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urls: Option<Vec<ContactUrl>>,
    /// Where the person works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<ContactOrg>,
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<String>,
}

impl Contact {
    /// A card with a name only.
    #[must_use]
    pub fn new(name: ContactName) -> Self {
        Self {
            name,
            phones: None,
            emails: None,
            addresses: None,
            urls: None,
            org: None,
            birthday: None,
        }
    }
}

debug_allow_list!(Contact {});

/// A contact's name.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactName {
    /// The whole name, as it is shown.
    pub formatted_name: String,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Middle name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// What stands behind the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// What stands before the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

impl ContactName {
    /// A name as it is shown.
    #[must_use]
    pub fn new(formatted_name: impl Into<String>) -> Self {
        Self {
            formatted_name: formatted_name.into(),
            ..Self::default()
        }
    }
}

debug_allow_list!(ContactName {});

/// Defines a part of a contact: a required value with a `type` beside it.
macro_rules! labelled {
    ($(#[$meta:meta])* $name:ident { $(#[$value_meta:meta])* $value:ident }
        $($(#[$more_meta:meta])* $more:ident: $more_ty:ty),*) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[$value_meta])*
            pub $value: String,
            /// Mostly `HOME` or `WORK`.
            #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
            pub type_: Option<String>,
            $(
                $(#[$more_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $more: Option<$more_ty>,
            )*
        }

        impl $name {
            /// The value alone.
            #[must_use]
            pub fn new($value: impl Into<String>) -> Self {
                Self { $value: $value.into(), ..Self::default() }
            }
        }

        debug_allow_list!($name { type_ });
    };
}

labelled! {
    /// A contact's phone number.
    ContactPhone {
        /// The number.
        phone
    }
    /// The same number as a `wa_id`; with it, the card has a button to write to it.
    wa_id: WaId
}

labelled! {
    /// A contact's e-mail address.
    ContactEmail {
        /// The address.
        email
    }
}

labelled! {
    /// A contact's web address.
    ContactUrl {
        /// The address.
        url
    }
}

/// A contact's postal address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactAddress {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, abbreviated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// Country, in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Country as two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Mostly `HOME` or `WORK`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
}

debug_allow_list!(ContactAddress { type_ });

/// Where a contact works.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactOrg {
    /// Company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

debug_allow_list!(ContactOrg {});
