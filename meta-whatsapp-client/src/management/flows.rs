//! Flows: forms that customers fill in inside a chat.
//!
//! - `GET`, `POST /{waba_id}/flows`
//! - `GET`, `POST`, `DELETE /{flow_id}`
//! - `GET`, `POST /{flow_id}/assets`
//! - `POST /{flow_id}/publish`, `/deprecate`
//!
//! [Docs](https://developers.facebook.com/docs/whatsapp/flows/reference/flowsapi)

#[cfg(feature = "client")]
mod endpoints;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[cfg(feature = "client")]
pub use endpoints::Flows;

use super::received::{lenient_through_serde, received};
use crate::FlowId;

/// Which flows to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFlows {
    /// The fields that are wanted; empty for Meta's choice.
    pub fields: Vec<String>,
    /// How many flows a page holds.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

/// A flow to create.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateFlow {
    /// Its name, which customers do not see.
    pub name: String,
    /// What it is for, at least one.
    pub categories: Vec<FlowCategory>,
    /// The flow that it is a copy of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clone_flow_id: Option<FlowId>,
    /// Where its data comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint_uri: Option<String>,
    /// Its Flow JSON, as a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_json: Option<String>,
    /// Whether it is published at once; needs a valid `flow_json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish: Option<bool>,
}

impl CreateFlow {
    /// With a name and what it is for.
    pub fn new(
        name: impl Into<String>,
        categories: impl IntoIterator<Item = FlowCategory>,
    ) -> Self {
        Self {
            name: name.into(),
            categories: categories.into_iter().collect(),
            ..Self::default()
        }
    }
}

/// What to change in a flow. What is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateFlow {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is for, at least one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<FlowCategory>>,
    /// Where its data comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_uri: Option<String>,
    /// The app that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_id: Option<String>,
}

received! {
    /// A flow.
    ///
    /// Which fields are there depends on those that were asked for.
    pub struct Flow {
        /// Its id.
        pub id: Option<FlowId>,
        /// Its name.
        pub name: Option<String>,
        /// Whether it may be sent.
        pub status: Option<FlowStatus>,
        /// What it is for.
        pub categories: Vec<FlowCategory>,
        /// What must be mended before it can be published.
        pub validation_errors: Vec<FlowValidationError>,
        /// The version of its Flow JSON.
        pub json_version: Option<String>,
        /// The version of its data.
        pub data_api_version: Option<String>,
        /// Where its data comes from.
        pub endpoint_uri: Option<String>,
        /// The same before v19.0.
        pub data_channel_uri: Option<String>,
        /// A page that shows it.
        pub preview: Option<FlowPreview>,
        /// What keeps it from being sent.
        pub health_status: Option<Value>,
        /// The business account that it belongs to.
        pub whatsapp_business_account: Option<Value>,
        /// The app that made it.
        pub application: Option<Value>,
        /// When it was last changed.
        pub updated_at: Option<DateTime<Utc>>,
    }
    debug [id, name, status, categories]
}

impl Flow {
    /// The fields that this crate has a name for and Meta sends if asked.
    pub const FIELDS: &[&str] = &[
        "id",
        "name",
        "status",
        "categories",
        "validation_errors",
        "json_version",
        "data_api_version",
        "endpoint_uri",
        "preview",
        "health_status",
        "whatsapp_business_account",
        "application",
        "updated_at",
    ];
}

received! {
    /// A page that shows a flow.
    pub struct FlowPreview {
        /// Its address; whoever has it can look.
        pub preview_url: Option<String>,
        /// When the address ends.
        pub expires_at: Option<DateTime<Utc>>,
    }
    debug [expires_at]
}
received! {
    /// A fault in Flow JSON.
    pub struct FlowValidationError {
        /// Which, such as `INVALID_PROPERTY`.
        pub error: Option<String>,
        /// Of which kind, such as `JSON_SCHEMA_ERROR`.
        pub error_type: Option<String>,
        /// In words.
        pub message: Option<String>,
        /// The first line.
        pub line_start: Option<i64>,
        /// The last line.
        pub line_end: Option<i64>,
        /// The first column.
        pub column_start: Option<i64>,
        /// The last column.
        pub column_end: Option<i64>,
    }
    debug [error, error_type, message, line_start, column_start]
}
received! {
    /// A flow that was created.
    pub struct CreatedFlow {
        /// Its id.
        pub id: Option<FlowId>,
        /// Whether its Flow JSON is valid, if it was given.
        pub success: Option<bool>,
        /// What must be mended before it can be published.
        pub validation_errors: Vec<FlowValidationError>,
    }
    debug [id, success, validation_errors]
}
received! {
    /// What became of new Flow JSON.
    pub struct UpdatedFlowJson {
        /// Whether it was stored.
        pub success: Option<bool>,
        /// What must be mended before the flow can be published.
        pub validation_errors: Vec<FlowValidationError>,
    }
    debug [success, validation_errors]
}
received! {
    /// A file of a flow.
    pub struct FlowAsset {
        /// Its name.
        pub name: Option<String>,
        /// What it is: `FLOW_JSON`.
        pub asset_type: Option<String>,
        /// Where it is; the address ends after a while.
        pub download_url: Option<String>,
    }
    debug [name, asset_type]
}

/// Whether a flow may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FlowStatus {
    /// For tests only.
    Draft,
    /// Yes; it cannot be changed any more.
    Published,
    /// Not any more.
    Deprecated,
    /// No: its endpoint is not well.
    Blocked,
    /// Ten times an hour: its endpoint is not well.
    Throttled,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}

/// What a flow is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FlowCategory {
    /// Signing up.
    SignUp,
    /// Signing in.
    SignIn,
    /// Booking an appointment.
    AppointmentBooking,
    /// Winning customers.
    LeadGeneration,
    /// Getting in touch.
    ContactUs,
    /// Helping customers.
    CustomerSupport,
    /// Asking for opinions.
    Survey,
    /// Something else.
    Other,
    /// A value this version of the crate does not know.
    #[serde(untagged)]
    Unknown(String),
}
lenient_through_serde!(FlowStatus, FlowCategory);
