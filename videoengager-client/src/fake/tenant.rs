//! The state machine: what a tenant of VideoEngager does with a request.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use ccaas_http::test_util::{Answer, Fake, FakeRequest, Reply};
use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use serde_json::{Value, json};
use url::Url;

use super::{FakeSchedule, FakeVideoEngager, schedule::Stored, token};

const THIRTY_DAYS: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Older tokens are forgotten, so that a long run does not grow.
const TOKENS_KEPT: usize = 1_000;

/// A tenant of a fake VideoEngager, without I/O.
pub struct Tenant {
    pub(super) public_url: Option<Url>,
    pub(super) accepts_sign_in: bool,
    pub(super) token_life: Duration,
    pub(super) tokens_issued: u64,
    /// How many calls are still to be answered 429, and their `Retry-After`.
    pub(super) throttled: (usize, Option<Duration>),
    pub(super) echo_customer_id: bool,
    pub(super) report_created: bool,
    tokens: VecDeque<(String, DateTime<Utc>)>,
    schedules: BTreeMap<u64, Stored>,
    created: u64,
}

ccaas_http::debug_allow_list!(Tenant {
    accepts_sign_in,
    token_life,
    tokens_issued
});

impl Tenant {
    pub(super) fn new() -> Self {
        Self {
            public_url: None,
            accepts_sign_in: true,
            token_life: THIRTY_DAYS,
            tokens_issued: 0,
            throttled: (0, None),
            echo_customer_id: true,
            report_created: false,
            tokens: VecDeque::new(),
            schedules: BTreeMap::new(),
            created: 0,
        }
    }

    pub(super) fn schedules(&self) -> Vec<FakeSchedule> {
        let base = self.base();
        self.schedules
            .values()
            .map(|schedule| schedule.facts(&base))
            .collect()
    }

    fn base(&self) -> Url {
        let anywhere = || Url::parse("http://localhost").expect("a valid URL");
        self.public_url.clone().unwrap_or_else(anywhere)
    }

    fn impersonate(&mut self, now: DateTime<Utc>, given: [&str; 3]) -> Answer {
        let wanted = [
            FakeVideoEngager::PAK,
            FakeVideoEngager::EXTERNAL_ID,
            FakeVideoEngager::EMAIL,
        ];
        if !self.accepts_sign_in || given != wanted {
            return unauthorized();
        }
        self.tokens_issued += 1;
        let life = TimeDelta::from_std(self.token_life).unwrap_or(TimeDelta::days(30));
        let token = token::issue(self.tokens_issued, now, now + life);
        if self.tokens.len() == TOKENS_KEPT {
            self.tokens.pop_front();
        }
        self.tokens.push_back((token.clone(), now + life));
        Answer::json(200, &json!({ "token": token, "token_expiration": 0 }))
    }

    fn schedules_call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        rest: &[&str],
    ) -> Answer {
        if self.throttled.0 > 0 {
            self.throttled.0 -= 1;
            return self.too_many_requests(self.throttled.1);
        }
        let bearer = request.bearer().unwrap_or_default();
        if !self
            .tokens
            .iter()
            .any(|(token, end)| token == bearer && now < *end)
        {
            return unauthorized();
        }
        match (&request.method, rest) {
            (&Method::POST, [] | [""]) => self.create(now, request),
            (&Method::GET, [from, to]) => self.list(from, to),
            (method, [id]) => match self.number(id) {
                Some(number) => self.one(method, number, request),
                None => not_found("Schedule not found"),
            },
            _ => not_found("Not found"),
        }
    }

    fn create(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Answer {
        let Some(Value::Object(sent)) = request.json() else {
            return not_an_object();
        };
        match Stored::create(self.created + 1, now, sent) {
            Ok(stored) => {
                self.created += 1;
                let shown = self.show(&stored);
                self.schedules.insert(self.created, stored);
                Answer::json(200, &shown)
            }
            Err(message) => refusal(message),
        }
    }

    fn one(&mut self, method: &Method, number: u64, request: &FakeRequest) -> Answer {
        match *method {
            Method::GET => Answer::json(200, &self.show(&self.schedules[&number])),
            Method::PUT => self.update(number, request),
            Method::DELETE => {
                self.schedules.remove(&number);
                Answer::json(200, &json!({ "success": true }))
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
            Ok(()) => Answer::json(200, &self.show(&self.schedules[&number])),
            Err(message) => refusal(message),
        }
    }

    fn list(&self, from: &str, to: &str) -> Answer {
        let (Ok(from), Ok(to)) = (from.parse::<i64>(), to.parse::<i64>()) else {
            return refusal("a period is two times in milliseconds");
        };
        let period = from..=to;
        let within = |stored: &&Stored| period.contains(&stored.date.timestamp_millis());
        let found: Vec<_> = self
            .schedules
            .values()
            .filter(within)
            .map(|stored| self.show(stored))
            .collect();
        Answer::json(200, &found)
    }

    fn number(&self, id: &str) -> Option<u64> {
        self.schedules
            .iter()
            .find(|(_, stored)| stored.id() == id)
            .map(|(number, _)| *number)
    }

    fn show(&self, stored: &Stored) -> Value {
        stored.show(&self.base(), self.echo_customer_id, self.report_created)
    }

    fn page(&self, code: &str) -> Answer {
        let known = self.schedules.values().any(|stored| stored.has_code(code));
        let (status, text) = match known {
            true => (200, "This is where the video meeting takes place."),
            false => (404, "There is no such video meeting."),
        };
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <title>Video meeting</title></head>\n\
             <body><main><h1>Video meeting</h1><p>{text}</p>\
             <p>This page belongs to a fake VideoEngager.</p></main></body>\n</html>\n"
        );
        Answer::bytes(status, "text/html; charset=utf-8", page)
            .with_header("content-security-policy", "default-src 'none'")
            .with_header("referrer-policy", "no-referrer")
    }
}

impl Fake for Tenant {
    fn handle(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Reply {
        let parts = request.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let answer = match (&request.method, parts.as_slice()) {
            (&Method::GET, ["api", "partners", "impersonate", pak, external_id, email]) => {
                self.impersonate(now, [pak, external_id, email])
            }
            (_, ["api", "schedules", "my", rest @ ..]) => self.schedules_call(now, request, rest),
            (&Method::GET, ["ve", code]) => self.page(code),
            _ => not_found("Not found"),
        };
        answer.into()
    }

    fn too_many_requests(&self, retry_after: Option<Duration>) -> Answer {
        let answer = Answer::json(429, &json!({ "error": "Too many requests", "status": 429 }));
        match retry_after {
            Some(wait) => answer.with_header("retry-after", wait.as_secs()),
            None => answer,
        }
    }

    fn internal_error(&self) -> Answer {
        Answer::json(
            500,
            &json!({ "error": "Internal server error", "status": 500 }),
        )
    }

    fn expire_tokens(&mut self) {
        self.tokens.clear();
    }
}

fn unauthorized() -> Answer {
    Answer::json(401, &json!({ "error": "Authentication failed" }))
}

fn not_found(error: &str) -> Answer {
    Answer::json(404, &json!({ "error": error }))
}

fn refusal(message: &str) -> Answer {
    let body = json!({ "error": "Invalid schedule", "message": message, "status": 400 });
    Answer::json(400, &body)
}

fn not_an_object() -> Answer {
    refusal("the body must be a JSON object")
}
