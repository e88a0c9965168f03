//! Answers to interactive messages.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::webhooks::field::{exchanged, lenient, unix_time};

/// An answer to an interactive message.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Interactive {
    /// The kind of answer, as written.
    #[serde(rename = "type")]
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The button that was chosen.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub button_reply: Option<ChosenButton>,
    /// The row that was chosen.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub list_reply: Option<ChosenRow>,
    /// What a flow, address or other form sent back.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub nfm_reply: Option<NativeFlowReply>,
    /// Whether the business may call.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub call_permission_reply: Option<CallPermissionReply>,
}
ccaas_http::debug_allow_list!(Interactive {});

/// The answer that an [`Interactive`] holds.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum InteractiveReply<'a> {
    /// A button was chosen.
    Button(&'a ChosenButton),
    /// A row of a list was chosen.
    Row(&'a ChosenRow),
    /// A flow, address or other form was filled in.
    NativeFlow(&'a NativeFlowReply),
    /// The customer decided about calls.
    CallPermission(&'a CallPermissionReply),
}

impl Interactive {
    /// The answer; `None` if it was left out, or is of a kind that is not known.
    #[must_use]
    pub fn reply(&self) -> Option<InteractiveReply<'_>> {
        let button = self.button_reply.as_ref().map(InteractiveReply::Button);
        let row = self.list_reply.as_ref().map(InteractiveReply::Row);
        let flow = self.nfm_reply.as_ref().map(InteractiveReply::NativeFlow);
        let call = self.call_permission_reply.as_ref();
        let call = call.map(InteractiveReply::CallPermission);
        match self.kind.as_deref() {
            Some("button_reply") => button,
            Some("list_reply") => row,
            Some("nfm_reply") => flow,
            Some("call_permission_reply") => call,
            Some(_) => None,
            None => button.or(row).or(flow).or(call),
        }
    }

    /// Whether its kind is told, and not one that this version of the crate knows.
    pub(super) fn is_unknown(&self) -> bool {
        const KNOWN: &[&str] = &[
            "button_reply",
            "list_reply",
            "nfm_reply",
            "call_permission_reply",
        ];
        let kind = self.kind.as_deref();
        kind.is_some_and(|kind| !KNOWN.contains(&kind))
    }
}

/// The button that was chosen.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChosenButton {
    /// The id that the business gave it.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it says.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}
ccaas_http::debug_allow_list!(ChosenButton {});

/// The row that was chosen.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChosenRow {
    /// The id that the business gave it.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it says.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says below.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
ccaas_http::debug_allow_list!(ChosenRow {});

/// What a flow, address or other form sent back.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NativeFlowReply {
    /// Which form: `flow`, `address_message` and others.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the chat shows.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The answers: JSON inside a string.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub response_json: Option<String>,
}
ccaas_http::debug_allow_list!(NativeFlowReply { name });

impl NativeFlowReply {
    /// The answers, read.
    ///
    /// # Errors
    /// If there are none, or they are not JSON of this shape.
    pub fn response<'a, T: Deserialize<'a>>(&'a self) -> Result<T, super::ItemError> {
        let json = self.response_json.as_deref().unwrap_or_default();
        serde_json::from_str(json)
            .map_err(|error| super::ItemError::of("`response_json`", &error.into()))
    }
}

/// Whether the business may call.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CallPermissionReply {
    /// `accept` or `reject`.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// Until when, unless for good.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub expiration_timestamp: Option<DateTime<Utc>>,
    /// Whether it holds until it is taken back.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub is_permanent: Option<bool>,
    /// `user_action` or `automatic`.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub response_source: Option<String>,
}
ccaas_http::debug_allow_list! { CallPermissionReply {
    response, expiration_timestamp, is_permanent, response_source
} }
