//! Flows: status and health: `flows`
//! ([docs](https://developers.facebook.com/docs/whatsapp/flows/reference/flowswebhooks)).

use serde::{Deserialize, Serialize};

use crate::{
    FlowId,
    webhooks::field::{exchanged, lenient, list},
};

/// A flow's status or health changed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FlowUpdate {
    /// What happened.
    #[serde(with = "exchanged", skip_serializing_if = "Option::is_none")]
    pub event: Option<FlowEvent>,
    /// In words.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A warning, in words.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// The flow.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<FlowId>,
    /// The status until now.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub old_status: Option<String>,
    /// The status from now on.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub new_status: Option<String>,
    /// `ACTIVATED` or `DEACTIVATED`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub alert_state: Option<String>,
    /// What was passed, in the unit of the measure.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Failed requests, in percent.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub error_rate: Option<f64>,
    /// Which failed.
    #[serde(with = "list", skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FlowError>,
    /// Half of the requests took at most this, in milliseconds.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub p50_latency: Option<f64>,
    /// Nine of ten requests took at most this, in milliseconds.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub p90_latency: Option<f64>,
    /// How many requests were counted.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub requests_count: Option<i64>,
    /// Answered health checks, in percent.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub availability: Option<f64>,
}
ccaas_http::debug_allow_list! { FlowUpdate {
    event, flow_id, old_status, new_status, alert_state, threshold, error_rate, errors,
    p50_latency, p90_latency, requests_count, availability
} }

ccaas_http::open_enum! {
    /// What happened to a flow.
    pub enum FlowEvent {
        /// Its status changed.
        StatusChange = "FLOW_STATUS_CHANGE",
        /// Many customers see errors.
        ClientErrorRate = "CLIENT_ERROR_RATE",
        /// The endpoint answers with errors.
        EndpointErrorRate = "ENDPOINT_ERROR_RATE",
        /// The endpoint is slow.
        EndpointLatency = "ENDPOINT_LATENCY",
        /// The endpoint is away.
        EndpointAvailability = "ENDPOINT_AVAILABILITY",
        /// Its version ends soon.
        VersionExpiryWarning = "FLOW_VERSION_EXPIRY_WARNING",
        /// Its version can soon not be changed any more.
        VersionFreezeWarning = "FLOW_VERSION_FREEZE_WARNING",
    }
}

/// One kind of failed requests.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FlowError {
    /// The kind.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
    /// Its part, in percent.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub error_rate: Option<f64>,
    /// How many.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub error_count: Option<i64>,
}
ccaas_http::debug_allow_list! { FlowError { error_type, error_rate, error_count } }
