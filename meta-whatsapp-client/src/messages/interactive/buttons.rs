//! `button`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::messages::{
    header::Header,
    wire::{opt_text, text},
};

/// A text with up to three buttons to reply with.
///
/// ```
/// use meta_whatsapp_client::messages::{Message, ReplyButtons};
///
/// let question = ReplyButtons::new("Does 10:00 suit you?", [("yes", "Yes"), ("no", "No")]);
/// let message = Message::new("+12025550147", question);
/// # message.check()?;
/// # Ok::<(), meta_whatsapp_client::ccaas_http::InvalidRequest>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyButtons {
    /// Text or file above the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The buttons.
    pub action: ButtonAction,
}

impl ReplyButtons {
    /// A text with buttons, each an id and a title.
    #[must_use]
    pub fn new<I, T>(body: impl Into<String>, buttons: impl IntoIterator<Item = (I, T)>) -> Self
    where
        I: Into<String>,
        T: Into<String>,
    {
        let buttons = buttons.into_iter();
        Self {
            header: None,
            body: body.into(),
            footer: None,
            action: ButtonAction {
                buttons: buttons
                    .map(|(id, title)| ReplyButton::new(id, title))
                    .collect(),
            },
        }
    }
}

debug_allow_list!(ReplyButtons { action });

/// The buttons of a message.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ButtonAction {
    /// One to three.
    pub buttons: Vec<ReplyButton>,
}

impl std::fmt::Debug for ButtonAction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ButtonAction")
            .field("buttons", &self.buttons.len())
            .finish()
    }
}

/// A button that answers with its id.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct ReplyButton {
    /// What the webhook says when it is pressed.
    pub id: String,
    /// What stands on it.
    pub title: String,
}

impl ReplyButton {
    /// A button.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
        }
    }
}

debug_allow_list!(ReplyButton {});

// Not a tagged enum: its derive loses the place of an error.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(rename = "type")]
    type_: Type,
    reply: Reply,
}

#[derive(Clone, Serialize, Deserialize)]
enum Type {
    #[serde(rename = "reply")]
    Reply,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    id: String,
    title: String,
}

impl From<Wire> for ReplyButton {
    fn from(wire: Wire) -> Self {
        Self {
            id: wire.reply.id,
            title: wire.reply.title,
        }
    }
}

impl From<ReplyButton> for Wire {
    fn from(button: ReplyButton) -> Self {
        Self {
            type_: Type::Reply,
            reply: Reply {
                id: button.id,
                title: button.title,
            },
        }
    }
}
