//! A lookup API on a real socket, and a client with a clock that stands still.

use std::{future::pending, time::Duration};

use ccaas_http::{
    Clock,
    test_util::{Answer, Fake, FakeClock, FakeHost, FakeRequest, JournalEntry, Reply},
};
use ccaas_lookup::{
    Case, Hit, Lookup, LookupAnswer, LookupClient, LookupClientBuilder, LookupCredential,
    LookupRequest, Match, Miss, Patient, PhoneReader, UnknownReason,
};
use chrono::{DateTime, Utc};
use serde_json::json;

pub(crate) const KEY: &str = "canary-key-7f3a";
pub(crate) const LOOKUP: &str = "/api/lookup";
/// The number that has a case, and one that has none.
pub(crate) const KNOWN: &str = "+39 06 2222 4444";
pub(crate) const STRANGER: &str = "+391234567890";

/// A service as the document describes it, with one case.
#[derive(Debug, Default)]
pub(crate) struct LookupApi {
    /// Whether it knows no lookup by POST, and with which status it says so.
    pub(crate) no_post: Option<u16>,
}

impl Fake for LookupApi {
    fn handle(&mut self, _now: DateTime<Utc>, request: &FakeRequest) -> Reply {
        let has_key = request.header("x-api-key") == Some(KEY) || request.bearer() == Some(KEY);
        if !has_key {
            return Answer::json(401, &json!({ "error": "Unauthorized" })).into();
        }
        let is_post = request.method == "POST";
        if let Some(status) = self.no_post.filter(|_| is_post) {
            return Answer::bytes(status, "text/html", "<h1>No</h1>").into();
        }
        let phone = if is_post {
            LookupRequest::from_body(&request.body)
        } else {
            let phone = request.query("phone").unwrap_or_default();
            Ok(LookupRequest::new(phone))
        };
        let answer = answer(&phone.expect("the client sends a number").phone);
        Answer::json(answer.status(false), &answer).into()
    }

    fn too_many_requests(&self, retry_after: Option<Duration>) -> Answer {
        let answer = Answer::json(429, &json!({ "error": "Too many requests" }));
        match retry_after {
            Some(wait) => answer.with_header("retry-after", wait.as_secs()),
            None => answer,
        }
    }

    fn internal_error(&self) -> Answer {
        Answer::json(500, &json!({ "error": "Internal server error" }))
    }

    fn expire_tokens(&mut self) {}
}

fn answer(phone: &str) -> LookupAnswer {
    let reader = PhoneReader::new("IT").expect("Italy has numbers");
    if reader.read(phone) != reader.read(KNOWN) {
        return LookupAnswer::Miss(Miss::new(phone));
    }
    let created_at = "2025-07-08T16:57:06.836704Z".parse().expect("a time");
    let mut case = Case::new("9", Patient::new("Robin Vale"), created_at);
    case.patient.phone = Some(KNOWN.to_owned());
    case.status = Some("APPUNTAMENTO".to_owned());
    let newest = Match::new(case, "https://crm.example.com/it/cases/9");
    LookupAnswer::Hit(Hit::new(phone, vec![newest]).expect("one case is a hit"))
}

/// The service, and what a test does with it.
pub(crate) struct Scene {
    pub(crate) api: FakeHost<LookupApi>,
    pub(crate) clock: FakeClock,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        Self::with(LookupApi::default()).await
    }

    pub(crate) async fn with(api: LookupApi) -> Self {
        Self {
            api: FakeHost::start(api).await,
            clock: FakeClock::new(DateTime::UNIX_EPOCH),
        }
    }

    /// Settings of a client whose time stands still and whose budget never ends.
    pub(crate) fn builder(&self) -> LookupClientBuilder {
        self.builder_with(LookupCredential::ApiKey(KEY.into()))
    }

    pub(crate) fn builder_with(&self, credential: LookupCredential) -> LookupClientBuilder {
        let clock = self.clock.clone();
        let reader = PhoneReader::new("IT").expect("Italy has numbers");
        LookupClient::builder(self.api.url(), credential, reader)
            .clock(Clock::new(move || clock.now(), |_| pending()))
    }

    pub(crate) fn client(&self) -> LookupClient {
        self.builder().build().expect("a client can be made")
    }

    pub(crate) fn requests(&self) -> Vec<JournalEntry> {
        self.api.journal()
    }

    /// Method and path of each request.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().iter().map(JournalEntry::line).collect()
    }
}

pub(crate) fn reason(found: &Lookup) -> Option<UnknownReason> {
    found.unknown().map(|unknown| unknown.reason())
}
