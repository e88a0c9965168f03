//! What the caller knows besides the update.

use std::fmt;

use chrono::{DateTime, Utc};
use genesys_client::open_messaging::{IdType, OpenFrom, RecipientId};
use meta_whatsapp_client::webhooks::Update;

use super::ReceivedFile;
use crate::text;

/// So long may a name be.
const NAME: usize = 100;

/// What the caller knows besides the update.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who wrote, as Genesys knows the customer.
    pub from: &'a OpenFrom,
    /// When the update came in, for one that does not tell when it was written.
    pub received_at: DateTime<Utc>,
    /// Where Genesys can fetch a file; `None` if the file is not to be had.
    pub file_url: &'a dyn Fn(&ReceivedFile) -> Option<String>,
    /// The text of the message that is answered; see [`super::refers_to`].
    pub quoted: Option<&'a str>,
    /// Whether an earlier message of the customer was given up.
    pub after_gap: bool,
    /// Whether agents are told of reactions.
    pub reactions: bool,
}

impl<'a> Context<'a> {
    /// A customer, the time, and where files are; reactions are told.
    #[must_use]
    pub fn new(
        from: &'a OpenFrom,
        received_at: DateTime<Utc>,
        file_url: &'a dyn Fn(&ReceivedFile) -> Option<String>,
    ) -> Self {
        Self {
            from,
            received_at,
            file_url,
            quoted: None,
            after_gap: false,
            reactions: true,
        }
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("received_at", &self.received_at)
            .field("reactions", &self.reactions)
            .finish_non_exhaustive()
    }
}

/// The customer of an update as Genesys knows them: under `id`, with the name they chose.
#[must_use]
pub fn open_from(id: RecipientId, id_type: IdType, update: &Update) -> OpenFrom {
    let mut from = OpenFrom::new(id, id_type);
    let profile = update.contact().and_then(|it| it.profile.as_ref());
    let name = profile.and_then(|it| it.name.as_ref().or(it.username.as_ref()));
    let name = name.map(|name| text::title(name, NAME));
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        if let Some((first, last)) = name.rsplit_once(' ') {
            from.first_name = Some(first.to_owned());
            from.last_name = Some(last.to_owned());
        }
        from.nickname = Some(name);
    }
    from
}
