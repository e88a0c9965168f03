//! The state machine: what a WhatsApp Business Account does with a request.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use ccaas_http::test_util::{Answer, Fake, FakeRequest, Reply};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;
use tokio::sync::Notify;
use url::Url;

use super::{
    FakeMessage, FakeUpdate, FakeWhatsApp,
    answers::{Outcome, Refusal, ok},
    flows::Flows,
    lists::Lists,
    media::Library,
    numbers::Numbers,
    rates::Rates,
    templates::Templates,
};

/// A WhatsApp Business Account of a fake WhatsApp, without I/O.
pub struct Waba {
    pub(super) public_url: Option<Url>,
    pub(super) accepts_token: bool,
    pub(super) token_end: Option<DateTime<Utc>>,
    /// Codes to answer messages with, and how often.
    pub(super) failing: VecDeque<(i64, usize)>,
    pub(super) message_status: Option<&'static str>,
    pub(super) next_message_ids: VecDeque<String>,
    pub(super) requires_window: bool,
    pub(super) reports_statuses: Vec<&'static str>,
    pub(super) sent: VecDeque<FakeMessage>,
    pub(super) read_marks: Vec<String>,
    /// When each customer last wrote.
    pub(super) last_inbound: BTreeMap<String, DateTime<Utc>>,
    pub(super) rates: Rates,
    pub(super) media: Library,
    pub(super) templates: Templates,
    pub(super) numbers: Numbers,
    pub(super) lists: Lists,
    pub(super) flows: Flows,
    pub(super) webhook_url: Option<Url>,
    /// Updates that wait for the courier.
    pub(super) outbox: VecDeque<FakeUpdate>,
    pub(super) wake: Arc<Notify>,
    /// How many ids were given out.
    pub(super) ids: u64,
    traces: u64,
}

ccaas_http::debug_allow_list! { Waba { accepts_token, requires_window } }

impl Waba {
    pub(super) fn new() -> Self {
        Self {
            public_url: None,
            accepts_token: true,
            token_end: None,
            failing: VecDeque::new(),
            message_status: None,
            next_message_ids: VecDeque::new(),
            requires_window: false,
            reports_statuses: Vec::new(),
            sent: VecDeque::new(),
            read_marks: Vec::new(),
            last_inbound: BTreeMap::new(),
            rates: Rates::default(),
            media: Library::default(),
            templates: Templates::seeded(),
            numbers: Numbers::default(),
            lists: Lists::default(),
            flows: Flows::default(),
            webhook_url: None,
            outbox: VecDeque::new(),
            wake: Arc::new(Notify::new()),
            ids: 0,
            traces: 0,
        }
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    pub(super) fn base(&self) -> Url {
        let anywhere = || Url::parse("http://localhost").expect("a valid URL");
        self.public_url.clone().unwrap_or_else(anywhere)
    }

    fn answer(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Outcome {
        let parts = request.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let parts = match parts.as_slice() {
            [version, rest @ ..] if is_version(version) => rest,
            rest => rest,
        };
        let parts = match parts {
            [rest @ .., ""] => rest,
            rest => rest,
        };
        if !self.is_signed_in(now, request) {
            return Err(Refusal::token());
        }
        match parts {
            ["debug_token"] => self.token_info(now, request),
            ["fake-media", key] => self.media.download(now, request, key),
            [id, rest @ ..] if self.numbers.has(id) => {
                self.phone_number_call(now, request, id, rest)
            }
            [id, rest @ ..] if *id == FakeWhatsApp::WABA_ID => self.waba_call(now, request, rest),
            [id, rest @ ..] => self.object_call(now, request, id, rest),
            [] => Err(Refusal::unknown("")),
        }
    }

    fn is_signed_in(&self, now: DateTime<Utc>, request: &FakeRequest) -> bool {
        let token = request.bearer().or(request.query("access_token"));
        self.is_good(now) && token == Some(FakeWhatsApp::TOKEN)
    }

    fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.accepts_token && self.token_end.is_none_or(|end| now < end)
    }

    /// What is known of a token.
    fn token_info(&self, now: DateTime<Utc>, request: &FakeRequest) -> Outcome {
        let token = request.query("input_token");
        let token = token.ok_or_else(|| Refusal::missing("input_token"))?;
        if token != FakeWhatsApp::TOKEN {
            let error = json!({ "code": 190, "message": "Invalid OAuth access token." });
            return ok(&json!({ "data": { "error": error, "is_valid": false, "scopes": [] } }));
        }
        let scopes = [
            "whatsapp_business_management",
            "whatsapp_business_messaging",
        ];
        ok(&json!({ "data": {
            "app_id": "300000000000003",
            "type": "SYSTEM_USER",
            "application": "Example App",
            "data_access_expires_at": 0,
            "expires_at": self.token_end.map_or(0, |end| end.timestamp()),
            "is_valid": self.is_good(now),
            "issued_at": 1_790_000_000,
            "scopes": scopes,
            "granular_scopes": scopes.map(|scope| json!({ "scope": scope })),
            "user_id": "400000000000004",
        }}))
    }

    fn phone_number_call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        id: &str,
        rest: &[&str],
    ) -> Outcome {
        match (&request.method, rest) {
            // Meta's own collection marks messages as read with PUT.
            (&Method::POST | &Method::PUT, ["messages"]) => self.send(now, request, id),
            (&Method::POST, ["marketing_messages"]) => self.send_marketing(now, request, id),
            (&Method::POST, ["media"]) => {
                let id = self.next_id();
                self.media.upload(now, request, id)
            }
            (_, ["block_users"]) => self.lists.blocked_users(request),
            (_, ["message_qrdls", rest @ ..]) => {
                let id = self.next_id();
                self.lists.qr_codes(request, rest, id)
            }
            (_, rest) => self.numbers.call(request, rest),
        }
    }

    fn waba_call(&mut self, now: DateTime<Utc>, request: &FakeRequest, rest: &[&str]) -> Outcome {
        match rest {
            ["message_templates"] => {
                let id = self.next_id();
                self.templates.call(request, id)
            }
            ["subscribed_apps"] => self.lists.subscribed_apps(request),
            ["phone_numbers"] => self.numbers.list(request),
            ["flows"] => {
                let id = self.next_id();
                self.flows.call(now, request, id)
            }
            ["template_analytics"] => self.template_analytics(request),
            [] => self.account(now, request),
            _ => Err(Refusal::unknown(FakeWhatsApp::WABA_ID)),
        }
    }

    /// Media, templates and flows are addressed by their own ids.
    fn object_call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        id: &str,
        rest: &[&str],
    ) -> Outcome {
        if self.media.has(id) && rest.is_empty() {
            let base = self.base();
            return self.media.call(now, request, id, &base);
        }
        if self.templates.has(id) && rest.is_empty() {
            return self.templates.one(request, id);
        }
        if self.flows.has(id) {
            return self.flows.one(request, id, rest);
        }
        Err(Refusal::unknown(id))
    }
}

fn is_version(part: &str) -> bool {
    let numbers = part.strip_prefix('v').and_then(|rest| rest.split_once('.'));
    numbers
        .is_some_and(|(major, minor)| major.parse::<u16>().is_ok() && minor.parse::<u16>().is_ok())
}

impl Fake for Waba {
    fn handle(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Reply {
        self.traces += 1;
        let trace = self.traces;
        let answer = self.answer(now, request);
        answer
            .unwrap_or_else(|refusal| refusal.answer(trace))
            .with_header("x-fb-trace-id", format!("FAKEtrace{trace:08}"))
            .into()
    }

    fn too_many_requests(&self, retry_after: Option<Duration>) -> Answer {
        let answer = Refusal::of_code(130_429).answer(self.traces);
        match retry_after {
            Some(wait) => answer.with_header("retry-after", wait.as_secs()),
            None => answer,
        }
    }

    fn internal_error(&self) -> Answer {
        Refusal::of_code(131_000).answer(self.traces)
    }

    fn expire_tokens(&mut self) {
        self.accepts_token = false;
    }
}
