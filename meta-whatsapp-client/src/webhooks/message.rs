//! A received message, an echo of a sent one, or one from the chat history.

mod read;
mod write;

use chrono::{DateTime, Utc};

use super::{Content, HistoryContext, Identity};
use crate::{CatalogId, GroupId, MessageId, ParentUserId, UserId, WaId, error::ErrorDetail};

pub(super) use read::message as read;

/// A message of a customer; or of the business, as an echo or in the chat history.
///
/// It serialises to the vendor's field names, without what this version does not know;
/// [`super::Update::raw`] has everything.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct InboundMessage {
    /// The message's id.
    pub id: MessageId,
    /// Who wrote it; absent for customers whose number is not told.
    pub from: Option<WaId>,
    /// Who wrote it, by business-scoped user id.
    pub from_user_id: Option<UserId>,
    /// Who wrote it, by the id across a parent business.
    pub from_parent_user_id: Option<ParentUserId>,
    /// Whom the business wrote to; echoes and history only.
    pub to: Option<WaId>,
    /// Whom the business wrote to, by business-scoped user id.
    pub to_user_id: Option<UserId>,
    /// Whom the business wrote to, by the id across a parent business.
    pub to_parent_user_id: Option<ParentUserId>,
    /// When it was written.
    pub timestamp: Option<DateTime<Utc>>,
    /// The group it was written in.
    pub group_id: Option<GroupId>,
    /// What it answers, or that it is a forward.
    pub context: Option<MessageContext>,
    /// The ad or post that the customer came from.
    pub referral: Option<Box<AdReferral>>,
    /// Which keys the customer has, with security notifications on.
    pub identity: Option<IdentityCheck>,
    /// Why it is not supported.
    pub errors: Vec<ErrorDetail>,
    /// How far it got, in the chat history.
    pub history_context: Option<HistoryContext>,
    /// The type, as the vendor writes it; empty if it was not told.
    pub kind: std::borrow::Cow<'static, str>,
    /// What it holds.
    pub content: Content,
}

ccaas_http::debug_allow_list!(InboundMessage {
    timestamp,
    content,
    errors
});

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

wire! {
    /// What a message answers, or that it is a forward.
    pub struct MessageContext {
        auxiliary {
            /// Who wrote the answered message.
            pub from: Option<WaId>,
            /// Who wrote the answered message, by business-scoped user id.
            pub from_user_id: Option<UserId>,
            /// The answered message; forwards mostly name none.
            pub id: Option<MessageId>,
            /// Whether it is a forward.
            pub forwarded: Option<bool>,
            /// Whether it is a forward of more than five.
            pub frequently_forwarded: Option<bool>,
            /// The product that the customer asks about.
            pub referred_product: Option<ReferredProduct>,
        }
    }
    shows { forwarded, frequently_forwarded }
}

wire! {
    /// The product that a customer asks about.
    pub struct ReferredProduct {
        auxiliary {
            /// The catalog.
            pub catalog_id: Option<CatalogId>,
            /// The product, by the business's own id.
            pub product_retailer_id: Option<String>,
        }
    }
    shows { catalog_id }
}

wire! {
    /// The ad or post that a customer came from.
    pub struct AdReferral {
        auxiliary {
            /// Where the ad or post is.
            pub source_url: Option<String>,
            /// The ad's or post's id.
            pub source_id: Option<String>,
            /// `ad` or `post`.
            pub source_type: Option<String>,
            /// The text.
            pub body: Option<String>,
            /// The headline.
            pub headline: Option<String>,
            /// `image` or `video`.
            pub media_type: Option<String>,
            /// The picture.
            pub image_url: Option<String>,
            /// The video.
            pub video_url: Option<String>,
            /// The video's still picture.
            pub thumbnail_url: Option<String>,
            /// The id of the click; absent for ads in Status.
            pub ctwa_clid: Option<String>,
            /// What the chat greeted with.
            pub welcome_message: Option<WelcomeMessage>,
        }
    }
    shows { source_type, media_type }
}

wire! {
    /// What a chat greeted with.
    pub struct WelcomeMessage {
        auxiliary {
            /// The text.
            pub text: Option<String>,
        }
    }
    shows {}
}

wire! {
    /// Which keys a customer has.
    pub struct IdentityCheck {
        auxiliary {
            /// Whether the business acknowledged them.
            pub acknowledged: Option<bool>,
            /// Since when.
            pub created_timestamp: Option<DateTime<Utc>>,
            /// Their fingerprint.
            pub hash: Option<String>,
        }
    }
    shows { acknowledged, created_timestamp }
}
