//! Sending what concerns the business profile.

use ccaas_http::{DecodeError, Response, read};
use http::Method;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{BusinessProfile, UpdateBusinessProfile};
use crate::{
    PhoneNumberId,
    client::WhatsAppClient,
    error::Error,
    management::{
        listing::{done, names, only},
        product::ForWhatsApp,
    },
};

const PROFILE: &str = "/{version}/{phone_number_id}/whatsapp_business_profile";

impl WhatsAppClient {
    /// The business profile of a phone number.
    #[must_use]
    pub fn business_profile<'a>(
        &'a self,
        phone_number_id: &'a PhoneNumberId,
    ) -> BusinessProfiles<'a> {
        BusinessProfiles {
            client: self,
            phone_number_id,
        }
    }
}

/// The endpoints of the business profile.
#[derive(Clone, Copy, Debug)]
pub struct BusinessProfiles<'a> {
    client: &'a WhatsAppClient,
    phone_number_id: &'a PhoneNumberId,
}

/// The object around the profile, in the older of the two documented answers.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Around {
    /// The profile.
    #[serde(deserialize_with = "read::raw_lenient")]
    business_profile: Option<BusinessProfile>,
}

impl BusinessProfiles<'_> {
    /// Reads the profile, all of [`BusinessProfile::FIELDS`].
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self) -> Result<Response<BusinessProfile>, Error> {
        self.get_fields(BusinessProfile::FIELDS).await
    }

    /// Reads some fields of the profile.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_fields(
        &self,
        fields: &[impl AsRef<str>],
    ) -> Result<Response<BusinessProfile>, Error> {
        let call = self
            .client
            .call(Method::GET, PROFILE)
            .path("phone_number_id", self.phone_number_id.as_str())
            .query_opt("fields", names(fields));
        let item = only::<Box<RawValue>>(call).await?;
        let text = item.get().as_bytes();
        let around: Option<Around> = read::json(text).ok();
        let profile = around
            .and_then(|around| around.business_profile)
            .or_else(|| read::json(text).ok());
        match profile {
            Some(profile) => Ok(Response::new(profile, item.meta().clone())),
            None => Err(Error::Decode(DecodeError::Field { field: "data" })),
        }
    }

    /// Changes the profile.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`UpdateBusinessProfile::check`] finds; else all
    /// variants of [`Error`].
    pub async fn update(&self, profile: &UpdateBusinessProfile) -> Result<Response<()>, Error> {
        profile.check()?;
        let call = self
            .client
            .call(Method::POST, PROFILE)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(&ForWhatsApp::new(profile))
            .idempotent(true);
        done(call).await
    }
}
