//! Flows.

use std::collections::BTreeMap;

use ccaas_http::test_util::FakeRequest;
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::{Value, json};

use super::{
    FakeWhatsApp,
    answers::{Outcome, Refusal, ok, success},
    multipart,
    paging::page,
};

/// Flows by id.
#[derive(Default)]
pub(super) struct Flows {
    known: BTreeMap<String, Value>,
}

impl Flows {
    pub(super) fn has(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    pub(super) fn add(&mut self, now: DateTime<Utc>, number: u64, name: &str) -> String {
        let id = (600_000_000_000_000 + number).to_string();
        let flow = json!({
            "id": id, "name": name, "status": "DRAFT", "categories": ["OTHER"],
            "validation_errors": [],
            "updated_at": now.format("%Y-%m-%dT%H:%M:%S%z").to_string()
        });
        self.known.insert(id.clone(), flow);
        id
    }

    pub(super) fn call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        number: u64,
    ) -> Outcome {
        match request.method {
            Method::GET => {
                let flows: Vec<Value> = self.known.values().cloned().collect();
                page(request, &flows)
            }
            Method::POST => {
                let fields = fields(request);
                let name = fields.get("name").and_then(Value::as_str);
                let name = name.ok_or_else(|| Refusal::missing("name"))?;
                let id = self.add(now, number, name);
                self.merge(&id, &fields);
                ok(&json!({ "id": id, "success": true, "validation_errors": [] }))
            }
            _ => Err(Refusal::unknown(FakeWhatsApp::WABA_ID)),
        }
    }

    pub(super) fn one(&mut self, request: &FakeRequest, id: &str, rest: &[&str]) -> Outcome {
        let known = self.known.get_mut(id).ok_or_else(|| Refusal::unknown(id))?;
        let is_draft = known["status"] == "DRAFT";
        let wrong_state = || Refusal::new(400, 139_002, "The flow is not in the right state");
        match (&request.method, rest) {
            (&Method::GET, []) => ok(known),
            (&Method::POST, []) => {
                let fields = fields(request);
                self.merge(id, &fields);
                success()
            }
            (&Method::DELETE, []) if is_draft => {
                self.known.remove(id);
                success()
            }
            (&Method::POST, ["publish"]) if is_draft => {
                known["status"] = "PUBLISHED".into();
                success()
            }
            (&Method::POST, ["deprecate"]) if known["status"] == "PUBLISHED" => {
                known["status"] = "DEPRECATED".into();
                success()
            }
            (&Method::POST, ["publish" | "deprecate"]) | (&Method::DELETE, []) => {
                Err(wrong_state())
            }
            (&Method::GET, ["assets"]) => page(
                request,
                &[json!({
                    "name": "flow.json", "asset_type": "FLOW_JSON",
                    "download_url": "https://media.example.com/flow.json"
                })],
            ),
            (&Method::POST, ["assets"]) => match multipart::parts(request) {
                Some(parts) if parts.iter().any(|part| part.name == "file") => {
                    ok(&json!({ "success": true, "validation_errors": [] }))
                }
                _ => Err(Refusal::missing("file")),
            },
            _ => Err(Refusal::unknown(id)),
        }
    }

    fn merge(&mut self, id: &str, fields: &BTreeMap<String, Value>) {
        let Some(flow) = self.known.get_mut(id) else {
            return;
        };
        for key in ["name", "categories", "endpoint_uri"] {
            if let Some(value) = fields.get(key) {
                flow[key] = value.clone();
            }
        }
    }
}

/// The fields of a JSON body, or of a form whose lists are JSON.
fn fields(request: &FakeRequest) -> BTreeMap<String, Value> {
    if let Some(fields) = request.json() {
        return fields;
    }
    let parts = multipart::parts(request).unwrap_or_default();
    parts
        .into_iter()
        .map(|part| {
            let text = String::from_utf8_lossy(&part.bytes).into_owned();
            let list = text
                .starts_with('[')
                .then(|| serde_json::from_str(&text).ok());
            let value = list.flatten().unwrap_or(Value::String(text));
            (part.name, value)
        })
        .collect()
}
