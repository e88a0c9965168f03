//! Cards with buttons.

use ccaas_http::{
    debug_allow_list, open_enum,
    read::{filled, lenient, list},
};
use serde::Deserialize;

/// Cards to leaf through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Carousel {
    /// The cards, in their order.
    #[serde(deserialize_with = "list")]
    pub cards: Vec<Card>,
}

/// A card with buttons.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Card {
    /// The title.
    #[serde(deserialize_with = "filled")]
    pub title: Option<String>,
    /// The text.
    #[serde(deserialize_with = "filled")]
    pub description: Option<String>,
    /// The URL of a picture.
    #[serde(deserialize_with = "filled")]
    pub image: Option<String>,
    /// The URL of a video.
    #[serde(deserialize_with = "filled")]
    pub video: Option<String>,
    /// What a tap on the card itself does.
    #[serde(deserialize_with = "lenient")]
    pub default_action: Option<CardAction>,
    /// The buttons.
    #[serde(deserialize_with = "list")]
    pub actions: Vec<CardAction>,
}
debug_allow_list!(Card { actions });

/// A button of a card.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CardAction {
    /// What a tap does.
    #[serde(rename = "type", deserialize_with = "filled")]
    pub kind: Option<ActionType>,
    /// What the button says.
    #[serde(deserialize_with = "filled")]
    pub text: Option<String>,
    /// What the button stands for.
    #[serde(deserialize_with = "filled")]
    pub payload: Option<String>,
    /// The page that it opens.
    #[serde(deserialize_with = "filled")]
    pub url: Option<String>,
}
debug_allow_list!(CardAction { kind });

open_enum! {
    /// What a tap on a card's button does.
    pub enum ActionType {
        /// It opens a page.
        Link = "Link",
        /// It answers.
        Postback = "Postback",
    }
}
