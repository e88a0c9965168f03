//! The state machine: what a tenant of VideoEngager does with a request.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use ccaas_http::test_util::{Answer, Fake, FakeRequest, Reply};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;
use url::Url;

use super::{
    FakeAgent, FakeVideoEngager, FullUrl,
    answers::{not_found, unauthorized},
    callbacks::Callbacks,
    interactions::Interactions,
    schedule::Stored,
    sign_in::Issued,
    visitor::Mailed,
};

const THIRTY_DAYS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A tenant of a fake VideoEngager, without I/O.
pub struct Tenant {
    pub(super) public_url: Option<Url>,
    pub(super) accepts_sign_in: bool,
    pub(super) token_life: Duration,
    pub(super) tokens_issued: u64,
    /// How many calls are still to be answered 429, and their `Retry-After`.
    pub(super) throttled: (usize, Option<Duration>),
    pub(super) echo_customer_id: bool,
    pub(super) echo_visitor: bool,
    pub(super) report_created: bool,
    pub(super) full_url: FullUrl,
    pub(super) agents: Vec<FakeAgent>,
    pub(super) unwrap_single_agent: bool,
    pub(super) tokens: VecDeque<Issued>,
    pub(super) schedules: BTreeMap<u64, Stored>,
    /// How many schedules were created.
    pub(super) created: u64,
    pub(super) mailed: Vec<Mailed>,
    pub(super) callbacks: Callbacks,
    pub(super) interactions: Interactions,
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
            echo_visitor: true,
            report_created: false,
            full_url: FullUrl::Plain,
            agents: FakeAgent::defaults(),
            unwrap_single_agent: false,
            tokens: VecDeque::new(),
            schedules: BTreeMap::new(),
            created: 0,
            mailed: Vec::new(),
            callbacks: Callbacks::default(),
            interactions: Interactions::default(),
        }
    }

    pub(super) fn base(&self) -> Url {
        let anywhere = || Url::parse("http://localhost").expect("a valid URL");
        self.public_url.clone().unwrap_or_else(anywhere)
    }

    fn answer(&mut self, now: DateTime<Utc>, request: &FakeRequest, parts: &[&str]) -> Answer {
        let method = &request.method;
        match (method, parts) {
            (&Method::GET, ["api", "partners", "impersonate", pak, external_id, email]) => {
                self.impersonate(now, [pak, external_id, email])
            }
            (&Method::POST, ["api", "partners", "impersonateCreate"]) => {
                self.impersonate_create(now, request)
            }
            (&Method::POST, ["auth", "local"]) => self.sign_in_locally(now, request),
            (_, ["api", "schedules", group @ ("my" | "tenant"), rest @ ..]) => {
                self.schedules_call(now, request, group, rest)
            }
            (_, ["api", "schedules", "create", tenant_id, rest @ ..]) => match is_ours(tenant_id) {
                true => self.visitor_call(now, request, rest),
                false => no_tenant(),
            },
            (&Method::GET, ["api", "brokerages", "agents"]) => match self.signed_in(now, request) {
                Some(_) => self.list_agents(),
                None => unauthorized(),
            },
            (_, ["api", "genesys", "callback", rest @ ..]) => {
                let signed_in = self.signed_in(now, request).is_some();
                self.callbacks_call(now, request, rest, signed_in)
            }
            (_, ["api", "interactions", rest @ ..]) => {
                let signed_in = self.signed_in(now, request).is_some();
                self.interactions.call(request, rest, signed_in)
            }
            (&Method::GET, ["ve", code]) => self.meeting_page(now, request, code),
            (&Method::GET, ["visitor" | "agent"]) => {
                self.interaction_page(request.query("id").unwrap_or_default())
            }
            (&Method::GET, ["v" | "a", id]) => self.interaction_page(id),
            _ => not_found("Not found"),
        }
    }
}

impl Fake for Tenant {
    fn handle(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Reply {
        let parts = request.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.answer(now, request, &parts).into()
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

pub(super) fn is_ours(tenant_id: &str) -> bool {
    tenant_id == FakeVideoEngager::TENANT_ID
}

pub(super) fn no_tenant() -> Answer {
    not_found("Tenant not found")
}
