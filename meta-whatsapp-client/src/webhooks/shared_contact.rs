//! Contact cards that customers share.

use serde::{Deserialize, Serialize};

use crate::{
    WaId,
    webhooks::field::{exchanged, one_or_many},
};

/// A contact card.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SharedContact {
    /// The name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub name: Option<ContactName>,
    /// Phone numbers.
    #[serde(with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<ContactPhone>,
    /// Mail addresses.
    #[serde(with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<ContactEmail>,
    /// Postal addresses.
    #[serde(with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<ContactAddress>,
    /// Web pages.
    #[serde(with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<ContactUrl>,
    /// Where the person works.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub org: Option<ContactOrg>,
    /// The birthday, as written.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub birthday: Option<String>,
    /// `contact_request` if the business asked for it, `other` if not.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The card as vCard.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub vcard: Option<String>,
}
ccaas_http::debug_allow_list!(SharedContact { origin });

/// A name.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContactName {
    /// The whole name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub formatted_name: Option<String>,
    /// The given name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The family name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Names between.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// What stands before the name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// What stands after the name.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
}
ccaas_http::debug_allow_list!(ContactName {});

/// A phone number.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContactPhone {
    /// The number, as written.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The number's `wa_id`, if it is on WhatsApp.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<WaId>,
    /// Such as `CELL` or `WORK`.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(ContactPhone {});

/// A mail address.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContactEmail {
    /// The address.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Such as `HOME` or `WORK`.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(ContactEmail {});

/// A postal address.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContactAddress {
    /// Street and number.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The city.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The postal code.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The country.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The country's code.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Such as `HOME` or `WORK`.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(ContactAddress {});

/// A web page.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContactUrl {
    /// The address of the page.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Such as `HOME` or `WORK`.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(ContactUrl {});

/// Where a person works.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ContactOrg {
    /// The company.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The department.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The position.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
ccaas_http::debug_allow_list!(ContactOrg {});
