//! Creating and editing templates.

use ccaas_http::read;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Component, ParameterFormat, TemplateCategory, TemplateStatus};
use crate::TemplateId;

/// A template to create.
///
/// ```
/// use meta_whatsapp_client::management::{Button, Component, CreateTemplate, TemplateCategory};
///
/// let template = CreateTemplate::new(
///     "seasonal_promotion",
///     "en_US",
///     TemplateCategory::Marketing,
///     [
///         Component::header_text("Our sale is on!"),
///         Component::body_with("Use code {{1}} until {{2}}.", ["25OFF", "the end of August"]),
///         Component::footer("Use the buttons below to manage your subscriptions"),
///         Component::buttons([Button::quick_reply("Unsubscribe")]),
///     ],
/// );
/// assert!(template.check().is_ok());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateTemplate {
    /// The name: lower-case letters, digits and underscores.
    pub name: String,
    /// The language, such as `en_US`.
    pub language: String,
    /// What it is for.
    pub category: TemplateCategory,
    /// Its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// How its variables are written. Meta's default is positional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter_format: Option<ParameterFormat>,
    /// Whether Meta may put it into another category instead of refusing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_category_change: Option<bool>,
    /// How long Meta tries to deliver a message of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_send_ttl_seconds: Option<i64>,
    /// Whether clicks on its links are left uncounted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cta_url_link_tracking_opted_out: Option<bool>,
    /// A finer category, such as `ORDER_STATUS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_category: Option<String>,
    /// The template of Meta's library that it is made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library_template_name: Option<String>,
}

impl CreateTemplate {
    /// A template of these parts.
    pub fn new(
        name: impl Into<String>,
        language: impl Into<String>,
        category: TemplateCategory,
        components: impl IntoIterator<Item = Component>,
    ) -> Self {
        Self {
            name: name.into(),
            language: language.into(),
            category,
            components: components.into_iter().collect(),
            parameter_format: None,
            allow_category_change: None,
            message_send_ttl_seconds: None,
            cta_url_link_tracking_opted_out: None,
            sub_category: None,
            library_template_name: None,
        }
    }

    /// Says that its variables have names.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.parameter_format = Some(ParameterFormat::Named);
        self
    }
}

/// A template that was created.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct CreatedTemplate {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<TemplateId>,
    /// Whether it may be sent already.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub status: Option<TemplateStatus>,
    /// Its category, which may not be the wanted one.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub category: Option<TemplateCategory>,
}
ccaas_http::keep_raw!(CreatedTemplate);
ccaas_http::debug_allow_list! { CreatedTemplate { id, status, category } }

/// What to change in a template. What is `None` stays.
///
/// An approved template may be edited once a day and ten times a month, and must be
/// reviewed again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditTemplate {
    /// Its name, which cannot be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its language, which cannot be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Another category; not for approved templates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<TemplateCategory>,
    /// All of its parts, also those that stay as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<Component>>,
    /// How its variables are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter_format: Option<ParameterFormat>,
    /// How long Meta tries to deliver a message of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_send_ttl_seconds: Option<i64>,
    /// Whether clicks on its links are left uncounted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cta_url_link_tracking_opted_out: Option<bool>,
}

/// A template that was edited.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct EditedTemplate {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Whether it worked.
    #[serde(default, deserialize_with = "read::lenient")]
    pub success: Option<bool>,
    /// Its id, if Meta tells.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<TemplateId>,
    /// Its name, if Meta tells.
    #[serde(default, deserialize_with = "read::filled")]
    pub name: Option<String>,
    /// Its category, if Meta tells.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub category: Option<TemplateCategory>,
}
ccaas_http::keep_raw!(EditedTemplate);
ccaas_http::debug_allow_list! { EditedTemplate { success, id, category } }
