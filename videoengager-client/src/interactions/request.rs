//! What is sent to create an interaction.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// A video call to be created.
#[derive(Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateInteraction {
    /// Its kind.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub interaction_type: Option<InteractionType>,
    /// Anything that the application wants to find in it again.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom_data: Map<String, Value>,
    /// What the visitor tells, for the public call.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub visitor_data: Map<String, Value>,
    /// The vendor's options, which are not documented.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub options: Map<String, Value>,
}

ccaas_http::debug_allow_list!(CreateInteraction { interaction_type });

impl CreateInteraction {
    /// A call that goes out to a visitor, as in the vendor's examples.
    #[must_use]
    pub fn outbound() -> Self {
        Self {
            interaction_type: Some(InteractionType::Outbound),
            ..Self::default()
        }
    }
}

ccaas_http::open_enum! {
    /// The kind of an interaction.
    pub enum InteractionType {
        /// It goes out to a visitor.
        Outbound = "OUTBOUND",
    }
}

/// A video call that a visitor creates, with the older endpoint.
#[derive(Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateInteractionByVisitor {
    /// What the visitor tells. The vendor's keys hold dots: `context.firstName`,
    /// `context.lastName`, `context.email`, `context.phoneNumber`.
    pub visitor_data: BTreeMap<String, String>,
    /// Anything else, such as `language` and `queueId`.
    pub custom_data: BTreeMap<String, String>,
}

ccaas_http::debug_allow_list!(CreateInteractionByVisitor {});
