//! Schedules of the own account and of the tenant.

use std::time::Duration;

use ccaas_http::test_util::{Answer, Fake, FakeRequest};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::{Map, Value};

use super::{
    FakeAgent, FakeSchedule, Tenant,
    answers::{not_found, refusal, success, unauthorized},
    schedule::{Stored, View},
};

/// Whose schedules a call is about.
enum Scope {
    /// The own account's.
    My(FakeAgent),
    /// Those of all agents.
    Tenant,
}

impl Scope {
    fn holds(&self, stored: &Stored) -> bool {
        match self {
            Self::My(agent) => stored.agent.id == agent.id,
            Self::Tenant => true,
        }
    }
}

impl Tenant {
    /// What exists, oldest first.
    pub(super) fn schedules(&self) -> Vec<FakeSchedule> {
        let base = self.base();
        let schedules = self.schedules.values();
        schedules.map(|schedule| schedule.facts(&base)).collect()
    }

    pub(super) fn schedules_call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        group: &str,
        rest: &[&str],
    ) -> Answer {
        if let Some(answer) = self.throttle() {
            return answer;
        }
        let Some(agent) = self.signed_in(now, request) else {
            return unauthorized();
        };
        let scope = match group {
            "my" => Scope::My(agent),
            _ => Scope::Tenant,
        };
        match (&request.method, rest) {
            (&Method::POST, [] | [""]) => self.create(now, request, scope),
            (&Method::GET, [from, to]) => self.list(request, &scope, from, to),
            (method, [id]) => match self.number(&scope, id) {
                Some(number) => self.one(method, number, request),
                None => not_found("Schedule not found"),
            },
            _ => not_found("Not found"),
        }
    }

    fn throttle(&mut self) -> Option<Answer> {
        let (left, retry_after): &mut (usize, Option<Duration>) = &mut self.throttled;
        *left = left.checked_sub(1)?;
        let retry_after = *retry_after;
        Some(self.too_many_requests(retry_after))
    }

    fn create(&mut self, now: DateTime<Utc>, request: &FakeRequest, scope: Scope) -> Answer {
        let agent = match scope {
            Scope::My(agent) => Some(agent),
            Scope::Tenant => request
                .query("agentEmail")
                .and_then(|email| self.agent(email)),
        };
        let Some(agent) = agent else {
            return no_agent();
        };
        let Some(Value::Object(sent)) = request.json() else {
            return not_an_object();
        };
        let notify = request.query("sendNotificationEmail") == Some("true");
        match self.keep(now, agent, notify, sent) {
            Ok(stored) => {
                let shown = self.schedules[&stored].show(&self.view());
                Answer::json(200, &shown)
            }
            Err(message) => invalid(message),
        }
    }

    /// Checks and keeps a schedule; gives its number.
    pub(super) fn keep(
        &mut self,
        now: DateTime<Utc>,
        agent: FakeAgent,
        notify: bool,
        sent: Map<String, Value>,
    ) -> Result<u64, &'static str> {
        let number = self.created + 1;
        let stored = Stored::create(number, now, agent, notify, sent)?;
        self.created = number;
        self.schedules.insert(number, stored);
        Ok(number)
    }

    fn one(&mut self, method: &Method, number: u64, request: &FakeRequest) -> Answer {
        match *method {
            Method::GET => Answer::json(200, &self.schedules[&number].show(&self.view())),
            Method::PUT => self.update(number, request),
            Method::DELETE => {
                self.schedules.remove(&number);
                success()
            }
            _ => not_found("Not found"),
        }
    }

    fn update(&mut self, number: u64, request: &FakeRequest) -> Answer {
        let Some(Value::Object(changes)) = request.json() else {
            return not_an_object();
        };
        let stored = self
            .schedules
            .get_mut(&number)
            .expect("the number was just found");
        match stored.update(changes) {
            Ok(()) => Answer::json(200, &self.schedules[&number].show(&self.view())),
            Err(message) => invalid(message),
        }
    }

    fn list(&self, request: &FakeRequest, scope: &Scope, from: &str, to: &str) -> Answer {
        let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) else {
            return invalid("a period is two times in milliseconds");
        };
        let wanted = match (scope, request.query("agentEmail")) {
            (Scope::Tenant, Some(email)) => match self.agent(email) {
                Some(agent) => Some(agent),
                None => return no_agent(),
            },
            _ => None,
        };
        let period = from..=to;
        let view = self.view();
        let found: Vec<Value> = self
            .schedules
            .values()
            .filter(|stored| scope.holds(stored))
            .filter(|stored| {
                wanted
                    .as_ref()
                    .is_none_or(|agent| agent.id == stored.agent.id)
            })
            .filter(|stored| period.contains(&stored.date.timestamp_millis()))
            .map(|stored| stored.show(&view))
            .collect();
        Answer::json(200, &found)
    }

    fn number(&self, scope: &Scope, id: &str) -> Option<u64> {
        let mut schedules = self.schedules.iter();
        let found = schedules.find(|(_, stored)| stored.id() == id && scope.holds(stored));
        found.map(|(number, _)| *number)
    }

    fn view(&self) -> View {
        View {
            base: self.base(),
            customer_id: self.echo_customer_id,
            visitor: self.echo_visitor,
            created: self.report_created,
            full_url: self.full_url,
        }
    }
}

/// The answer that the vendor documents.
fn no_agent() -> Answer {
    refusal(
        "Invalid agent email",
        "The specified agent email does not exist",
    )
}

pub(super) fn invalid(message: &str) -> Answer {
    refusal("Invalid schedule", message)
}

fn not_an_object() -> Answer {
    invalid("the body must be a JSON object")
}
