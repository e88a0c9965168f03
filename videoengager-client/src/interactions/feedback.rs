//! What somebody thought of a call.

use ccaas_http::DecodeError;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value, value::RawValue};

use crate::read::{object, text};

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
#[derive(Clone)]
#[non_exhaustive]
pub struct Feedback {
    raw: Box<RawValue>,
    /// The rating.
    pub rating: Option<f64>,
    /// In own words.
    pub comment: Option<String>,
    /// Anything else.
    pub metadata: Map<String, Value>,
}

ccaas_http::debug_allow_list!(CreateFeedback { rating });
ccaas_http::debug_allow_list!(Feedback { rating });

impl Feedback {
    /// The whole answer as JSON. It may hold personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    pub(super) fn read(raw: Box<RawValue>) -> Result<Self, DecodeError> {
        let fields: Map<String, Value> = serde_json::from_str(raw.get())?;
        Ok(Self {
            rating: fields.get("rating").and_then(Value::as_f64),
            comment: text(&fields, "comment"),
            metadata: object(&fields, "metadata").cloned().unwrap_or_default(),
            raw,
        })
    }
}

impl<'de> Deserialize<'de> for Feedback {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::read(raw).map_err(D::Error::custom)
    }
}

/// Writes what was received.
impl Serialize for Feedback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}
