//! `flow`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/sendingaflow)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    id::FlowId,
    messages::{
        header::Header,
        read::ReadError,
        wire::{debug_kind, named_action, opt_text, read_from, text},
    },
};

named_action!(flow, "flow");

/// A text with a button that opens a flow; the answer comes as `nfm_reply`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Text or file above the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The button and the flow.
    #[serde(rename = "action", with = "flow")]
    pub parameters: FlowParameters,
}

impl Flow {
    /// A text with a button that opens a flow.
    #[must_use]
    pub fn new(body: impl Into<String>, parameters: FlowParameters) -> Self {
        Self {
            header: None,
            body: body.into(),
            footer: None,
            parameters,
        }
    }
}

debug_allow_list!(Flow { parameters });

/// Which flow is opened, and how.
#[derive(Clone, PartialEq, Serialize)]
#[serde(into = "Wire")]
pub struct FlowParameters {
    /// Version of this object: `3`.
    pub flow_message_version: String,
    /// The flow, by id or by name.
    pub flow: FlowRef,
    /// What stands on the button.
    pub flow_cta: String,
    /// The caller's own mark of this use; comes back with the answer.
    pub flow_token: Option<String>,
    /// `published` if absent.
    pub mode: Option<FlowMode>,
    /// `navigate` if absent.
    pub flow_action: Option<FlowAction>,
    /// The first screen and its data.
    pub flow_action_payload: Option<FlowActionPayload>,
}

impl FlowParameters {
    /// A published flow that starts with its first screen.
    #[must_use]
    pub fn new(flow: FlowRef, flow_cta: impl Into<String>) -> Self {
        Self {
            flow_message_version: "3".to_owned(),
            flow,
            flow_cta: flow_cta.into(),
            flow_token: None,
            mode: None,
            flow_action: None,
            flow_action_payload: None,
        }
    }
}

debug_allow_list! { FlowParameters { flow, mode, flow_action } }

/// A flow, by id or by name.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowRef {
    /// `flow_id`.
    Id(FlowId),
    /// `flow_name`.
    Name(String),
}

impl FlowRef {
    fn kind(&self) -> &'static str {
        match self {
            Self::Id(_) => "flow_id",
            Self::Name(_) => "flow_name",
        }
    }
}

debug_kind!(FlowRef);

impl From<FlowId> for FlowRef {
    fn from(id: FlowId) -> Self {
        Self::Id(id)
    }
}

ccaas_http::open_enum! {
    /// Whether a flow is still being made.
    pub enum FlowMode {
        /// For tests; the texts of the message are not shown.
        Draft = "draft",
        /// For customers.
        Published = "published",
    }
}

ccaas_http::open_enum! {
    /// How a flow starts.
    pub enum FlowAction {
        /// With the screen that the message names.
        Navigate = "navigate",
        /// With a question to the business's endpoint.
        DataExchange = "data_exchange",
    }
}

/// The first screen of a flow, and its data.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowActionPayload {
    /// The screen's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<String>,
    /// What the screen is filled with; not empty if given. Numbers are 64 bits wide, as
    /// in JavaScript: longer ones belong into strings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Map<String, Value>>,
}

debug_allow_list!(FlowActionPayload { screen });

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(deserialize_with = "ccaas_http::read::exchanged")]
    flow_message_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_id: Option<FlowId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_name: Option<String>,
    flow_cta: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<FlowMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_action: Option<FlowAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_action_payload: Option<FlowActionPayload>,
}

read_from!(FlowParameters, Wire);

impl TryFrom<Wire> for FlowParameters {
    type Error = ReadError;

    fn try_from(wire: Wire) -> Result<Self, ReadError> {
        let flow = match (wire.flow_id, wire.flow_name) {
            (Some(id), None) => FlowRef::Id(id),
            (None, Some(name)) => FlowRef::Name(name),
            (None, None) => return Err(ReadError::new("needs a `flow_id` or a `flow_name`")),
            (Some(_), Some(_)) => {
                return Err(ReadError::new(
                    "takes a `flow_id` or a `flow_name`, not both",
                ));
            }
        };
        Ok(Self {
            flow_message_version: wire
                .flow_message_version
                .ok_or_else(|| ReadError::missing("flow_message_version"))?,
            flow,
            flow_cta: wire.flow_cta,
            flow_token: wire.flow_token,
            mode: wire.mode,
            flow_action: wire.flow_action,
            flow_action_payload: wire.flow_action_payload,
        })
    }
}

impl From<FlowParameters> for Wire {
    fn from(parameters: FlowParameters) -> Self {
        let (flow_id, flow_name) = match parameters.flow {
            FlowRef::Id(id) => (Some(id), None),
            FlowRef::Name(name) => (None, Some(name)),
        };
        Self {
            flow_message_version: Some(parameters.flow_message_version),
            flow_id,
            flow_name,
            flow_cta: parameters.flow_cta,
            flow_token: parameters.flow_token,
            mode: parameters.mode,
            flow_action: parameters.flow_action,
            flow_action_payload: parameters.flow_action_payload,
        }
    }
}
