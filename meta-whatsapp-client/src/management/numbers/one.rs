//! Sending what concerns one phone number.

use ccaas_http::{Call, Response};
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{
    NameStatus, PhoneNumber, PhoneNumberSettings, Register, RequestCode, UpdatePhoneNumber,
    UpdatePhoneNumberSettings,
};
use crate::{
    ApiError, PhoneNumberId,
    client::WhatsAppClient,
    error::Error,
    management::{
        listing::{done, names},
        product::ForWhatsApp,
    },
};

const PHONE_NUMBER: &str = "/{version}/{phone_number_id}";
const SETTINGS: &str = "/{version}/{phone_number_id}/settings";

impl WhatsAppClient {
    /// One phone number.
    #[must_use]
    pub fn phone_number<'a>(&'a self, phone_number_id: &'a PhoneNumberId) -> OnePhoneNumber<'a> {
        OnePhoneNumber {
            client: self,
            phone_number_id,
        }
    }
}

/// The endpoints of one phone number.
#[derive(Clone, Copy, Debug)]
pub struct OnePhoneNumber<'a> {
    client: &'a WhatsAppClient,
    phone_number_id: &'a PhoneNumberId,
}

impl<'a> OnePhoneNumber<'a> {
    fn call(&self, method: Method, template: &'static str) -> Call<'a, ApiError> {
        self.client
            .call(method, template)
            .path("phone_number_id", self.phone_number_id.as_str())
    }

    /// Reads it, with the fields that Meta sends unasked.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self) -> Result<Response<PhoneNumber>, Error> {
        self.call(Method::GET, PHONE_NUMBER).send().await
    }

    /// Reads some of its fields.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_fields(
        &self,
        fields: &[impl AsRef<str>],
    ) -> Result<Response<PhoneNumber>, Error> {
        self.call(Method::GET, PHONE_NUMBER)
            .query_opt("fields", names(fields))
            .send()
            .await
    }

    /// Reads where the review of its display name stands.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn display_name_status(&self) -> Result<Response<Option<NameStatus>>, Error> {
        let number = self.get_fields(&["name_status"]).await?;
        Ok(number.map(|number| number.name_status))
    }

    /// Registers it with the Cloud API.
    ///
    /// Meta allows 10 tries in 72 hours, so a try is never repeated unasked.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`Register::check`] finds; else all variants of [`Error`].
    pub async fn register(&self, register: &Register) -> Result<Response<()>, Error> {
        register.check()?;
        let call = self.call(Method::POST, "/{version}/{phone_number_id}/register");
        done(call.json(&ForWhatsApp::new(register))).await
    }

    /// Removes it from the Cloud API.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn deregister(&self) -> Result<Response<()>, Error> {
        done(self.call(Method::POST, "/{version}/{phone_number_id}/deregister")).await
    }

    /// Sets its two-step verification PIN.
    ///
    /// # Errors
    /// `InvalidRequest` for a PIN that is not six digits; else all variants of [`Error`].
    pub async fn set_two_step_pin(&self, pin: &SecretString) -> Result<Response<()>, Error> {
        let update = UpdatePhoneNumber {
            pin: Some(pin.clone()),
            ..UpdatePhoneNumber::default()
        };
        self.update(&update).await
    }

    /// Changes PIN, display name, username, visibility or the webhooks' address.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`UpdatePhoneNumber::check`] finds; else all variants of
    /// [`Error`].
    pub async fn update(&self, update: &UpdatePhoneNumber) -> Result<Response<()>, Error> {
        update.check()?;
        let call = self.call(Method::POST, PHONE_NUMBER).json(update);
        done(call.idempotent(true)).await
    }

    /// Asks for a verification code, which comes to the number itself.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn request_code(&self, request: &RequestCode) -> Result<Response<()>, Error> {
        let call = self.call(Method::POST, "/{version}/{phone_number_id}/request_code");
        done(call.json(request)).await
    }

    /// Hands in the verification code.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn verify_code(&self, code: &SecretString) -> Result<Response<()>, Error> {
        let call = self.call(Method::POST, "/{version}/{phone_number_id}/verify_code");
        done(call.json(&json!({ "code": code.expose_secret() }))).await
    }

    /// Reads its settings.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn settings(&self) -> Result<Response<PhoneNumberSettings>, Error> {
        self.call(Method::GET, SETTINGS).send().await
    }

    /// Changes its settings.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn update_settings(
        &self,
        settings: &UpdatePhoneNumberSettings,
    ) -> Result<Response<()>, Error> {
        let call = self.call(Method::POST, SETTINGS).json(settings);
        done(call.idempotent(true)).await
    }
}
