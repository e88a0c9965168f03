//! `address_message`: India only
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages)).

use std::collections::BTreeMap;

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::messages::{
    header::Header,
    wire::{named_action, opt_text, text},
};

named_action!(address_message, "address_message");

/// A text with a form for a postal address.
///
/// The answer is an `nfm_reply` named `address_message`; a phone that cannot show the
/// form gives a failed status with the code 1026.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressMessage {
    /// Text or file above the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The form.
    #[serde(rename = "action", with = "address_message")]
    pub parameters: AddressParameters,
}

impl AddressMessage {
    /// A text and an empty form for a country, such as `IN`.
    #[must_use]
    pub fn new(body: impl Into<String>, country: impl Into<String>) -> Self {
        Self {
            header: None,
            body: body.into(),
            footer: None,
            parameters: AddressParameters {
                country: country.into(),
                ..AddressParameters::default()
            },
        }
    }
}

debug_allow_list!(AddressMessage { parameters });

/// The form for an address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressParameters {
    /// The country as two letters: `IN`.
    pub country: String,
    /// What the form is filled with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<AddressValues>,
    /// Addresses to choose from; not together with errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved_addresses: Option<Vec<SavedAddress>>,
    /// What is wrong with a value, by the value's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation_errors: Option<BTreeMap<String, String>>,
}

debug_allow_list!(AddressParameters { country });

/// An address to choose.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedAddress {
    /// What the answer says when it is chosen.
    pub id: String,
    /// The address.
    pub value: AddressValues,
}

debug_allow_list!(SavedAddress {});

/// An Indian postal address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressValues {
    /// Who lives there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Pin code, up to six digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_pin_code: Option<String>,
    /// Flat or house number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub house_number: Option<String>,
    /// Floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_number: Option<String>,
    /// Tower.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tower_number: Option<String>,
    /// Building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building_name: Option<String>,
    /// Street.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landmark_area: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

debug_allow_list!(AddressValues {});
