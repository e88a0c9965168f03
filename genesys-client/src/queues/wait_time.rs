//! `GET /api/v2/routing/queues/{queueId}/estimatedwaittime`: how long a customer may wait.

use std::time::Duration;

use ccaas_http::read::{lenient, list};
use serde::{Deserialize, Serialize};

/// How long a customer may wait, as one or more formulas have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct EstimatedWaitTime {
    /// The estimates, the vendor's choice first.
    #[serde(deserialize_with = "list")]
    pub results: Vec<WaitTimePrediction>,
}

impl EstimatedWaitTime {
    /// The first estimate, if there is one.
    #[must_use]
    pub fn first(&self) -> Option<Duration> {
        let mut estimates = self.results.iter();
        let seconds = estimates.find_map(|it| it.estimated_wait_time_seconds)?;
        Some(Duration::from_secs(u64::try_from(seconds).ok()?))
    }
}

/// One estimate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct WaitTimePrediction {
    /// The formula, such as `BEST` or `SIMPLE`.
    #[serde(deserialize_with = "lenient")]
    pub formula: Option<String>,
    /// What the customer wants, if the vendor tells them apart.
    #[serde(deserialize_with = "lenient")]
    pub intent: Option<String>,
    /// The estimate in seconds.
    #[serde(deserialize_with = "lenient")]
    pub estimated_wait_time_seconds: Option<i64>,
}
