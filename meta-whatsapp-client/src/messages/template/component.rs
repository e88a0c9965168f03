//! The components of a template, as they are sent.

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};
use serde_json::{Map, Value};

use super::parameter::{LimitedTimeOffer, Parameter, ParameterValue, TemplateAction};
use crate::messages::{
    interactive::ProductSection,
    read::ReadError,
    wire::{self, read_from},
};

/// A part of a template that has placeholders.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TemplateComponent {
    /// The header; its parameters may be left out.
    Header(Option<Vec<Parameter>>),
    /// The body; its parameters may be left out.
    Body(Option<Vec<Parameter>>),
    /// A button.
    Button(TemplateButton),
    /// Cards side by side.
    Carousel(Vec<TemplateCard>),
    /// An offer that ends.
    LimitedTimeOffer(Option<Vec<Parameter>>),
}

impl TemplateComponent {
    /// The header: text, image, video, document, location or product.
    #[must_use]
    pub fn header(parameter: impl Into<Parameter>) -> Self {
        Self::Header(Some(vec![parameter.into()]))
    }

    /// The body's parameters, in order or with names.
    #[must_use]
    pub fn body<P: Into<Parameter>>(parameters: impl IntoIterator<Item = P>) -> Self {
        Self::Body(Some(parameters.into_iter().map(Into::into).collect()))
    }

    /// What a quick reply answers with.
    #[must_use]
    pub fn quick_reply(index: u8, payload: impl Into<String>) -> Self {
        let payload = ParameterValue::Payload(payload.into());
        Self::button(ButtonSubType::QuickReply, index, payload)
    }

    /// The end of a button's URL; in an authentication template, the one-time password.
    #[must_use]
    pub fn url(index: u8, suffix: impl Into<String>) -> Self {
        let suffix = ParameterValue::Text(suffix.into());
        Self::button(ButtonSubType::Url, index, suffix)
    }

    /// The code that a button copies.
    #[must_use]
    pub fn copy_code(index: u8, coupon_code: impl Into<String>) -> Self {
        let code = ParameterValue::CouponCode(coupon_code.into());
        Self::button(ButtonSubType::CopyCode, index, code)
    }

    /// The token and the data that a flow starts with.
    #[must_use]
    pub fn flow(
        index: u8,
        flow_token: Option<String>,
        flow_action_data: Option<Map<String, Value>>,
    ) -> Self {
        let action = TemplateAction {
            flow_token,
            flow_action_data,
            ..TemplateAction::default()
        };
        Self::button(ButtonSubType::Flow, index, action)
    }

    /// The product whose image stands for the catalog.
    #[must_use]
    pub fn catalog(index: u8, thumbnail_product_retailer_id: impl Into<String>) -> Self {
        let action = TemplateAction {
            thumbnail_product_retailer_id: Some(thumbnail_product_retailer_id.into()),
            ..TemplateAction::default()
        };
        Self::button(ButtonSubType::Catalog, index, action)
    }

    /// Products in sections, and the one whose image is shown.
    #[must_use]
    pub fn mpm(
        index: u8,
        thumbnail_product_retailer_id: impl Into<String>,
        sections: impl IntoIterator<Item = ProductSection>,
    ) -> Self {
        let action = TemplateAction {
            thumbnail_product_retailer_id: Some(thumbnail_product_retailer_id.into()),
            sections: Some(sections.into_iter().collect()),
            ..TemplateAction::default()
        };
        Self::button(ButtonSubType::Mpm, index, action)
    }

    /// Until when the offer stands.
    #[must_use]
    pub fn limited_time_offer(expiration_time: DateTime<Utc>) -> Self {
        let offer = LimitedTimeOffer { expiration_time };
        Self::LimitedTimeOffer(Some(vec![ParameterValue::LimitedTimeOffer(offer).into()]))
    }

    /// Cards, each with its components; `card_index` counts them.
    #[must_use]
    pub fn carousel(cards: impl IntoIterator<Item = Vec<TemplateComponent>>) -> Self {
        let cards = (0..).zip(cards);
        Self::Carousel(
            cards
                .map(|(card_index, components)| TemplateCard {
                    card_index,
                    components,
                })
                .collect(),
        )
    }

    /// Its `type`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Header(_) => "header",
            Self::Body(_) => "body",
            Self::Button(_) => "button",
            Self::Carousel(_) => "carousel",
            Self::LimitedTimeOffer(_) => "limited_time_offer",
        }
    }

    fn button(sub_type: ButtonSubType, index: u8, parameter: impl Into<Parameter>) -> Self {
        Self::Button(TemplateButton {
            sub_type,
            index,
            parameters: Some(vec![parameter.into()]),
        })
    }
}

impl From<TemplateAction> for Parameter {
    fn from(action: TemplateAction) -> Self {
        ParameterValue::Action(Box::new(action)).into()
    }
}

/// A button of a template.
#[derive(Clone, PartialEq)]
pub struct TemplateButton {
    /// What kind of button it is.
    pub sub_type: ButtonSubType,
    /// Its place among the buttons, 0 to 9.
    pub index: u8,
    /// Its parameters; mostly one.
    pub parameters: Option<Vec<Parameter>>,
}

debug_allow_list! { TemplateButton { sub_type, index, parameters } }

ccaas_http::open_enum! {
    /// What kind of button it is.
    pub enum ButtonSubType {
        /// Answers with a payload.
        QuickReply = "quick_reply",
        /// Opens a URL.
        Url = "url",
        /// Copies a code.
        CopyCode = "copy_code",
        /// Opens a flow.
        Flow = "flow",
        /// Opens the catalog.
        Catalog = "catalog",
        /// Opens products of the catalog.
        Mpm = "mpm",
        /// Opens an order to be paid.
        OrderDetails = "order_details",
        /// Calls the business.
        VoiceCall = "voice_call",
    }
}

impl ButtonSubType {
    /// The same in lower case: `CATALOG` is [`Catalog`](Self::Catalog).
    #[must_use]
    pub fn canonical(&self) -> Self {
        let Self::Unknown(given) = self else {
            return self.clone();
        };
        let lower = serde_json::Value::String(given.to_lowercase());
        serde_json::from_value(lower).unwrap_or_else(|_| self.clone())
    }
}

/// A card of a carousel template.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateCard {
    /// Its place, from 0.
    pub card_index: u32,
    /// Its components.
    pub components: Vec<TemplateComponent>,
}

debug_allow_list! { TemplateCard { card_index, components } }

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(rename = "type")]
    kind: String,
    sub_type: Option<ButtonSubType>,
    index: Option<Index>,
    parameters: Option<Vec<Parameter>>,
    cards: Option<Vec<TemplateCard>>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Index(#[serde(deserialize_with = "wire::index")] u8);

read_from!(TemplateComponent, Wire);

impl TryFrom<Wire> for TemplateComponent {
    type Error = ReadError;

    fn try_from(wire: Wire) -> Result<Self, ReadError> {
        let foreign = |field: &str| Err(ReadError::foreign(field));
        // Some of Meta's examples have capitals here.
        let kind = wire.kind.to_lowercase();
        let kind = kind.as_str();
        match kind {
            "header" | "body" | "button" | "limited_time_offer" if wire.cards.is_some() => {
                return foreign("cards");
            }
            "header" | "body" | "carousel" | "limited_time_offer" if wire.sub_type.is_some() => {
                return foreign("sub_type");
            }
            "header" | "body" | "carousel" | "limited_time_offer" if wire.index.is_some() => {
                return foreign("index");
            }
            "carousel" if wire.parameters.is_some() => return foreign("parameters"),
            _ => {}
        }
        let parameters = wire.parameters;
        match kind {
            "header" => Ok(Self::Header(parameters)),
            "body" => Ok(Self::Body(parameters)),
            "limited_time_offer" => Ok(Self::LimitedTimeOffer(parameters)),
            "button" => Ok(Self::Button(TemplateButton {
                sub_type: wire
                    .sub_type
                    .ok_or_else(|| ReadError::missing("sub_type"))?,
                index: wire.index.ok_or_else(|| ReadError::missing("index"))?.0,
                parameters,
            })),
            "carousel" => Ok(Self::Carousel(
                wire.cards.ok_or_else(|| ReadError::missing("cards"))?,
            )),
            _ => Err(ReadError::odd("type", wire::KNOWN_TYPE)),
        }
    }
}

impl Serialize for TemplateComponent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("TemplateComponent", 4)?;
        object.serialize_field("type", self.kind())?;
        match self {
            Self::Header(parameters)
            | Self::Body(parameters)
            | Self::LimitedTimeOffer(parameters) => {
                if let Some(parameters) = parameters {
                    object.serialize_field("parameters", parameters)?;
                }
            }
            Self::Button(button) => {
                object.serialize_field("sub_type", &button.sub_type)?;
                object.serialize_field("index", &button.index.to_string())?;
                if let Some(parameters) = &button.parameters {
                    object.serialize_field("parameters", parameters)?;
                }
            }
            Self::Carousel(cards) => object.serialize_field("cards", cards)?,
        }
        object.end()
    }
}
