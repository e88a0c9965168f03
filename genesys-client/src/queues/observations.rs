//! `POST /api/v2/analytics/queues/observations/query`: what happens in queues now.

use std::collections::BTreeMap;

use ccaas_http::{
    open_enum,
    read::{lenient, list, map},
};
use serde::{Deserialize, Serialize};

use crate::ids::QueueId;

open_enum! {
    /// Something that can be counted about a queue.
    pub enum ObservationMetric {
        /// Conversations that an agent handles.
        Interacting = "oInteracting",
        /// Conversations that wait.
        Waiting = "oWaiting",
        /// Agents who are active.
        ActiveUsers = "oActiveUsers",
        /// Agents who are members.
        MemberUsers = "oMemberUsers",
        /// Agents on the queue, by routing status.
        OnQueueUsers = "oOnQueueUsers",
        /// Agents off the queue, by presence.
        OffQueueUsers = "oOffQueueUsers",
        /// Agents by presence.
        UserPresences = "oUserPresences",
        /// Agents by routing status.
        UserRoutingStatuses = "oUserRoutingStatuses",
    }
}

/// A question for what happens in queues now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QueryObservations {
    filter: Filter,
    metrics: Vec<ObservationMetric>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Filter {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    clauses: Vec<Filter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    predicates: Vec<Predicate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Predicate {
    #[serde(rename = "type")]
    kind: &'static str,
    dimension: &'static str,
    operator: &'static str,
    value: String,
}

impl Filter {
    fn any(dimension: &'static str, values: impl Iterator<Item = String>) -> Self {
        let predicate = |value| Predicate {
            kind: "dimension",
            dimension,
            operator: "matches",
            value,
        };
        Self {
            kind: "or",
            clauses: Vec::new(),
            predicates: values.map(predicate).collect(),
        }
    }
}

impl QueryObservations {
    /// Asks for these numbers of each of the queues.
    #[must_use]
    pub fn new(queues: &[QueueId], metrics: &[ObservationMetric]) -> Self {
        let queues = queues.iter().map(|id| id.as_str().to_owned());
        Self {
            filter: Filter::any("queueId", queues),
            metrics: metrics.to_vec(),
        }
    }

    /// Counts one medium only, such as `message`, `callback` or `voice`.
    #[must_use]
    pub fn of_media_type(mut self, media_type: impl Into<String>) -> Self {
        let media_type = Filter::any("mediaType", std::iter::once(media_type.into()));
        self.filter = Filter {
            kind: "and",
            clauses: vec![self.filter, media_type],
            predicates: Vec::new(),
        };
        self
    }
}

/// What happens in queues now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct QueueObservations {
    /// The numbers, one group of them for each queue and medium.
    #[serde(deserialize_with = "list")]
    pub results: Vec<ObservationGroup>,
}

impl QueueObservations {
    /// How many there are of something in a queue, over all media.
    ///
    /// `None` if the answer has no such number. Agents are counted once for each medium:
    /// for them look at the groups.
    #[must_use]
    pub fn count(&self, queue_id: &QueueId, metric: &ObservationMetric) -> Option<i64> {
        let groups = self.results.iter();
        let of_queue = groups
            .filter(|it| it.group.get("queueId").map(String::as_str) == Some(queue_id.as_str()));
        let numbers = of_queue
            .flat_map(|group| &group.data)
            .filter(|data| data.metric.as_ref() == Some(metric))
            .filter_map(|data| data.stats.as_ref()?.count);
        numbers.reduce(i64::saturating_add)
    }
}

/// The numbers of one queue, and of one medium if it has one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ObservationGroup {
    /// What the numbers are of: `queueId`, `mediaType`.
    #[serde(deserialize_with = "map")]
    pub group: BTreeMap<String, String>,
    /// The numbers.
    #[serde(deserialize_with = "list")]
    pub data: Vec<Observation>,
}

/// One number about a queue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Observation {
    /// What was counted.
    #[serde(deserialize_with = "lenient")]
    pub metric: Option<ObservationMetric>,
    /// Of which kind: a presence's id, or a routing status.
    #[serde(deserialize_with = "lenient")]
    pub qualifier: Option<String>,
    /// The number.
    #[serde(deserialize_with = "lenient")]
    pub stats: Option<ObservationStats>,
}

/// A number, and what else is known about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ObservationStats {
    /// How many.
    #[serde(deserialize_with = "lenient")]
    pub count: Option<i64>,
    /// The share, of a metric that is one.
    #[serde(deserialize_with = "lenient")]
    pub ratio: Option<f64>,
}
