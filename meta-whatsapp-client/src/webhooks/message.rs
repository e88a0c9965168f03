//! A received message, an echo of a sent one, or one from the chat history.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::value::RawValue;

use super::{Content, HistoryContext, Identity, parts};
use crate::{
    CatalogId, GroupId, MessageId, ParentUserId, UserId, WaId,
    error::ErrorDetail,
    webhooks::field::{lenient, unix_time},
};

/// A message of a customer; or of the business, as an echo or in the chat history.
///
/// It serialises to the vendor's field names, without what this version does not know;
/// [`super::Update::raw`] has everything.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct InboundMessage {
    /// Who wrote it; absent for customers whose number is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<WaId>,
    /// Who wrote it, by business-scoped user id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_user_id: Option<UserId>,
    /// Who wrote it, by the id across a parent business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_parent_user_id: Option<ParentUserId>,
    /// Whom the business wrote to; echoes and history only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<WaId>,
    /// Whom the business wrote to, by business-scoped user id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_user_id: Option<UserId>,
    /// Whom the business wrote to, by the id across a parent business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_parent_user_id: Option<ParentUserId>,
    /// The message's id.
    pub id: MessageId,
    /// When it was written.
    #[serde(serialize_with = "unix_time::serialize")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<DateTime<Utc>>,
    /// The group it was written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// What it answers, or that it is a forward.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<MessageContext>,
    /// The ad or post that the customer came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referral: Option<Box<AdReferral>>,
    /// Which keys the customer has, with security notifications on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityCheck>,
    /// Why it is not supported.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorDetail>,
    /// How far it got, in the chat history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history_context: Option<HistoryContext>,
    /// The type, as the vendor writes it; empty if it was not told.
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// What it holds.
    #[serde(flatten, skip_serializing_if = "Content::is_bare")]
    pub content: Content,
}
ccaas_http::debug_allow_list! { InboundMessage { timestamp, content, errors } }

impl InboundMessage {
    /// Who wrote it: the parts that the message itself names.
    ///
    /// [`super::Update::customer`] also knows what stands beside the message.
    #[must_use]
    pub fn sender(&self) -> Identity {
        Identity {
            user_id: self.from_user_id.clone(),
            parent_user_id: self.from_parent_user_id.clone(),
            wa_id: self.from.clone(),
            username: None,
        }
        .normalized()
    }

    /// Whom the business wrote to: the parts that an echo itself names.
    #[must_use]
    pub fn recipient(&self) -> Identity {
        Identity {
            user_id: self.to_user_id.clone(),
            parent_user_id: self.to_parent_user_id.clone(),
            wa_id: self.to.clone(),
            username: None,
        }
        .normalized()
    }
}

impl<'de> Deserialize<'de> for InboundMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        parts::message(raw.get()).map_err(D::Error::custom)
    }
}

/// What a message answers, or that it is a forward.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MessageContext {
    /// Who wrote the answered message.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub from: Option<WaId>,
    /// Who wrote the answered message, by business-scoped user id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub from_user_id: Option<UserId>,
    /// The answered message; forwards mostly name none.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// Whether it is a forward.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<bool>,
    /// Whether it is a forward of more than five.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub frequently_forwarded: Option<bool>,
    /// The product that the customer asks about.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub referred_product: Option<ReferredProduct>,
}
ccaas_http::debug_allow_list! { MessageContext { forwarded, frequently_forwarded } }

/// The product that a customer asks about.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ReferredProduct {
    /// The catalog.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub catalog_id: Option<CatalogId>,
    /// The product, by the business's own id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub product_retailer_id: Option<String>,
}
ccaas_http::debug_allow_list!(ReferredProduct { catalog_id });

/// The ad or post that a customer came from.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AdReferral {
    /// Where the ad or post is.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// The ad's or post's id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// `ad` or `post`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<String>,
    /// The text.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The headline.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// `image` or `video`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The picture.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// The video.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub video_url: Option<String>,
    /// The video's still picture.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
    /// The id of the click; absent for ads in Status.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub ctwa_clid: Option<String>,
    /// What the chat greeted with.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub welcome_message: Option<WelcomeMessage>,
}
ccaas_http::debug_allow_list! { AdReferral { source_type, media_type } }

/// What a chat greeted with.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WelcomeMessage {
    /// The text.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
ccaas_http::debug_allow_list!(WelcomeMessage {});

/// Which keys a customer has.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IdentityCheck {
    /// Whether the business acknowledged them.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<bool>,
    /// Since when.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<DateTime<Utc>>,
    /// Their fingerprint.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}
ccaas_http::debug_allow_list! { IdentityCheck { acknowledged, created_timestamp } }
