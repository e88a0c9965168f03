//! The buttons of a template, as they are defined.

use ccaas_http::{debug_allow_list, read};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::FlowId;

/// A button of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub enum Button {
    /// Sends its label to the business.
    #[serde(rename = "QUICK_REPLY", alias = "quick_reply")]
    QuickReply(LabelButton),
    /// Opens a web address.
    #[serde(rename = "URL", alias = "url")]
    Url(UrlButton),
    /// Calls a phone number.
    #[serde(rename = "PHONE_NUMBER", alias = "phone_number")]
    PhoneNumber(PhoneNumberButton),
    /// Copies a coupon code.
    #[serde(rename = "COPY_CODE", alias = "copy_code")]
    CopyCode(CopyCodeButton),
    /// Hands over a one-time password.
    #[serde(rename = "OTP", alias = "otp")]
    Otp(OtpButton),
    /// Opens the catalog.
    #[serde(rename = "CATALOG", alias = "catalog")]
    Catalog(LabelButton),
    /// Opens several products.
    #[serde(rename = "MPM", alias = "mpm")]
    Mpm(LabelButton),
    /// Opens one product.
    #[serde(rename = "SPM", alias = "spm")]
    Spm(LabelButton),
    /// Opens a flow.
    #[serde(rename = "FLOW", alias = "flow")]
    Flow(FlowButton),
    /// Calls the business on WhatsApp.
    #[serde(rename = "VOICE_CALL", alias = "voice_call")]
    VoiceCall(CallButton),
    /// Asks for the customer's phone number.
    #[serde(rename = "REQUEST_CONTACT_INFO", alias = "request_contact_info")]
    RequestContactInfo,
    /// A button that this crate does not know, or not in this shape: kept as it is.
    #[serde(untagged)]
    Other(Value),
}

impl Button {
    /// Sends its label to the business.
    pub fn quick_reply(text: impl Into<String>) -> Self {
        Self::QuickReply(LabelButton { text: text.into() })
    }

    /// Opens a fixed web address.
    pub fn url(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self::Url(UrlButton {
            text: text.into(),
            url: url.into(),
            example: Vec::new(),
            app_deep_link: None,
        })
    }

    /// Opens a web address that ends with the variable `{{1}}`, with an example of it.
    pub fn url_with(
        text: impl Into<String>,
        url: impl Into<String>,
        example: impl Into<String>,
    ) -> Self {
        Self::Url(UrlButton {
            text: text.into(),
            url: url.into(),
            example: vec![example.into()],
            app_deep_link: None,
        })
    }

    /// Calls a phone number.
    pub fn phone_number(text: impl Into<String>, phone_number: impl Into<String>) -> Self {
        Self::PhoneNumber(PhoneNumberButton {
            text: text.into(),
            phone_number: phone_number.into(),
        })
    }

    /// Copies a coupon code, of which this is an example.
    pub fn copy_code(example: impl Into<String>) -> Self {
        Self::CopyCode(CopyCodeButton {
            example: Some(example.into()),
            text: None,
        })
    }

    /// Opens the catalog.
    pub fn catalog(text: impl Into<String>) -> Self {
        Self::Catalog(LabelButton { text: text.into() })
    }

    /// Opens several products.
    pub fn mpm(text: impl Into<String>) -> Self {
        Self::Mpm(LabelButton { text: text.into() })
    }

    /// Opens one product.
    pub fn spm(text: impl Into<String>) -> Self {
        Self::Spm(LabelButton { text: text.into() })
    }

    /// Opens a published flow.
    pub fn flow(text: impl Into<String>, flow_id: FlowId) -> Self {
        Self::Flow(FlowButton {
            text: text.into(),
            flow_id: Some(flow_id),
            ..FlowButton::default()
        })
    }
}

/// A button that has a label only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelButton {
    /// The label.
    pub text: String,
}

/// A button that opens a web address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrlButton {
    /// The label.
    pub text: String,
    /// The address; it may end with one variable.
    pub url: String,
    /// An example of the variable, or of the whole address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[serde(deserialize_with = "read::one_or_many")]
    pub example: Vec<String>,
    /// The place in an app to open instead; for the Marketing Messages API only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_deep_link: Option<AppDeepLink>,
}

/// A place in an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppDeepLink {
    /// The app's id at Meta.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::exchanged")]
    pub meta_app_id: Option<i64>,
    /// The place in the Android app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub android_deep_link: Option<String>,
    /// The web address if the app is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub android_fallback_playstore_url: Option<String>,
}

/// A button that calls a phone number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneNumberButton {
    /// The label.
    pub text: String,
    /// The number, with its country code.
    pub phone_number: String,
}

debug_allow_list!(PhoneNumberButton { text });

/// A button that copies a coupon code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CopyCodeButton {
    /// An example of the code.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "first")]
    pub example: Option<String>,
    /// The label; Meta chooses it, and sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "read::exchanged")]
    pub text: Option<String>,
}

/// A text; Meta sends back a list of one.
fn first<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(read::one_or_many(deserializer)?.into_iter().next())
}

/// A button that hands over a one-time password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "otp_type")]
#[non_exhaustive]
pub enum OtpButton {
    /// The customer copies the code.
    #[serde(rename = "COPY_CODE", alias = "copy_code")]
    CopyCode(OtpLabels),
    /// The customer's tap hands the code to the app.
    #[serde(rename = "ONE_TAP", alias = "one_tap")]
    OneTap(OtpLabels),
    /// The app receives the code without a tap.
    #[serde(rename = "ZERO_TAP", alias = "zero_tap")]
    ZeroTap(OtpLabels),
}

/// Labels and apps of a one-time password button. What is absent is Meta's choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtpLabels {
    /// The label of copying.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The label of autofill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autofill_text: Option<String>,
    /// The Android apps that may receive the code, at most 5.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supported_apps: Vec<SupportedApp>,
    /// The one app, in the older form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_name: Option<String>,
    /// The signing key hash of the one app, in the older form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_hash: Option<String>,
    /// Whether Meta's terms of zero-tap are accepted; zero-tap needs `true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero_tap_terms_accepted: Option<bool>,
}

/// An Android app that may receive a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportedApp {
    /// The name of its package.
    pub package_name: String,
    /// The hash of its signing key.
    pub signature_hash: String,
}

/// A button that opens a flow: one of id, name and JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlowButton {
    /// The label.
    pub text: String,
    /// The flow's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<FlowId>,
    /// The flow's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    /// A flow made for this template, as Flow JSON in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_json: Option<String>,
    /// `navigate` (Meta's default) or `data_exchange`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_action: Option<String>,
    /// The first screen, for `navigate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigate_screen: Option<String>,
    /// `DOCUMENT`, `PROMOTION` or `REVIEW`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
}

/// A button that calls the business on WhatsApp.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallButton {
    /// The label.
    pub text: String,
    /// How long it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_minutes: Option<i64>,
}
