//! An inbound message: what a customer wrote.

use std::collections::BTreeMap;

use ccaas_http::{InvalidRequest, debug_allow_list, define_id, open_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire;

define_id! {
    /// Who writes or is written to, by the middleware's own id: often a phone number.
    pub personal RecipientId
}
define_id! {
    /// A message's id at the messaging platform, such as a `wamid`.
    pub personal ExternalMessageId
}

/// A message of a customer.
///
/// It needs a text or an attachment. Its `Debug` shows nothing that the customer wrote.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboundMessage {
    /// Who wrote it, when, and its id at the platform.
    pub channel: InboundChannel,
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The files; the vendor takes one a message.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "write_content",
        deserialize_with = "read_content"
    )]
    pub content: Vec<Attachment>,
    /// What else is known about it; comes back on the messages that answer it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}
debug_allow_list!(InboundMessage { channel });

impl InboundMessage {
    /// A message that still needs a text or an attachment.
    #[must_use]
    pub fn new(channel: InboundChannel) -> Self {
        Self {
            channel,
            text: None,
            content: Vec::new(),
            metadata: BTreeMap::new(),
        }
    }

    /// Sets the text.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn with_attachment(mut self, attachment: Attachment) -> Self {
        self.content.push(attachment);
        self
    }

    /// Adds something that is known about it.
    #[must_use]
    pub fn with_metadata(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(name.into(), value.into());
        self
    }

    /// What the vendor would refuse, found before anything is sent.
    ///
    /// # Errors
    /// [`InvalidRequest`] if there is no sender, neither text nor attachment, or more than
    /// one attachment.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        self.channel.check()?;
        match (self.text.as_deref(), self.content.as_slice()) {
            (None | Some(""), []) => {
                Err(InvalidRequest::new("text", "or an attachment is required"))
            }
            (_, []) => Ok(()),
            (_, [attachment]) => attachment.check(),
            _ => Err(InvalidRequest::new(
                "content",
                "must hold one attachment at most; send the others as messages of their own",
            )),
        }
    }
}

/// Who wrote, when, and which message it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InboundChannel {
    /// The message's id at the platform; together with `time` it must be unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<ExternalMessageId>,
    /// Who wrote.
    pub from: OpenFrom,
    /// When, in steps of a millisecond.
    #[serde(with = "wire::millis")]
    pub time: DateTime<Utc>,
}
debug_allow_list!(InboundChannel { time });

impl InboundChannel {
    /// From somebody at a time, without a message's id.
    #[must_use]
    pub fn new(from: OpenFrom, time: DateTime<Utc>) -> Self {
        Self {
            message_id: None,
            from,
            time,
        }
    }

    /// Sets the message's id at the platform.
    #[must_use]
    pub fn with_message_id(mut self, message_id: ExternalMessageId) -> Self {
        self.message_id = Some(message_id);
        self
    }

    pub(super) fn check(&self) -> Result<(), InvalidRequest> {
        match self.from.id.as_str() {
            "" => Err(InvalidRequest::new("channel.from.id", "must not be empty")),
            _ => Ok(()),
        }
    }
}

/// A customer who writes. Genesys Cloud threads conversations by `id`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenFrom {
    /// The customer's id: the same for all messages of one customer.
    pub id: RecipientId,
    /// What kind of id it is.
    pub id_type: IdType,
    /// The name that the agent sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// The first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}
debug_allow_list!(OpenFrom { id_type });

impl OpenFrom {
    /// A customer of whom only the id is known.
    #[must_use]
    pub fn new(id: RecipientId, id_type: IdType) -> Self {
        Self {
            id,
            id_type,
            nickname: None,
            first_name: None,
            last_name: None,
            email: None,
        }
    }

    /// Sets the name that the agent sees.
    #[must_use]
    pub fn with_nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }
}

/// A customer who was written to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenTo {
    /// The customer's id, as in [`OpenFrom`].
    pub id: RecipientId,
    /// What kind of id it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_type: Option<IdType>,
}
debug_allow_list!(OpenTo { id_type });

impl OpenTo {
    /// A customer who was written to.
    #[must_use]
    pub fn new(id: RecipientId, id_type: IdType) -> Self {
        Self {
            id,
            id_type: Some(id_type),
        }
    }
}

open_enum! {
    /// What kind of id a recipient has.
    pub enum IdType {
        /// An e-mail address.
        Email = "Email" | "email" | "EMAIL",
        /// A phone number.
        Phone = "Phone" | "phone" | "PHONE",
        /// Anything else.
        Opaque = "Opaque" | "opaque" | "OPAQUE",
    }
}

/// A file of a customer, which Genesys Cloud fetches from its URL.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    /// The file's id at the middleware.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What the agent is shown it as.
    pub media_type: MediaType,
    /// Where the file is.
    pub url: String,
    /// The file's MIME type.
    pub mime: String,
    /// The file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// The text that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The file's SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}
debug_allow_list!(Attachment { media_type, mime });

impl Attachment {
    /// The file at a URL.
    #[must_use]
    pub fn new(media_type: MediaType, url: impl Into<String>, mime: impl Into<String>) -> Self {
        Self {
            id: None,
            media_type,
            url: url.into(),
            mime: mime.into(),
            filename: None,
            text: None,
            sha256: None,
        }
    }

    fn check(&self) -> Result<(), InvalidRequest> {
        for (field, value) in [
            ("content[0].attachment.url", &self.url),
            ("content[0].attachment.mime", &self.mime),
        ] {
            if value.is_empty() {
                return Err(InvalidRequest::new(field, "must not be empty"));
            }
        }
        Ok(())
    }

    /// Sets the file's name.
    #[must_use]
    pub fn with_filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Some(filename.into());
        self
    }

    /// Sets the text that goes with it.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }
}

open_enum! {
    /// What an attachment is shown as.
    pub enum MediaType {
        /// A picture.
        Image = "Image",
        /// A video.
        Video = "Video",
        /// A sound file.
        Audio = "Audio",
        /// Any other file.
        File = "File",
        /// A link.
        Link = "Link",
    }
}

/// One element of `content`, as it is on the wire.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Element<A> {
    #[serde(default = "attachment_type")]
    content_type: String,
    attachment: A,
}

fn attachment_type() -> String {
    "Attachment".to_owned()
}

pub(super) fn write_content<S: Serializer>(
    content: &[Attachment],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(content.iter().map(|attachment| Element {
        content_type: attachment_type(),
        attachment,
    }))
}

fn read_content<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Attachment>, D::Error> {
    let elements = Vec::<Element<Attachment>>::deserialize(deserializer)?;
    Ok(elements.into_iter().map(|it| it.attachment).collect())
}
