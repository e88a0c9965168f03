//! Flows: status and health: `flows`
//! ([docs](https://developers.facebook.com/docs/whatsapp/flows/reference/flowswebhooks)).

use crate::FlowId;

wire! {
    /// A flow's status or health changed.
    pub struct FlowUpdate {
        /// What happened.
        pub event: Option<FlowEvent>,
        /// In words.
        pub message: Option<String>,
        /// A warning, in words.
        pub warning: Option<String>,
        /// The flow.
        pub flow_id: Option<FlowId>,
        /// The status until now.
        pub old_status: Option<String>,
        /// The status from now on.
        pub new_status: Option<String>,
        /// `ACTIVATED` or `DEACTIVATED`.
        pub alert_state: Option<String>,
        /// What was passed, in the unit of the measure.
        pub threshold: Option<f64>,
        /// Failed requests, in percent.
        pub error_rate: Option<f64>,
        /// Which failed.
        pub errors: Vec<FlowError>,
        /// Half of the requests took at most this, in milliseconds.
        pub p50_latency: Option<f64>,
        /// Nine of ten requests took at most this, in milliseconds.
        pub p90_latency: Option<f64>,
        /// How many requests were counted.
        pub requests_count: Option<i64>,
        /// Answered health checks, in percent.
        pub availability: Option<f64>,
    }
    shows {
        event, flow_id, old_status, new_status, alert_state, threshold, error_rate, errors,
        p50_latency, p90_latency, requests_count, availability
    }
}

open_enum! {
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

wire! {
    /// One kind of failed requests.
    pub struct FlowError {
        /// The kind.
        pub error_type: Option<String>,
        /// Its part, in percent.
        pub error_rate: Option<f64>,
        /// How many.
        pub error_count: Option<i64>,
    }
    shows { error_type, error_rate, error_count }
}
