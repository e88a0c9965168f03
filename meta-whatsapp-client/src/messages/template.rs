//! Template messages
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components)).

mod component;
mod parameter;

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

pub use component::{ButtonSubType, TemplateButton, TemplateCard, TemplateComponent};
pub use parameter::{
    Currency, DateTimeText, HeaderProduct, LimitedTimeOffer, Parameter, ParameterValue,
    TemplateAction,
};

/// A message of an approved template, with its parameters.
///
/// ```
/// use meta_whatsapp_client::messages::{Message, Parameter, Template, TemplateComponent};
///
/// let reminder = Template::new("visit_reminder", "en_US")
///     .with(TemplateComponent::body(["Robin", "10:00"]))
///     .with(TemplateComponent::quick_reply(0, "confirm-4711"));
/// let named = Template::new("visit_reminder_2", "en_US")
///     .with(TemplateComponent::body([Parameter::named("first_name", "Robin")]));
///
/// let message = Message::new("+12025550147", reminder);
/// # message.check()?;
/// # Message::new("+12025550147", named).check()?;
/// # Ok::<(), meta_whatsapp_client::ccaas_http::InvalidRequest>(())
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// What its placeholders are filled with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<TemplateComponent>>,
}

impl Template {
    /// A template without parameters, in a language such as `en` or `en_US`.
    #[must_use]
    pub fn new(name: impl Into<String>, language: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            language: Language {
                code: language.into(),
                policy: None,
            },
            components: None,
        }
    }

    /// The same template with one more component.
    #[must_use]
    pub fn with(mut self, component: TemplateComponent) -> Self {
        self.components.get_or_insert_default().push(component);
        self
    }
}

debug_allow_list! { Template { name, language, components } }

/// The language of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Such as `en` or `en_US`.
    pub code: String,
    /// `deterministic`, the only policy there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}
