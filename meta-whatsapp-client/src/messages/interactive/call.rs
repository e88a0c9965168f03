//! `voice_call`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::messages::wire::{named_action_option, text};

named_action_option!(voice_call, "voice_call");

/// A text with a button that calls the business; for the calling API.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceCall {
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// The button, if it is not to be as Meta has it.
    #[serde(rename = "action", with = "voice_call")]
    pub parameters: Option<VoiceCallParameters>,
}

impl VoiceCall {
    /// A text with a button as Meta has it.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            parameters: None,
        }
    }
}

debug_allow_list!(VoiceCall { parameters });

/// A button that calls the business.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceCallParameters {
    /// What stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_text: Option<String>,
    /// How long it works, in minutes; seven days if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl_minutes: Option<u32>,
    /// What the call's webhook says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
}

debug_allow_list!(VoiceCallParameters { ttl_minutes });
