//! One update of a webhook.

mod kind;
mod name;

use std::{fmt, ops::Range, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{
    Contact, Identity, ItemError, Metadata, UpdateKey,
    change::{Place, Source},
};
use crate::WabaId;

pub use kind::UpdateKind;

/// One update of a webhook: a message, a status, or a change of something.
///
/// It keeps its JSON exactly as received, and serialises as that. `Debug` shows what it is
/// and where it belongs, nothing that a customer wrote.
#[derive(Clone)]
pub struct Update {
    /// The whole body, shared by its updates.
    body: Arc<str>,
    range: Range<usize>,
    source: Arc<Source>,
    place: Place,
    kind: Result<UpdateKind, ItemError>,
}

impl Update {
    /// `raw` must be a part of `body`.
    pub(super) fn new(
        body: &Arc<str>,
        raw: &str,
        source: &Arc<Source>,
        place: Place,
        kind: Result<UpdateKind, ItemError>,
    ) -> Self {
        let start = raw.as_ptr() as usize - body.as_ptr() as usize;
        let mut update = Self {
            body: Arc::clone(body),
            range: start..start + raw.len(),
            source: Arc::clone(source),
            place,
            kind,
        };
        let name = update.kind.is_err().then(|| update.name());
        if let (Err(error), Some(name)) = (&mut update.kind, name) {
            error.name(name);
        }
        update
    }

    /// The update, read.
    ///
    /// # Errors
    /// [`ItemError`] if it is not as documented; [`Update::raw`] still has it.
    pub fn kind(&self) -> Result<&UpdateKind, &ItemError> {
        self.kind.as_ref()
    }

    /// The update, read, to keep it.
    ///
    /// # Errors
    /// [`ItemError`] if it is not as documented.
    pub fn into_kind(self) -> Result<UpdateKind, ItemError> {
        self.kind
    }

    /// The update's JSON, exactly as received.
    ///
    /// Of the fields `messages` and `smb_message_echoes` it is the message, status, echo or
    /// error; of all others the change's `value`.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.body[self.range.clone()]
    }

    /// What it is: `message.<type>`, `status.<status>`, `echo.<type>`, `error`, else the
    /// name of the field.
    #[must_use]
    pub fn name(&self) -> String {
        name::name(self)
    }

    /// The id of the message; `None` for what has none.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        name::id(self)
    }

    /// When a message was written or a status came about, also of one that could not be read.
    #[must_use]
    pub fn timestamp(&self) -> Option<DateTime<Utc>> {
        name::timestamp(self)
    }

    /// Whether it is something that this version of the crate does not know.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.kind.as_ref().is_ok_and(UpdateKind::is_unknown)
    }

    /// The field that the app subscribed to; empty if it was not told.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.source.field
    }

    /// The account that it belongs to; for `partner_solutions` the business.
    #[must_use]
    pub fn waba_id(&self) -> Option<&WabaId> {
        self.source.waba_id.as_ref()
    }

    /// When it was delivered first; messages and statuses have times of their own instead.
    #[must_use]
    pub fn time(&self) -> Option<DateTime<Utc>> {
        self.source.time
    }

    /// The product: `whatsapp`.
    #[must_use]
    pub fn messaging_product(&self) -> Option<&str> {
        self.source.messaging_product.as_deref()
    }

    /// The business phone number that it belongs to.
    #[must_use]
    pub fn metadata(&self) -> Option<&Metadata> {
        self.source.metadata.as_ref()
    }

    /// The customers that stand beside it; in a batch, those of all its siblings.
    #[must_use]
    pub fn contacts(&self) -> &[Contact] {
        &self.source.contacts
    }

    /// The customer of this update among the contacts.
    #[must_use]
    pub fn contact(&self) -> Option<&Contact> {
        let named = name::customer(self)?;
        let contacts = self.contacts();
        let found = contacts.iter().find(|it| it.ids().is_same(named.ids()));
        found.or(match contacts {
            [only] if self.source.is_single && only.ids().may_be(named.ids()) => Some(only),
            _ => None,
        })
    }

    /// Who the customer is: what the item names, and what stands beside it.
    ///
    /// `None` for updates that are not about one customer.
    #[must_use]
    pub fn customer(&self) -> Option<Identity> {
        let mut identity = name::customer(self)?;
        if let Some(contact) = self.contact() {
            let beside = contact.identity();
            identity.user_id = identity.user_id.or(beside.user_id);
            identity.parent_user_id = identity.parent_user_id.or(beside.parent_user_id);
            identity.wa_id = identity.wa_id.or(beside.wa_id);
            identity.username = identity.username.or(beside.username);
        }
        (!identity.is_empty()).then_some(identity)
    }

    /// What is the same when the update is delivered again.
    ///
    /// For a message its type and id; for a status its id, time and customer too; for all
    /// else a digest of the JSON and what stands around it.
    #[must_use]
    pub fn key(&self) -> UpdateKey {
        UpdateKey(match &self.kind {
            Ok(UpdateKind::Message(it)) => format!("message:{}:{}", it.kind, it.id.as_str()),
            Ok(UpdateKind::Echo(it)) => format!("echo:{}:{}", it.kind, it.id.as_str()),
            Ok(UpdateKind::Status(it)) => {
                let of = it.kind.as_deref().unwrap_or("message");
                let status = it.status.as_ref().map_or("", |it| it.as_str());
                let time = it.timestamp.map_or(0, |it| it.timestamp());
                let customer = it.recipient().key();
                let customer = customer.as_ref().map_or("", |it| it.as_str());
                let id = it.id.as_str();
                format!("status:{of}:{status}:{time}:{id}:{customer}")
            }
            _ => {
                let source = &self.source;
                let mut digest = Sha256::new();
                let waba_id = source.waba_id.as_ref().map_or("", |id| id.as_str());
                let time = source.time.map_or(0, |time| time.timestamp_millis());
                for part in [waba_id, &source.field, &time.to_string(), self.raw()] {
                    digest.update(part.len().to_be_bytes());
                    digest.update(part);
                }
                let digest = digest.finalize();
                let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("update:{hex}")
            }
        })
    }
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("waba_id", &self.source.waba_id)
            .field("field", &self.source.field)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Writes the update as it was received.
impl Serialize for Update {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(self.raw()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
