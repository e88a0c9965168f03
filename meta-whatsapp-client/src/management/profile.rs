//! The business profile of a phone number.
//!
//! - `GET /{phone_number_id}/whatsapp_business_profile`
//! - `POST /{phone_number_id}/whatsapp_business_profile`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{InvalidRequest, read};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::BusinessProfiles;

use super::limits;

/// What customers see of a business.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct BusinessProfile {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The short text below the name.
    #[serde(default, deserialize_with = "read::filled")]
    pub about: Option<String>,
    /// Where it is.
    #[serde(default, deserialize_with = "read::filled")]
    pub address: Option<String>,
    /// What it does.
    #[serde(default, deserialize_with = "read::filled")]
    pub description: Option<String>,
    /// Its e-mail address.
    #[serde(default, deserialize_with = "read::filled")]
    pub email: Option<String>,
    /// Its websites.
    #[serde(default, deserialize_with = "read::list")]
    pub websites: Vec<String>,
    /// What it is in.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub vertical: Option<Vertical>,
    /// Where its picture is; the address ends after a while.
    #[serde(default, deserialize_with = "read::filled")]
    pub profile_picture_url: Option<String>,
    /// Always `whatsapp`.
    #[serde(default, deserialize_with = "read::filled")]
    pub messaging_product: Option<String>,
    /// The profile's id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<String>,
}
ccaas_http::keep_raw!(BusinessProfile);
ccaas_http::debug_allow_list!(BusinessProfile { vertical, id });

impl BusinessProfile {
    /// The fields that can be asked for; Meta sends none of them unasked.
    pub const FIELDS: &[&str] = &[
        "about",
        "address",
        "description",
        "email",
        "profile_picture_url",
        "websites",
        "vertical",
    ];
}

/// What to change in a business profile. What is `None` stays.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateBusinessProfile {
    /// The short text below the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Where it is. An empty text removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What it does. An empty text removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its e-mail address. An empty text removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The handle of a picture from the Resumable Upload API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_picture_handle: Option<String>,
    /// Its websites, with `http://` or `https://`. An empty list removes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub websites: Option<Vec<String>>,
    /// What it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical: Option<Vertical>,
}
ccaas_http::debug_allow_list!(UpdateBusinessProfile { vertical });

impl UpdateBusinessProfile {
    /// Checks the limits.
    ///
    /// # Errors
    /// The first field that is too long.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        for (field, text, limit) in [
            ("about", &self.about, limits::PROFILE_ABOUT),
            ("address", &self.address, limits::PROFILE_ADDRESS),
            (
                "description",
                &self.description,
                limits::PROFILE_DESCRIPTION,
            ),
            ("email", &self.email, limits::PROFILE_EMAIL),
        ] {
            let text = text.as_deref().unwrap_or_default();
            limits::length(|| field.to_owned(), text, limit)?;
        }
        let websites = self.websites.as_deref().unwrap_or_default();
        limits::count(
            || "websites".to_owned(),
            websites.len(),
            limits::PROFILE_WEBSITES,
        )?;
        for (index, website) in websites.iter().enumerate() {
            let field = || format!("websites[{index}]");
            limits::length(field, website, limits::PROFILE_WEBSITE)?;
        }
        Ok(())
    }
}

ccaas_http::open_enum! {
    /// What a business is in.
    pub enum Vertical {
        /// Not said.
        Undefined = "UNDEFINED",
        /// Something else.
        Other = "OTHER",
        /// Cars.
        Auto = "AUTO",
        /// Beauty.
        Beauty = "BEAUTY",
        /// Clothes.
        Apparel = "APPAREL",
        /// Education.
        Edu = "EDU",
        /// Entertainment.
        Entertain = "ENTERTAIN",
        /// Planning of events.
        EventPlan = "EVENT_PLAN",
        /// Finance.
        Finance = "FINANCE",
        /// Groceries.
        Grocery = "GROCERY",
        /// Government.
        Govt = "GOVT",
        /// Hotels.
        Hotel = "HOTEL",
        /// Health.
        Health = "HEALTH",
        /// Without profit.
        Nonprofit = "NONPROFIT",
        /// Professional services.
        ProfServices = "PROF_SERVICES",
        /// Retail.
        Retail = "RETAIL",
        /// Travel.
        Travel = "TRAVEL",
        /// Restaurants.
        Restaurant = "RESTAURANT",
        /// Alcohol.
        Alcohol = "ALCOHOL",
        /// Gambling on the web.
        OnlineGambling = "ONLINE_GAMBLING",
        /// Gambling in a place.
        PhysicalGambling = "PHYSICAL_GAMBLING",
        /// Drugs sold without prescription.
        OtcDrugs = "OTC_DRUGS",
        /// Matrimonial services.
        MatrimonyService = "MATRIMONY_SERVICE",
        /// Not a business.
        NotABiz = "NOT_A_BIZ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_none_is_not_sent_and_what_is_empty_is() {
        let update = UpdateBusinessProfile {
            address: Some(String::new()),
            websites: Some(Vec::new()),
            ..UpdateBusinessProfile::default()
        };
        assert_eq!(
            serde_json::to_value(&update).unwrap(),
            json!({"address": "", "websites": []})
        );
    }

    #[test]
    fn the_limits_are_checked() {
        let long = |length| Some("x".repeat(length));
        let update = UpdateBusinessProfile::default;
        for (invalid, field) in [
            (
                UpdateBusinessProfile {
                    about: long(140),
                    ..update()
                },
                "about",
            ),
            (
                UpdateBusinessProfile {
                    address: long(257),
                    ..update()
                },
                "address",
            ),
            (
                UpdateBusinessProfile {
                    description: long(513),
                    ..update()
                },
                "description",
            ),
            (
                UpdateBusinessProfile {
                    email: long(129),
                    ..update()
                },
                "email",
            ),
            (
                UpdateBusinessProfile {
                    websites: Some(vec![String::new(); 3]),
                    ..update()
                },
                "websites",
            ),
            (
                UpdateBusinessProfile {
                    websites: Some(vec![String::new(), "x".repeat(257)]),
                    ..update()
                },
                "websites[1]",
            ),
        ] {
            assert_eq!(invalid.check().unwrap_err().field(), field);
        }
        assert!(update().check().is_ok());
    }

    #[test]
    fn verticals_are_an_open_set() {
        for (text, vertical) in [
            ("PROF_SERVICES", Vertical::ProfServices),
            ("NOT_A_BIZ", Vertical::NotABiz),
            ("SPACE_TRAVEL", Vertical::Unknown("SPACE_TRAVEL".to_owned())),
        ] {
            let read: Vertical = serde_json::from_value(json!(text)).unwrap();
            assert_eq!(read, vertical);
            assert_eq!(serde_json::to_value(&read).unwrap(), text);
        }
    }
}
