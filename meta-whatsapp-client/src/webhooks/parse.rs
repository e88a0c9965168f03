//! From the bytes of a delivery to its updates.

use std::{str, sync::Arc};

use super::{
    Update,
    change::{self, Source},
    envelope::{Body, Change},
};

/// Why a body is no webhook at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The body is not UTF-8.
    #[error("the body is not text in UTF-8")]
    Encoding,
    /// The body is not JSON.
    #[error("the body is not JSON: line {line}, column {column}")]
    Json {
        /// Line in the body, from 1.
        line: usize,
        /// Column in the line, from 0.
        column: usize,
    },
    /// The body is JSON, but not `{object, entry: […]}`.
    #[error("the body is not a webhook: it has no list of entries")]
    Shape,
}

/// A delivery, taken apart.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub(super) object: Option<String>,
    pub(super) updates: Vec<Update>,
}

impl Webhook {
    /// What it is about: `whatsapp_business_account`.
    #[must_use]
    pub fn object(&self) -> Option<&str> {
        self.object.as_deref()
    }

    /// Every update, in the order of the body.
    #[must_use]
    pub fn updates(&self) -> &[Update] {
        &self.updates
    }

    /// Every update, to keep them; each can outlive the others.
    #[must_use]
    pub fn into_updates(self) -> Vec<Update> {
        self.updates
    }
}

impl IntoIterator for Webhook {
    type Item = Update;
    type IntoIter = std::vec::IntoIter<Update>;

    fn into_iter(self) -> Self::IntoIter {
        self.updates.into_iter()
    }
}

impl<'a> IntoIterator for &'a Webhook {
    type Item = &'a Update;
    type IntoIter = std::slice::Iter<'a, Update>;

    fn into_iter(self) -> Self::IntoIter {
        self.updates.iter()
    }
}

/// Takes a delivery apart: every update of every change of every entry, one by one.
///
/// An update that is not as documented is an [`super::ItemError`] in its place. A change of
/// messages that has no list of items is an update by itself; an empty list has none. Check
/// the signature first: [`super::Signature::verify`].
///
/// # Errors
/// [`ParseError`] if the body as a whole is no webhook.
pub fn parse(raw_body: &[u8]) -> Result<Webhook, ParseError> {
    let text = str::from_utf8(raw_body).map_err(|_| ParseError::Encoding)?;
    let body: Arc<str> = Arc::from(text.strip_prefix('\u{feff}').unwrap_or(text));
    // Nearly all bodies are of the usual shape, which is read in one pass.
    // A derived struct would also take a list for its fields.
    if body.trim_ascii_start().starts_with('{')
        && let Ok(usual) = serde_json::from_str::<Body<'_>>(&body)
        && usual.is_usual()
    {
        return Ok(take_apart(&body, usual));
    }
    change::careful(&body)
}

fn take_apart(text: &Arc<str>, body: Body<'_>) -> Webhook {
    let mut updates = Vec::new();
    for entry in body.entry {
        for Change { field, value } in entry.changes {
            let source = Source {
                waba_id: entry.id.clone(),
                time: entry.time,
                field,
                messaging_product: value.messaging_product,
                metadata: value.metadata,
                contacts: value.contacts,
                is_single: false,
            };
            let lists = [
                value.messages,
                value.statuses,
                value.message_echoes,
                value.errors,
            ];
            let items = lists.map(Option::unwrap_or_default);
            change::read_items(text, &items, source, &mut updates);
        }
    }
    Webhook {
        object: body.object,
        updates,
    }
}
