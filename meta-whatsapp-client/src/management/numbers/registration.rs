//! What is sent about a phone number.

use ccaas_http::{InvalidRequest, debug_allow_list, read};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, value::RawValue};

use crate::management::limits;

/// Which phone numbers to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPhoneNumbers {
    /// The fields that are wanted; empty for Meta's choice.
    pub fields: Vec<String>,
    /// Only numbers that meet all of these conditions (beta at Meta).
    pub filtering: Vec<PhoneNumberFilter>,
    /// The order: `creation_time.asc`, `last_onboarded_time.desc` …
    pub sort: Option<String>,
    /// How many numbers a page holds, at most 100. Meta's default is 25.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

/// A condition on listed phone numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PhoneNumberFilter {
    /// `account_mode`, `messaging_limit_tier` or `is_official_business_account`.
    pub field: String,
    /// `EQUAL` …
    pub operator: String,
    /// What the field is compared with.
    pub value: Value,
}

impl PhoneNumberFilter {
    /// The field must have this value.
    pub fn equal(field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self {
            field: field.into(),
            operator: "EQUAL".to_owned(),
            value: value.into(),
        }
    }
}

/// A phone number to add to a business account. It must be verified and registered then.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct AddPhoneNumber {
    /// The number, without `+`.
    pub phone_number: String,
    /// The display name.
    pub verified_name: String,
    /// The country's dial code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cc: Option<String>,
    /// Whether it is taken over from another business account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_phone_number: Option<bool>,
    /// The id of a number that was verified before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preverified_id: Option<String>,
}
ccaas_http::debug_allow_list!(AddPhoneNumber {});

impl AddPhoneNumber {
    /// A number with its display name.
    pub fn new(phone_number: impl Into<String>, verified_name: impl Into<String>) -> Self {
        Self {
            phone_number: phone_number.into(),
            verified_name: verified_name.into(),
            ..Self::default()
        }
    }
}

/// A phone number that was added.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct AddedPhoneNumber {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<crate::PhoneNumberId>,
}
ccaas_http::keep_raw!(AddedPhoneNumber);
ccaas_http::debug_allow_list!(AddedPhoneNumber { id });

/// How a phone number is registered.
#[derive(Clone, Debug, Serialize)]
pub struct Register {
    /// The two-step verification PIN: the number's, or the one that it is to have.
    #[serde(serialize_with = "exposed")]
    pub pin: SecretString,
    /// Moves the number here from the On-Premises API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<Backup>,
    /// `PROD` or `SANDBOX`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The country, two letters, in which messages are kept at rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_localization_region: Option<String>,
    /// How long Meta keeps messages at rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta_store_retention_minutes: Option<u32>,
}

/// A backup of the On-Premises API.
#[derive(Clone, Debug, Serialize)]
pub struct Backup {
    /// The password that was chosen for it.
    #[serde(serialize_with = "exposed")]
    pub password: SecretString,
    /// The backup.
    #[serde(serialize_with = "exposed")]
    pub data: SecretString,
}

impl Register {
    /// With this PIN.
    #[must_use]
    pub fn new(pin: SecretString) -> Self {
        Self {
            pin,
            backup: None,
            tier: None,
            data_localization_region: None,
            meta_store_retention_minutes: None,
        }
    }

    /// Checks the PIN.
    ///
    /// # Errors
    /// A PIN that is not six digits.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        check_pin(&self.pin)
    }
}

/// How to send a verification code to a phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestCode {
    /// The way.
    pub code_method: CodeMethod,
    /// The language of the message, such as `en_US`.
    pub language: String,
}

impl RequestCode {
    /// By text message, in this language.
    pub fn sms(language: impl Into<String>) -> Self {
        Self {
            code_method: CodeMethod::Sms,
            language: language.into(),
        }
    }

    /// By a call, in this language.
    pub fn voice(language: impl Into<String>) -> Self {
        Self {
            code_method: CodeMethod::Voice,
            language: language.into(),
        }
    }
}

/// How a verification code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum CodeMethod {
    /// By text message.
    Sms,
    /// By a call.
    Voice,
}

/// What to change in a phone number. What is `None` stays.
#[derive(Clone, Default, Serialize)]
pub struct UpdatePhoneNumber {
    /// A new two-step verification PIN.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "exposed_opt")]
    pub pin: Option<SecretString>,
    /// A new display name. It must be reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_display_name: Option<String>,
    /// The username that customers find the business by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Whether it can be found by searching: `VISIBLE` or `HIDDEN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_visibility: Option<String>,
    /// Where this number's webhooks go instead of to the app's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_configuration: Option<WebhookOverride>,
}

debug_allow_list! { UpdatePhoneNumber { pin, search_visibility, webhook_configuration } }

impl UpdatePhoneNumber {
    /// Checks the PIN.
    ///
    /// # Errors
    /// A PIN that is not six digits.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        self.pin.as_ref().map_or(Ok(()), check_pin)
    }
}

/// Where webhooks go instead of to the app's address.
#[derive(Clone, Serialize)]
pub struct WebhookOverride {
    /// The address. Empty: the app's again.
    pub override_callback_uri: String,
    /// The token for the verification of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "exposed_opt")]
    pub verify_token: Option<SecretString>,
}

debug_allow_list!(WebhookOverride { verify_token });

impl WebhookOverride {
    /// Another address, and the token for its verification.
    pub fn new(override_callback_uri: impl Into<String>, verify_token: SecretString) -> Self {
        Self {
            override_callback_uri: override_callback_uri.into(),
            verify_token: Some(verify_token),
        }
    }

    /// The app's address again.
    #[must_use]
    pub fn none() -> Self {
        Self {
            override_callback_uri: String::new(),
            verify_token: None,
        }
    }
}

fn check_pin(pin: &SecretString) -> Result<(), InvalidRequest> {
    let pin = pin.expose_secret();
    if pin.len() == limits::PIN && pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(InvalidRequest::new("pin", "must be 6 digits"))
}

fn exposed<S: Serializer>(secret: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose_secret())
}

/// Fields that use it are skipped when `None`.
pub(crate) fn exposed_opt<S: Serializer>(
    secret: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => exposed(secret, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits() {
        for pin in ["123456", "000000"] {
            assert!(Register::new(pin.into()).check().is_ok());
        }
        for pin in ["12345", "1234567", "12345a", "", "１２３４５６"] {
            let error = Register::new(pin.into()).check().unwrap_err();
            assert_eq!(error.to_string(), "`pin` must be 6 digits");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let backup = Backup {
            password: "canary".into(),
            data: "canary".into(),
        };
        let register = Register {
            backup: Some(backup),
            ..Register::new("867530".into())
        };
        let update = UpdatePhoneNumber {
            pin: Some("867530".into()),
            webhook_configuration: Some(WebhookOverride::new(
                "https://example.com",
                "canary".into(),
            )),
            ..UpdatePhoneNumber::default()
        };
        let printed = format!("{register:?} {update:?}");
        assert!(
            !printed.contains("canary") && !printed.contains("867530"),
            "{printed}"
        );
    }
}
