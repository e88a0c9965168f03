//! Answers to interactive messages.

use chrono::{DateTime, Utc};
use serde::Deserialize;

wire! {
    /// An answer to an interactive message.
    pub struct Interactive {
        /// The kind of answer, as written.
        #[serde(rename = "type")]
        pub kind: Option<String>,
        /// The button that was chosen.
        pub button_reply: Option<ChosenButton>,
        /// The row that was chosen.
        pub list_reply: Option<ChosenRow>,
        /// What a flow, address or other form sent back.
        pub nfm_reply: Option<NativeFlowReply>,
        /// Whether the business may call.
        pub call_permission_reply: Option<CallPermissionReply>,
    }
    shows {}
}

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

wire! {
    /// The button that was chosen.
    pub struct ChosenButton {
        /// The id that the business gave it.
        pub id: Option<String>,
        /// What it says.
        pub title: Option<String>,
    }
    shows {}
}

wire! {
    /// The row that was chosen.
    pub struct ChosenRow {
        /// The id that the business gave it.
        pub id: Option<String>,
        /// What it says.
        pub title: Option<String>,
        /// What it says below.
        pub description: Option<String>,
    }
    shows {}
}

wire! {
    /// What a flow, address or other form sent back.
    pub struct NativeFlowReply {
        /// Which form: `flow`, `address_message` and others.
        pub name: Option<String>,
        /// What the chat shows.
        pub body: Option<String>,
        /// The answers: JSON inside a string.
        pub response_json: Option<String>,
    }
    shows { name }
}

impl NativeFlowReply {
    /// The answers, read.
    ///
    /// # Errors
    /// If there are none, or they are not JSON of this shape.
    pub fn response<'a, T: Deserialize<'a>>(&'a self) -> Result<T, super::ItemError> {
        let json = self.response_json.as_deref().unwrap_or_default();
        serde_json::from_str(json).map_err(|error| super::ItemError::of("`response_json`", &error))
    }
}

wire! {
    /// Whether the business may call.
    pub struct CallPermissionReply {
        /// `accept` or `reject`.
        pub response: Option<String>,
        /// Until when, unless for good.
        pub expiration_timestamp: Option<DateTime<Utc>>,
        /// Whether it holds until it is taken back.
        pub is_permanent: Option<bool>,
        /// `user_action` or `automatic`.
        pub response_source: Option<String>,
    }
    shows { response, expiration_timestamp, is_permanent, response_source }
}
