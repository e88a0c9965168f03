//! Settings of a phone number: calling, encryption, storage.

use ccaas_http::read;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

/// The settings of a phone number.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct PhoneNumberSettings {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Calls.
    #[serde(default, deserialize_with = "read::lenient")]
    pub calling: Option<Calling>,
    /// Encryption of message bodies with the business's own key.
    #[serde(default, deserialize_with = "read::lenient")]
    pub payload_encryption: Option<PayloadEncryption>,
    /// Where messages are kept at rest.
    #[serde(default, deserialize_with = "read::lenient")]
    pub storage_configuration: Option<StorageConfiguration>,
    /// Whether changes of a customer's identity stop messages.
    #[serde(default, deserialize_with = "read::lenient")]
    pub user_identity_change: Option<UserIdentityChange>,
}
ccaas_http::keep_raw!(PhoneNumberSettings);
ccaas_http::debug_allow_list! { PhoneNumberSettings {
    calling, storage_configuration, user_identity_change
} }

/// What to change in the settings of a phone number. What is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UpdatePhoneNumberSettings {
    /// Calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calling: Option<Calling>,
    /// Encryption of message bodies with the business's own key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload_encryption: Option<PayloadEncryption>,
    /// Where messages are kept at rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_configuration: Option<StorageConfiguration>,
    /// Whether changes of a customer's identity stop messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_identity_change: Option<UserIdentityChange>,
}

/// How a number takes calls.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calling {
    /// Whether calls are on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SettingStatus>,
    /// Whether customers see the icon: `visible` or `hidden`, `DEFAULT` or `DISABLE_ALL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_icon_visibility: Option<String>,
    /// Whether customers are asked for a permission to call back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_permission_status: Option<SettingStatus>,
    /// `DTLS-SRTP` or `SDES-SRTP`; older answers have `DTLS` and `SDES`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub srtp_key_exchange_protocol: Option<String>,
    /// Calls with video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video: Option<Switch>,
    /// Calls by SIP: `status`, and `servers` with `hostname` and `port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sip: Option<Value>,
    /// When calls are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_hours: Option<Value>,
    /// In which countries the icon is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_icons: Option<Value>,
    /// The codecs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Value>,
    /// From where calls come; received only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_addresses: Option<Value>,
    /// Why calls are restricted; received only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restrictions: Option<Value>,
}

/// Something that is on or off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// Whether it is on.
    pub status: SettingStatus,
}

ccaas_http::open_enum! {
    /// Whether something is on.
    pub enum SettingStatus {
        /// On.
        Enabled = "enabled" | "ENABLED",
        /// Off.
        Disabled = "disabled" | "DISABLED",
    }
}

/// Encryption of message bodies with the business's own key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadEncryption {
    /// Whether it is on.
    pub status: SettingStatus,
    /// The public key that is to be used, base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_encryption_key: Option<String>,
    /// The fingerprint of the key in use; received only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_encryption_key_fingerprint: Option<String>,
    /// Meta's key; received only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cloud_encryption_key: Option<String>,
}
ccaas_http::debug_allow_list!(PayloadEncryption { status });

impl PayloadEncryption {
    /// On, with this public key.
    pub fn enabled(client_encryption_key: impl Into<String>) -> Self {
        Self {
            status: SettingStatus::Enabled,
            client_encryption_key: Some(client_encryption_key.into()),
            client_encryption_key_fingerprint: None,
            cloud_encryption_key: None,
        }
    }

    /// Off.
    #[must_use]
    pub fn disabled() -> Self {
        Self {
            status: SettingStatus::Disabled,
            client_encryption_key: None,
            client_encryption_key_fingerprint: None,
            cloud_encryption_key: None,
        }
    }
}

/// Where messages are kept at rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StorageConfiguration {
    /// Whether they are kept in one country; to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// In which; to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `default` or `in_country_storage_enabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// In which country they are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_localization_region: Option<String>,
}

/// Whether changes of a customer's identity stop messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserIdentityChange {
    /// Whether they do.
    #[serde(alias = "enable_identity_key_check")]
    pub enabled: bool,
}
