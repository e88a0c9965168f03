//! Templates, filled in.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, list},
};
use serde::Deserialize;

use super::Attachment;

/// A template, filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Notification {
    /// Which template.
    #[serde(deserialize_with = "filled")]
    pub id: Option<String>,
    /// The template's language.
    #[serde(deserialize_with = "filled")]
    pub language: Option<String>,
    /// What stands above.
    #[serde(deserialize_with = "lenient")]
    pub header: Option<NotificationText>,
    /// The text.
    #[serde(deserialize_with = "lenient")]
    pub body: Option<NotificationText>,
    /// What stands below.
    #[serde(deserialize_with = "lenient")]
    pub footer: Option<NotificationText>,
    /// The buttons.
    #[serde(deserialize_with = "list")]
    pub buttons: Vec<NotificationButton>,
}

/// A part of a template.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NotificationText {
    /// Of a header, `Text` or `Media`.
    #[serde(rename = "type", deserialize_with = "filled")]
    pub kind: Option<String>,
    /// The text.
    #[serde(deserialize_with = "filled")]
    pub text: Option<String>,
    /// Of a header, the file.
    #[serde(deserialize_with = "lenient")]
    pub media: Option<Attachment>,
    /// What the placeholders were filled with.
    #[serde(deserialize_with = "list")]
    pub parameters: Vec<NotificationParameter>,
}
debug_allow_list!(NotificationText { kind, media });

/// What a placeholder was filled with.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NotificationParameter {
    /// The placeholder.
    #[serde(deserialize_with = "filled")]
    pub name: Option<String>,
    /// What it was filled with.
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
}
debug_allow_list!(NotificationParameter { name });

/// A button of a template.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct NotificationButton {
    /// `QuickReply`, `PhoneNumber` or `Url`.
    #[serde(rename = "type", deserialize_with = "filled")]
    pub kind: Option<String>,
    /// What the button says.
    #[serde(deserialize_with = "filled")]
    pub text: Option<String>,
    /// The button's place, from 0.
    #[serde(deserialize_with = "lenient")]
    pub index: Option<u32>,
    /// The number that it calls.
    #[serde(deserialize_with = "filled")]
    pub phone_number: Option<String>,
    /// The page that it opens.
    #[serde(deserialize_with = "filled")]
    pub url: Option<String>,
    /// What the button stands for.
    #[serde(deserialize_with = "filled")]
    pub payload: Option<String>,
    /// What the placeholders were filled with.
    #[serde(deserialize_with = "list")]
    pub parameters: Vec<NotificationParameter>,
}
debug_allow_list!(NotificationButton { kind, index });
