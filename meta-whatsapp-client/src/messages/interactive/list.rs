//! `list`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::messages::{
    header::Header,
    wire::{opt_text, text},
};

/// A text with a button that opens a list to choose from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// A text above the body; files are not taken here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The button and the list.
    pub action: ListAction,
}

impl List {
    /// A text, what stands on the button, and the sections of the list.
    #[must_use]
    pub fn new(
        body: impl Into<String>,
        button: impl Into<String>,
        sections: impl IntoIterator<Item = ListSection>,
    ) -> Self {
        Self {
            header: None,
            body: body.into(),
            footer: None,
            action: ListAction {
                button: button.into(),
                sections: sections.into_iter().collect(),
            },
        }
    }
}

debug_allow_list!(List {});

/// The button and the list behind it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListAction {
    /// What stands on the button.
    pub button: String,
    /// One to ten, with ten rows in all.
    pub sections: Vec<ListSection>,
}

debug_allow_list!(ListAction {});

/// A part of a list.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListSection {
    /// Needed if there is more than one section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What can be chosen.
    pub rows: Vec<ListRow>,
}

impl ListSection {
    /// A section with a title.
    #[must_use]
    pub fn new(title: impl Into<String>, rows: impl IntoIterator<Item = ListRow>) -> Self {
        Self {
            title: Some(title.into()),
            rows: rows.into_iter().collect(),
        }
    }
}

debug_allow_list!(ListSection {});

/// One choice of a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListRow {
    /// What the webhook says when it is chosen.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A smaller text below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl ListRow {
    /// A choice without a description.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            description: None,
        }
    }
}

debug_allow_list!(ListRow {});
