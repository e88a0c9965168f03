//! Queues at work.

use ccaas_http::test_util::{Answer, FakeRequest};
use serde_json::{Value, json};

use crate::fake::{
    FakeGenesys, Organisation, answers::Refusal, callbacks::json_object, paging::page,
};

impl Organisation {
    pub(super) fn queue_api(
        &self,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Answer>, Refusal> {
        let answer = match (request.method.as_str(), path) {
            ("GET", ["divisionviews"]) => {
                self.need("routing:queue:search")?;
                self.queues.list(request)?
            }
            ("GET", [id, "members"]) => {
                self.need("routing:queue:view")?;
                self.queues.check(id)?;
                let joined = request.query("joined") != Some("false");
                let members: Vec<_> = joined.then(|| self.member(request)).into_iter().collect();
                let uri = format!("/api/v2/routing/queues/{id}/members");
                uncounted(&page(request, &uri, &members, Value::clone)?)
            }
            ("GET", [id, "wrapupcodes"]) => {
                self.queues.check(id)?;
                self.desk.wrap_up_codes.list(request)?
            }
            ("GET", [id, "estimatedwaittime"] | [id, "mediatypes", _, "estimatedwaittime"]) => {
                self.queues.check(id)?;
                let result = json!({ "formula": "BEST", "estimatedWaitTimeSeconds": self.desk.wait_seconds });
                Answer::json(200, &json!({ "results": [result] }))
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    fn member(&self, request: &FakeRequest) -> Value {
        let user = self.desk.people.agent(request);
        json!({
            "id": FakeGenesys::AGENT_ID,
            "name": user["name"],
            "routingStatus": user["routingStatus"],
            "user": user,
            "ringNumber": 1,
            "joined": true,
            "memberBy": "user",
        })
    }

    /// The numbers of each queue that the question names.
    pub(super) fn observe(&self, request: &FakeRequest) -> Result<Answer, Refusal> {
        self.need("analytics:queueObservation:view")?;
        let body = json_object(request)?;
        let required = |name| Refusal::field("bad.request", name, "is required");
        let metrics = body["metrics"]
            .as_array()
            .ok_or_else(|| required("metrics"))?;
        let mut queues = Vec::new();
        named_queues(&body["filter"], &mut queues);
        if queues.is_empty() {
            return Err(required("filter"));
        }
        let data: Vec<Value> = metrics
            .iter()
            .map(|metric| self.observation(metric))
            .collect();
        let result = |queue: &&str| {
            let group = json!({ "queueId": queue, "mediaType": "message" });
            json!({ "group": group, "data": data })
        };
        let results: Vec<Value> = queues.iter().map(result).collect();
        Ok(Answer::json(200, &json!({ "results": results })))
    }

    fn observation(&self, metric: &Value) -> Value {
        let open = self.open.store.conversations();
        let count = match metric.as_str() {
            Some("oWaiting") => self.desk.waiting,
            Some("oInteracting") => open.filter(|it| it.ended.is_none()).count() as u64,
            _ => 1,
        };
        let mut observation = json!({ "metric": metric, "stats": { "count": count } });
        if metric == "oOnQueueUsers" {
            observation["qualifier"] = self.desk.people.routing_status.into();
        }
        observation
    }
}

/// A listing of members, which has no totals.
fn uncounted(listing: &Answer) -> Answer {
    let mut body = listing.body_json().unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|name, _| !["total", "pageCount", "lastUri"].contains(&name.as_str()));
    }
    Answer::json(200, &body)
}

/// The queues that a filter asks for, however deep it is.
fn named_queues<'a>(filter: &'a Value, queues: &mut Vec<&'a str>) {
    let list = |name: &str| filter[name].as_array().into_iter().flatten();
    for predicate in list("predicates").filter(|it| it["dimension"] == "queueId") {
        queues.extend(predicate["value"].as_str());
    }
    for clause in list("clauses") {
        named_queues(clause, queues);
    }
}
