//! Interactions that a fake keeps.

use std::collections::BTreeMap;

use ccaas_http::test_util::{Answer, FakeRequest};
use http::Method;
use serde_json::{Map, Value, json};

use super::{
    answers::{not_found, refusal, success, unauthorized},
    tenant::{is_ours, no_tenant},
};
use crate::InteractionId;

/// The interactions of a tenant.
#[derive(Default)]
pub(super) struct Interactions {
    created: u64,
    kept: BTreeMap<u64, Kept>,
}

struct Kept {
    sent: Map<String, Value>,
    feedback: Option<Value>,
}

impl Interactions {
    pub(super) fn ids(&self) -> Vec<InteractionId> {
        let ids = self.kept.keys();
        ids.map(|number| InteractionId::new(id(*number))).collect()
    }

    pub(super) fn exists(&self, wanted: &str) -> bool {
        self.number(wanted).is_some()
    }

    pub(super) fn call(&mut self, request: &FakeRequest, rest: &[&str], signed_in: bool) -> Answer {
        match (&request.method, rest) {
            (&Method::POST, ["tenants", tenant_id, "interactions"]) => match is_ours(tenant_id) {
                true => self.create(request),
                false => no_tenant(),
            },
            (&Method::POST, ["createByVisitor", tenant_id]) => match is_ours(tenant_id) {
                true => self.create_by_visitor(request),
                false => no_tenant(),
            },
            (&Method::POST, []) => match signed_in {
                true => self.create(request),
                false => unauthorized(),
            },
            (method, [wanted, rest @ ..]) => match self.number(wanted) {
                Some(number) => self.one(method, number, rest, request, signed_in),
                None => not_found("Interaction not found"),
            },
            _ => not_found("Not found"),
        }
    }

    fn one(
        &mut self,
        method: &Method,
        number: u64,
        rest: &[&str],
        request: &FakeRequest,
        signed_in: bool,
    ) -> Answer {
        let interaction = self
            .kept
            .get_mut(&number)
            .expect("the number was just found");
        match (method, rest) {
            (&Method::GET, ["visitor"]) => {
                let mut shown = show(number);
                shown.remove("agent");
                Answer::json(200, &shown)
            }
            (&Method::GET, ["feedback"]) => match &interaction.feedback {
                Some(feedback) => Answer::json(200, feedback),
                None => not_found("Feedback not found"),
            },
            (&Method::POST, ["feedback"]) => match request.json::<Value>() {
                Some(feedback) if feedback["rating"].is_number() => {
                    interaction.feedback = Some(feedback.clone());
                    Answer::json(201, &feedback)
                }
                _ => refusal("Invalid feedback", "`rating` must be a number"),
            },
            _ if !signed_in => unauthorized(),
            (&Method::GET, ["agent"]) => {
                let mut shown = show(number);
                let custom_data = interaction.sent.get("customData").cloned();
                shown.insert("customData".to_owned(), custom_data.unwrap_or(json!({})));
                Answer::json(200, &shown)
            }
            (&Method::DELETE, []) => {
                self.kept.remove(&number);
                success()
            }
            _ => not_found("Not found"),
        }
    }

    fn create(&mut self, request: &FakeRequest) -> Answer {
        let Some(number) = self.keep(request) else {
            return not_an_object();
        };
        Answer::json(200, &show(number))
    }

    fn create_by_visitor(&mut self, request: &FakeRequest) -> Answer {
        let Some(number) = self.keep(request) else {
            return not_an_object();
        };
        let answer = json!({ "interactionId": id(number), "eotip": format!("eotip-{number}") });
        Answer::json(200, &answer)
    }

    fn keep(&mut self, request: &FakeRequest) -> Option<u64> {
        let sent = request.json()?;
        self.created += 1;
        let kept = Kept {
            sent,
            feedback: None,
        };
        self.kept.insert(self.created, kept);
        Some(self.created)
    }

    fn number(&self, wanted: &str) -> Option<u64> {
        self.kept
            .keys()
            .copied()
            .find(|number| id(*number) == wanted)
    }
}

fn id(number: u64) -> String {
    format!("interaction-{number}")
}

/// The documented shape: its URLs are relative.
fn show(number: u64) -> Map<String, Value> {
    let id = id(number);
    let urls = |side: &str, short: &str| json!({ "fullUrl": format!("/{side}?id={id}"), "shortUrl": format!("/{short}/{id}") });
    let mut shown = Map::new();
    shown.insert("interactionId".to_owned(), id.as_str().into());
    shown.insert("visitor".to_owned(), urls("visitor", "v"));
    shown.insert("agent".to_owned(), urls("agent", "a"));
    shown
}

fn not_an_object() -> Answer {
    refusal("Invalid interaction", "the body must be a JSON object")
}
