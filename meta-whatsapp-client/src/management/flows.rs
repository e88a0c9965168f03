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

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

#[cfg(feature = "client")]
pub use endpoints::Flows;

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

/// A flow.
///
/// Which fields are there depends on those that were asked for.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Flow {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<FlowId>,
    /// Its name.
    #[serde(default, deserialize_with = "read::filled")]
    pub name: Option<String>,
    /// Whether it may be sent.
    #[serde(default, deserialize_with = "read::raw_lenient")]
    pub status: Option<FlowStatus>,
    /// What it is for.
    #[serde(default, deserialize_with = "read::raw_list")]
    pub categories: Vec<FlowCategory>,
    /// What must be mended before it can be published.
    #[serde(default, deserialize_with = "read::list")]
    pub validation_errors: Vec<FlowValidationError>,
    /// The version of its Flow JSON.
    #[serde(default, deserialize_with = "read::filled")]
    pub json_version: Option<String>,
    /// The version of its data.
    #[serde(default, deserialize_with = "read::filled")]
    pub data_api_version: Option<String>,
    /// Where its data comes from.
    #[serde(default, deserialize_with = "read::filled")]
    pub endpoint_uri: Option<String>,
    /// The same before v19.0.
    #[serde(default, deserialize_with = "read::filled")]
    pub data_channel_uri: Option<String>,
    /// A page that shows it.
    #[serde(default, deserialize_with = "read::lenient")]
    pub preview: Option<FlowPreview>,
    /// What keeps it from being sent.
    #[serde(default)]
    pub health_status: Option<Value>,
    /// The business account that it belongs to.
    #[serde(default)]
    pub whatsapp_business_account: Option<Value>,
    /// The app that made it.
    #[serde(default)]
    pub application: Option<Value>,
    /// When it was last changed.
    #[serde(default, deserialize_with = "read::time")]
    pub updated_at: Option<DateTime<Utc>>,
}
ccaas_http::keep_raw!(Flow);
ccaas_http::debug_allow_list! { Flow { id, name, status, categories } }

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

/// A page that shows a flow.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FlowPreview {
    /// Its address; whoever has it can look.
    #[serde(deserialize_with = "read::filled")]
    pub preview_url: Option<String>,
    /// When the address ends.
    #[serde(deserialize_with = "read::time")]
    pub expires_at: Option<DateTime<Utc>>,
}
ccaas_http::debug_allow_list!(FlowPreview { expires_at });

/// A fault in Flow JSON.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FlowValidationError {
    /// Which, such as `INVALID_PROPERTY`.
    #[serde(deserialize_with = "read::filled")]
    pub error: Option<String>,
    /// Of which kind, such as `JSON_SCHEMA_ERROR`.
    #[serde(deserialize_with = "read::filled")]
    pub error_type: Option<String>,
    /// In words.
    #[serde(deserialize_with = "read::filled")]
    pub message: Option<String>,
    /// The first line.
    #[serde(deserialize_with = "read::lenient")]
    pub line_start: Option<i64>,
    /// The last line.
    #[serde(deserialize_with = "read::lenient")]
    pub line_end: Option<i64>,
    /// The first column.
    #[serde(deserialize_with = "read::lenient")]
    pub column_start: Option<i64>,
    /// The last column.
    #[serde(deserialize_with = "read::lenient")]
    pub column_end: Option<i64>,
}
ccaas_http::debug_allow_list! { FlowValidationError {
    error, error_type, message, line_start, column_start
} }

/// A flow that was created.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct CreatedFlow {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its id.
    #[serde(default, deserialize_with = "read::filled")]
    pub id: Option<FlowId>,
    /// Whether its Flow JSON is valid, if it was given.
    #[serde(default, deserialize_with = "read::lenient")]
    pub success: Option<bool>,
    /// What must be mended before it can be published.
    #[serde(default, deserialize_with = "read::list")]
    pub validation_errors: Vec<FlowValidationError>,
}
ccaas_http::keep_raw!(CreatedFlow);
ccaas_http::debug_allow_list! { CreatedFlow { id, success, validation_errors } }

/// What became of new Flow JSON.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct UpdatedFlowJson {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Whether it was stored.
    #[serde(default, deserialize_with = "read::lenient")]
    pub success: Option<bool>,
    /// What must be mended before the flow can be published.
    #[serde(default, deserialize_with = "read::list")]
    pub validation_errors: Vec<FlowValidationError>,
}
ccaas_http::keep_raw!(UpdatedFlowJson);
ccaas_http::debug_allow_list! { UpdatedFlowJson { success, validation_errors } }

/// A file of a flow.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct FlowAsset {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// Its name.
    #[serde(default, deserialize_with = "read::filled")]
    pub name: Option<String>,
    /// What it is: `FLOW_JSON`.
    #[serde(default, deserialize_with = "read::filled")]
    pub asset_type: Option<String>,
    /// Where it is; the address ends after a while.
    #[serde(default, deserialize_with = "read::filled")]
    pub download_url: Option<String>,
}
ccaas_http::keep_raw!(FlowAsset);
ccaas_http::debug_allow_list!(FlowAsset { name, asset_type });

ccaas_http::open_enum! {
    /// Whether a flow may be sent.
    pub enum FlowStatus {
        /// For tests only.
        Draft = "DRAFT",
        /// Yes; it cannot be changed any more.
        Published = "PUBLISHED",
        /// Not any more.
        Deprecated = "DEPRECATED",
        /// No: its endpoint is not well.
        Blocked = "BLOCKED",
        /// Ten times an hour: its endpoint is not well.
        Throttled = "THROTTLED",
    }
}

ccaas_http::open_enum! {
    /// What a flow is for.
    pub enum FlowCategory {
        /// Signing up.
        SignUp = "SIGN_UP",
        /// Signing in.
        SignIn = "SIGN_IN",
        /// Booking an appointment.
        AppointmentBooking = "APPOINTMENT_BOOKING",
        /// Winning customers.
        LeadGeneration = "LEAD_GENERATION",
        /// Getting in touch.
        ContactUs = "CONTACT_US",
        /// Helping customers.
        CustomerSupport = "CUSTOMER_SUPPORT",
        /// Asking for opinions.
        Survey = "SURVEY",
        /// Something else.
        Other = "OTHER",
    }
}
