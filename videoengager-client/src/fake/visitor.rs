//! Schedules that visitors ask for and confirm by a code.

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, SecondsFormat, Utc};
use http::Method;
use serde_json::{Map, Value, json};

use super::{
    FakeAgent, Tenant,
    answers::{not_found, refusal},
    fields::{object, text},
    schedules::invalid,
};

/// A request whose code was mailed.
pub(super) struct Mailed {
    email: String,
    code: String,
    sent: Map<String, Value>,
    /// The number of the schedule, once the code came back.
    schedule: Option<u64>,
}

impl Tenant {
    /// Addresses and codes, oldest first.
    pub(super) fn mailed_codes(&self) -> Vec<(String, String)> {
        let mailed = self.mailed.iter();
        mailed
            .map(|mailed| (mailed.email.clone(), mailed.code.clone()))
            .collect()
    }

    pub(super) fn visitor_call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        rest: &[&str],
    ) -> Answer {
        match (&request.method, rest) {
            (&Method::POST, []) => self.ask(request),
            (&Method::GET, [code]) => self.verify(now, code),
            _ => not_found("Not found"),
        }
    }

    fn ask(&mut self, request: &FakeRequest) -> Answer {
        let Some(Value::Object(sent)) = request.json() else {
            return invalid("the body must be a JSON object");
        };
        let email = object(&sent, "visitor").and_then(|visitor| text(visitor, "email"));
        let Some(email) = email else {
            return invalid("`visitor.email` is required");
        };
        let code = format!("{}", 100_000 + self.mailed.len());
        let answer = json!({ "email": email });
        self.mailed.push(Mailed {
            email,
            code,
            sent,
            schedule: None,
        });
        Answer::json(401, &answer)
    }

    fn verify(&mut self, now: DateTime<Utc>, code: &str) -> Answer {
        let Some(index) = self.mailed.iter().position(|mailed| mailed.code == code) else {
            return refusal("Invalid code", "The code and the address do not match");
        };
        let kept = match self.mailed[index].schedule {
            Some(number) => Ok(number),
            None => {
                let sent = self.mailed[index].sent.clone();
                self.keep(now, FakeAgent::own(), false, sent)
            }
        };
        match kept {
            Ok(number) => {
                self.mailed[index].schedule = Some(number);
                self.show_verified(index, number)
            }
            Err(message) => invalid(message),
        }
    }

    fn show_verified(&self, index: usize, number: u64) -> Answer {
        let Some(stored) = self.schedules.get(&number) else {
            return not_found("Schedule not found");
        };
        let visitor = object(&self.mailed[index].sent, "visitor");
        let field = |key| visitor.and_then(|visitor| text(visitor, key));
        let base = self.base();
        let body = json!({
            "name": field("name"),
            "email": field("email"),
            "phone": field("phone"),
            "date": stored.date.to_rfc3339_opts(SecondsFormat::Millis, true),
            "meetingUrl": stored.visitor_url(&base),
            "agentUrl": stored.agent_url(&base),
        });
        Answer::json(200, &body)
    }
}
