//! Receiving what Genesys Cloud sends to the webhook of an Open Messaging integration.
//!
//! Nothing here sends, so it works without the crate's HTTP client
//! ([docs](https://developer.genesys.cloud/commdigital/digital/openmessaging/outboundMessages)).
//!
//! 1. [`Signature::verify`] over the bytes as received, before anything reads them.
//! 2. [`parse`] gives the one [`OutboundMessage`] of a delivery. A part of its content that
//!    is not as documented is an error in its place that keeps its JSON, and its siblings
//!    survive.
//! 3. Answer 2xx within 10 s once the delivery is kept. The vendor repeats it up to five
//!    times after a timeout, 429 or 5xx; other answers make the chat fail.
//!
//! ```
//! use genesys_client::webhooks::{self, Content};
//!
//! let body = br#"{"id":"m-1","type":"Structured","text":"Shall we book a visit?",
//!     "channel":{"to":{"id":"+12025550147","idType":"Phone"},"from":{"id":"i-1"}},
//!     "content":[{"contentType":"QuickReply","quickReply":{"text":"Yes","payload":"y"}},
//!                {"contentType":"Hologram","hologram":{}}]}"#;
//!
//! let message = webhooks::parse(body)?;
//! assert_eq!(message.text.as_deref(), Some("Shall we book a visit?"));
//! match message.content[0].kind() {
//!     Ok(Content::QuickReply(reply)) => assert_eq!(reply.payload.as_deref(), Some("y")),
//!     _ => unreachable!(),
//! }
//! assert!(matches!(message.content[1].kind(), Ok(Content::Unknown)));
//! assert_eq!(message.content[1].raw(), r#"{"contentType":"Hologram","hologram":{}}"#);
//! # Ok::<(), webhooks::ParseError>(())
//! ```
//!
//! Reading is lenient: everything may be absent, `null` is the same as absent, numbers and
//! strings stand for each other, a list may be a single item, and what is not known is
//! skipped but stays in [`OutboundMessage::raw`].

mod cards;
mod channel;
mod content;
mod event;
mod message;
mod notification;
mod parse;
mod pickers;
mod signature;

pub use cards::{ActionType, Card, CardAction, Carousel};
pub use ccaas_http::SignatureError;
pub use ccaas_http::read::Received;
pub use channel::{Channel, ChannelMetadata, Recipient};
pub use content::{
    Attachment, ButtonResponse, Content, InteractiveApplication, Location, QuickReply,
    QuickReplyV2, Reaction, ReplyMessage, Story, Text,
};
pub use event::{Event, Typing, TypingType};
pub use message::{Direction, OriginatingEntity, OutboundMessage};
pub use notification::{Notification, NotificationButton, NotificationParameter, NotificationText};
pub use parse::{ParseError, parse};
pub use pickers::{AvailableTime, DatePicker, ListPicker, ListPickerItem, ListPickerSection};
pub use signature::Signature;
