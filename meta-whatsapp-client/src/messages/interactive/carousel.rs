//! `carousel`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-media-carousel-messages)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use super::{buttons::ReplyButton, catalog::ProductAction, cta_url::CtaUrlParameters};
use crate::{
    id::CatalogId,
    messages::{
        header::Header,
        read::ReadError,
        wire::{opt_text, read_from, text},
    },
};

/// Two to ten cards side by side; it takes no header and no footer of its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Carousel {
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// The cards.
    pub action: CarouselAction,
}

impl Carousel {
    /// A text and the cards; `card_index` counts them.
    #[must_use]
    pub fn new(body: impl Into<String>, cards: impl IntoIterator<Item = CarouselCard>) -> Self {
        let cards = (0..).zip(cards);
        Self {
            body: body.into(),
            action: CarouselAction {
                cards: cards
                    .map(|(card_index, card)| CarouselCard { card_index, ..card })
                    .collect(),
            },
        }
    }
}

debug_allow_list!(Carousel { action });

/// The cards of a carousel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarouselAction {
    /// Two to ten, with the same kind and number of buttons.
    pub cards: Vec<CarouselCard>,
}

/// A card of a carousel.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarouselCard {
    /// Its place, from 0.
    pub card_index: u32,
    /// `cta_url`, also for quick replies, or `product`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// Image or video; only a product's card has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// A text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub body: Option<String>,
    /// What can be done with it.
    pub action: CarouselCardAction,
}

impl CarouselCard {
    /// A card with an image or a video, and its buttons.
    #[must_use]
    pub fn new(header: impl Into<Header>, action: CarouselCardAction) -> Self {
        Self {
            card_index: 0,
            type_: Some("cta_url".to_owned()),
            header: Some(header.into()),
            body: None,
            action,
        }
    }

    /// A card that shows a product.
    #[must_use]
    pub fn product(product: ProductAction) -> Self {
        Self {
            card_index: 0,
            type_: Some("product".to_owned()),
            header: None,
            body: None,
            action: CarouselCardAction::Product(product),
        }
    }
}

debug_allow_list!(CarouselCard { card_index, action });

/// What can be done with a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Wire")]
#[non_exhaustive]
pub enum CarouselCardAction {
    /// A button that opens a URL.
    CtaUrl(CtaUrlParameters),
    /// Buttons to reply with.
    QuickReplies(Vec<ReplyButton>),
    /// A product to be looked at.
    Product(ProductAction),
}

impl CarouselCardAction {
    /// What kind of buttons a card has.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CtaUrl(_) => "cta_url",
            Self::QuickReplies(_) => "quick_reply",
            Self::Product(_) => "product",
        }
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<CtaUrlParameters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buttons: Option<Vec<Button>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_id: Option<CatalogId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_retailer_id: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Button {
    #[serde(rename = "type")]
    type_: Type,
    quick_reply: QuickReply,
}

#[derive(Clone, Serialize, Deserialize)]
enum Type {
    #[serde(rename = "quick_reply")]
    QuickReply,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuickReply {
    id: String,
    title: String,
}

read_from!(CarouselCardAction, Wire);

impl TryFrom<Wire> for CarouselCardAction {
    type Error = ReadError;

    fn try_from(wire: Wire) -> Result<Self, ReadError> {
        match wire {
            Wire {
                name: Some(name),
                parameters: Some(parameters),
                buttons: None,
                catalog_id: None,
                product_retailer_id: None,
            } if name == "cta_url" => Ok(Self::CtaUrl(parameters)),
            Wire {
                name: None,
                parameters: None,
                buttons: Some(buttons),
                catalog_id: None,
                product_retailer_id: None,
            } => Ok(Self::QuickReplies(
                buttons
                    .into_iter()
                    .map(|Button { quick_reply, .. }| {
                        ReplyButton::new(quick_reply.id, quick_reply.title)
                    })
                    .collect(),
            )),
            Wire {
                name: None,
                parameters: None,
                buttons: None,
                catalog_id: Some(catalog_id),
                product_retailer_id: Some(product_retailer_id),
            } => Ok(Self::Product(ProductAction {
                catalog_id,
                product_retailer_id,
            })),
            _ => Err(ReadError::new(
                "is not one URL button, quick replies or a product",
            )),
        }
    }
}

impl From<CarouselCardAction> for Wire {
    fn from(action: CarouselCardAction) -> Self {
        match action {
            CarouselCardAction::CtaUrl(parameters) => Self {
                name: Some("cta_url".to_owned()),
                parameters: Some(parameters),
                ..Self::default()
            },
            CarouselCardAction::QuickReplies(buttons) => Self {
                buttons: Some(
                    buttons
                        .into_iter()
                        .map(|ReplyButton { id, title }| Button {
                            type_: Type::QuickReply,
                            quick_reply: QuickReply { id, title },
                        })
                        .collect(),
                ),
                ..Self::default()
            },
            CarouselCardAction::Product(product) => Self {
                catalog_id: Some(product.catalog_id),
                product_retailer_id: Some(product.product_retailer_id),
                ..Self::default()
            },
        }
    }
}
