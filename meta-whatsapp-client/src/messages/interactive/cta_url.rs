//! `cta_url`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-cta-url-messages)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::messages::{
    header::Header,
    wire::{named_action, opt_text, text},
};

named_action!(cta_url, "cta_url");

/// A text with a button that opens a URL.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CtaUrl {
    /// Text or file above the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The button.
    #[serde(rename = "action", with = "cta_url")]
    pub parameters: CtaUrlParameters,
}

impl CtaUrl {
    /// A text, what stands on the button, and where it leads.
    #[must_use]
    pub fn new(
        body: impl Into<String>,
        display_text: impl Into<String>,
        url: impl Into<String>,
    ) -> Self {
        Self {
            header: None,
            body: body.into(),
            footer: None,
            parameters: CtaUrlParameters::new(display_text, url),
        }
    }
}

debug_allow_list!(CtaUrl {});

/// A button that opens a URL.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CtaUrlParameters {
    /// What stands on it.
    pub display_text: String,
    /// Where it leads.
    pub url: String,
}

impl CtaUrlParameters {
    /// What stands on the button, and where it leads.
    #[must_use]
    pub fn new(display_text: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            display_text: display_text.into(),
            url: url.into(),
        }
    }
}

debug_allow_list!(CtaUrlParameters {});
