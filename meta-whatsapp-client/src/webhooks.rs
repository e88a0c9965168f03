//! Receiving webhooks: subscription, signature, and every update one by one.
//!
//! Nothing here sends, so it works without the crate's HTTP client
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview)).
//!
//! 1. The subscription is a `GET`, which is not signed: [`verify_subscription`] gives what
//!    to answer.
//! 2. A delivery is a `POST`: [`Signature::verify`] over the bytes as received, before
//!    anything reads them.
//! 3. [`parse`] gives every [`Update`] of the body by itself. One that is not as documented
//!    is an [`ItemError`] that keeps its JSON, and its siblings survive.
//! 4. Deliveries repeat and arrive in any order: [`Deduplicator`] drops what was seen,
//!    [`StatusMerge`] moves forward only.
//!
//! ```
//! use meta_whatsapp_client::webhooks::{self, Content, UpdateKind};
//!
//! let body = br#"{"object":"whatsapp_business_account","entry":[{"id":"2000","changes":[
//!     {"field":"messages","value":{"messages":[{"from":"12025550147","id":"wamid.1",
//!      "timestamp":"1795166040","type":"text","text":{"body":"hello"}}]}}]}]}"#;
//!
//! let webhook = webhooks::parse(body)?;
//! for update in webhook.updates() {
//!     if let Ok(UpdateKind::Message(message)) = update.kind() {
//!         if let Content::Text(text) = &message.content {
//!             assert_eq!(text.body, "hello");
//!         }
//!     }
//! }
//! # Ok::<(), webhooks::ParseError>(())
//! ```
//!
//! Reading is lenient: `null` is the same as absent, and everything but the ids of messages
//! and statuses may be absent; numbers and strings stand for each other, a list may be a single
//! item, and what is not known is skipped but stays in [`Update::raw`]. An item is an [`ItemError`] if its id, its type or its content is not as
//! documented; what stands beside those, such as a message's context or a status's price, is
//! then absent.

mod account;
mod call;
mod change;
mod content;
mod deduplicator;
mod envelope;
mod field;
mod flow;
mod group;
mod history;
mod identity;
mod interactive;
mod item_error;
mod message;
mod parse;
mod parts;
mod person;
mod phone;
mod phone_number;
mod preference;
mod shared_contact;
mod signature;
mod standby;
mod status;
mod status_merge;
mod subscription;
mod system;
mod template;

mod update;

use ccaas_http::read;
use serde::{Deserializer, de::Error as _};

use crate::MessageId;

pub use account::{
    AccountAlert, AccountEvent, AccountReview, AccountUpdate, AlertDetail, BanDetail,
    BusinessCapability, BusinessUsername, CertificationDetail, DisconnectionDetail,
    PartnerSolution, PaymentConfiguration, RateCountry, RateEligibility, Restriction, Violation,
    VolumeTier, WabaDetail,
};
pub use call::{Call, CallConnection, CallEvent, CallSession, Calls, WebRtc};
pub use ccaas_http::{SignatureError, read::Received};
pub use content::{
    Audio, ButtonReply, Content, Document, Edit, EditedMessage, Location, Media, Order, OrderItem,
    Reaction, Revoke, Sticker, Text, Unsupported,
};
pub use deduplicator::{Deduplicator, UpdateKey};
pub use flow::{FlowError, FlowEvent, FlowUpdate};
pub use group::{
    FailedParticipant, Group, GroupEvent, GroupPicture, GroupText, GroupUpdate, Participant,
};
pub use history::{
    AppContact, AppStateSync, History, HistoryChunk, HistoryContext, HistoryPhase, HistoryThread,
    StateChange, StateTime, ThreadContext,
};
pub use identity::{Identity, IdentityChange, IdentityKey};
pub use interactive::{
    CallPermissionReply, ChosenButton, ChosenRow, Interactive, InteractiveReply, NativeFlowReply,
};
pub use item_error::ItemError;
pub use message::{
    AdReferral, IdentityCheck, InboundMessage, MessageContext, ReferredProduct, WelcomeMessage,
};
pub use parse::{ParseError, Webhook, parse};
pub use person::{Contact, Metadata, Profile};
pub use phone::{canonical_phone, phone_variants, same_phone};
pub use phone_number::{
    AccountSettings, CallHours, CallingSettings, HolidayHours, OpeningHours, PhoneNumberName,
    PhoneNumberQuality, PhoneNumberSettings, Security, SecurityEvent, SipServer, SipSettings,
};
pub use preference::{
    AutomaticEvent, AutomaticEvents, Preference, PurchaseDetail, UserPreference, UserPreferences,
};
pub use shared_contact::{
    ContactAddress, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl, SharedContact,
};
pub use signature::Signature;
pub use standby::{Standby, StandbyEcho, StandbyItems};
pub use status::{
    Conversation, ConversationOrigin, Payment, PaymentAmount, PaymentError, PaymentMethod,
    PaymentTransaction, Pricing, Status, StatusKind, StatusMessage,
};
pub use status_merge::StatusMerge;
pub use subscription::{SubscriptionError, verify_subscription};
pub use system::{System, SystemKind};
pub use template::{
    DisableDetail, QualityScore, RejectionDetail, TemplateButton, TemplateCategoryUpdate,
    TemplateComponents, TemplateEvent, TemplateNote, TemplateQuality, TemplateStatus,
};
pub use update::{Update, UpdateKind};

/// The id of a message or status; without it there is no such item.
fn item_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MessageId, D::Error> {
    read::exchanged(deserializer)?.ok_or_else(|| D::Error::missing_field("id"))
}

/// A text that decides; null is as good as an empty one.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    read::exchanged(deserializer).map(Option::unwrap_or_default)
}
