//! What somebody thought of a call.

use ccaas_http::read::{filled, lenient, or_default};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, value::RawValue};

/// What somebody thinks of a call, to be sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CreateFeedback {
    /// The rating. Which numbers it may be is not documented.
    pub rating: u32,
    /// In own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Anything else.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
}

impl CreateFeedback {
    /// A rating without words.
    #[must_use]
    pub fn new(rating: u32) -> Self {
        Self {
            rating,
            comment: None,
            metadata: Map::new(),
        }
    }
}

/// What somebody thought of a call, as received.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Feedback {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The rating.
    #[serde(default, deserialize_with = "lenient")]
    pub rating: Option<f64>,
    /// In own words.
    #[serde(default, deserialize_with = "filled")]
    pub comment: Option<String>,
    /// Anything else.
    #[serde(default, deserialize_with = "or_default")]
    pub metadata: Map<String, Value>,
}

ccaas_http::keep_raw!(Feedback);
ccaas_http::debug_allow_list!(CreateFeedback { rating });
ccaas_http::debug_allow_list!(Feedback { rating });
