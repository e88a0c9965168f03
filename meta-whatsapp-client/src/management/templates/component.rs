//! The parts of a template, as they are defined.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Button;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub enum Component {
    /// What stands above the body.
    #[serde(rename = "HEADER", alias = "header")]
    Header(Header),
    /// The text.
    #[serde(rename = "BODY", alias = "body")]
    Body(Body),
    /// What stands below the body.
    #[serde(rename = "FOOTER", alias = "footer")]
    Footer(Footer),
    /// The buttons, at most 10.
    #[serde(rename = "BUTTONS", alias = "buttons")]
    Buttons(Buttons),
    /// An offer that ends.
    #[serde(rename = "LIMITED_TIME_OFFER", alias = "limited_time_offer")]
    LimitedTimeOffer(LimitedTimeOffer),
    /// Cards side by side.
    #[serde(rename = "CAROUSEL", alias = "carousel")]
    Carousel(Carousel),
    /// The question whether the business may call.
    #[serde(rename = "CALL_PERMISSION_REQUEST", alias = "call_permission_request")]
    CallPermissionRequest,
    /// A part that this crate does not know, or not in this shape: kept as it is.
    #[serde(untagged)]
    Other(Value),
}

impl Component {
    /// A text header without variables.
    pub fn header_text(text: impl Into<String>) -> Self {
        Self::Header(Header::Text(HeaderText {
            text: text.into(),
            example: None,
        }))
    }

    /// A body without variables.
    pub fn body(text: impl Into<String>) -> Self {
        Self::Body(Body {
            text: Some(text.into()),
            ..Body::default()
        })
    }

    /// A body with positional variables `{{1}}`, `{{2}}` …, and an example of each.
    pub fn body_with<T: Into<String>>(
        text: impl Into<String>,
        examples: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::Body(Body {
            text: Some(text.into()),
            example: Some(BodyExample {
                body_text: vec![examples.into_iter().map(Into::into).collect()],
                ..BodyExample::default()
            }),
            ..Body::default()
        })
    }

    /// A body with named variables such as `{{first_name}}`, and an example of each.
    pub fn body_with_named<N: Into<String>, T: Into<String>>(
        text: impl Into<String>,
        examples: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let named = examples.into_iter().map(NamedExample::from);
        Self::Body(Body {
            text: Some(text.into()),
            example: Some(BodyExample {
                body_text_named_params: named.collect(),
                ..BodyExample::default()
            }),
            ..Body::default()
        })
    }

    /// The body of an authentication template, whose text is Meta's.
    #[must_use]
    pub fn authentication_body(add_security_recommendation: bool) -> Self {
        Self::Body(Body {
            add_security_recommendation: Some(add_security_recommendation),
            ..Body::default()
        })
    }

    /// A footer.
    pub fn footer(text: impl Into<String>) -> Self {
        Self::Footer(Footer {
            text: Some(text.into()),
            code_expiration_minutes: None,
        })
    }

    /// The footer of an authentication template: when the code ends.
    #[must_use]
    pub fn code_expiration(minutes: u32) -> Self {
        Self::Footer(Footer {
            text: None,
            code_expiration_minutes: Some(minutes),
        })
    }

    /// Buttons.
    pub fn buttons(buttons: impl IntoIterator<Item = Button>) -> Self {
        Self::Buttons(Buttons {
            buttons: buttons.into_iter().collect(),
        })
    }

    /// An offer that ends.
    pub fn limited_time_offer(text: impl Into<String>, has_expiration: bool) -> Self {
        Self::LimitedTimeOffer(LimitedTimeOffer {
            limited_time_offer: OfferText {
                text: text.into(),
                has_expiration: Some(has_expiration),
            },
        })
    }

    /// Cards side by side, each with its own parts.
    pub fn carousel<C: IntoIterator<Item = Component>>(cards: impl IntoIterator<Item = C>) -> Self {
        let card = |components: C| Card {
            components: components.into_iter().collect(),
        };
        Self::Carousel(Carousel {
            cards: cards.into_iter().map(card).collect(),
        })
    }
}

/// What stands above the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "format")]
#[non_exhaustive]
pub enum Header {
    /// A text, with at most one variable.
    #[serde(rename = "TEXT", alias = "text")]
    Text(HeaderText),
    /// A picture.
    #[serde(rename = "IMAGE", alias = "image")]
    Image(MediaHeader),
    /// A video.
    #[serde(rename = "VIDEO", alias = "video")]
    Video(MediaHeader),
    /// A moving picture; for the Marketing Messages API only.
    #[serde(rename = "GIF", alias = "gif")]
    Gif(MediaHeader),
    /// A document.
    #[serde(rename = "DOCUMENT", alias = "document")]
    Document(MediaHeader),
    /// A place, which is given when the template is sent.
    #[serde(rename = "LOCATION", alias = "location")]
    Location,
    /// A product, which is given when the template is sent.
    #[serde(rename = "PRODUCT", alias = "product")]
    Product,
}

/// A text header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderText {
    /// The text, with at most one variable.
    pub text: String,
    /// An example of the variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<HeaderExample>,
}

/// An example of a text header's variable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeaderExample {
    /// Of a positional one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header_text: Vec<String>,
    /// Of a named one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header_text_named_params: Vec<NamedExample>,
}

/// A header with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaHeader {
    /// An example of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<MediaExample>,
}

/// An example of a header's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaExample {
    /// A handle from the Resumable Upload API; in answers a web address.
    pub header_handle: Vec<String>,
}

impl MediaHeader {
    /// With the handle of an example from the Resumable Upload API.
    pub fn new(header_handle: impl Into<String>) -> Self {
        Self {
            example: Some(MediaExample {
                header_handle: vec![header_handle.into()],
            }),
        }
    }
}

/// The text of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// The text; absent in authentication templates, whose text is Meta's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Examples of its variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<BodyExample>,
    /// Whether an authentication template says that the code must not be shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_security_recommendation: Option<bool>,
}

/// Examples of a body's variables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BodyExample {
    /// Of positional ones: one list, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "lists")]
    pub body_text: Vec<Vec<String>>,
    /// Of named ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body_text_named_params: Vec<NamedExample>,
}

/// An example of a named variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedExample {
    /// The variable's name, without braces.
    pub param_name: String,
    /// The example.
    pub example: String,
}

impl<N: Into<String>, T: Into<String>> From<(N, T)> for NamedExample {
    fn from((param_name, example): (N, T)) -> Self {
        Self {
            param_name: param_name.into(),
            example: example.into(),
        }
    }
}

/// What stands below the body.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Footer {
    /// The text; absent in authentication templates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// After how many minutes the code of an authentication template ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_expiration_minutes: Option<u32>,
}

/// The buttons of a template, or of a card.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Buttons {
    /// The buttons. Quick replies stand together.
    pub buttons: Vec<Button>,
}

/// An offer that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitedTimeOffer {
    /// The offer.
    pub limited_time_offer: OfferText,
}

/// What is said of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferText {
    /// The text.
    pub text: String,
    /// Whether the message shows when it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_expiration: Option<bool>,
}

/// Cards side by side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Carousel {
    /// 2 to 10 cards, all with the same kinds of parts.
    pub cards: Vec<Card>,
}

/// A card of a carousel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Its parts: a header, a body if any, and buttons.
    pub components: Vec<Component>,
}

/// Examples as documented, a list of lists; Meta also documents a list and a lone text.
fn lists<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Examples {
        Lists(Vec<Vec<String>>),
        List(Vec<String>),
        One(String),
    }
    Ok(match Option::<Examples>::deserialize(deserializer)? {
        Some(Examples::Lists(lists)) => lists,
        Some(Examples::List(list)) => vec![list],
        Some(Examples::One(text)) => vec![vec![text]],
        None => Vec::new(),
    })
}
