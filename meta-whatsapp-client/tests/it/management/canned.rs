//! A server that gives out prepared answers, and what it was sent.

use std::collections::VecDeque;

use ccaas_http::test_util::{Answer, Fake, FakeHost, FakeRequest, JournalEntry, Reply};
use chrono::{DateTime, Utc};
use meta_whatsapp_client::{Error, PhoneNumberId, WabaId, WhatsAppClient};
use serde_json::{Value, json};

/// Gives out its answers in their order.
pub(crate) struct Canned(VecDeque<Answer>);

impl Fake for Canned {
    fn handle(&mut self, _now: DateTime<Utc>, _request: &FakeRequest) -> Reply {
        let answer = self.0.pop_front();
        answer.unwrap_or_else(|| Answer::empty(418)).into()
    }

    fn too_many_requests(&self, _retry_after: Option<std::time::Duration>) -> Answer {
        Answer::empty(429)
    }

    fn internal_error(&self) -> Answer {
        Answer::empty(500)
    }

    fn expire_tokens(&mut self) {}
}

/// A server with prepared answers, and a client of it.
pub(crate) async fn answering(
    answers: impl IntoIterator<Item = Answer>,
) -> (FakeHost<Canned>, WhatsAppClient) {
    let host = FakeHost::start(Canned(answers.into_iter().collect())).await;
    let client = WhatsAppClient::builder("token".into())
        .base_url(host.url())
        .build()
        .expect("TLS can be set up");
    (host, client)
}

/// Lets `call` meet one answer; gives what was sent, and what came back.
pub(crate) async fn exchange<T>(
    answer: Value,
    call: impl AsyncFnOnce(&WhatsAppClient) -> Result<T, Error>,
) -> Result<(JournalEntry, T), Error> {
    let (host, client) = answering([Answer::json(200, &answer)]).await;
    let result = call(&client).await?;
    let mut journal = host.journal();
    assert_eq!(journal.len(), 1, "one request is sent");
    let entry = journal.remove(0);
    assert_eq!(entry.authorization.as_deref(), Some("Bearer"));
    Ok((entry, result))
}

/// What Meta answers to a call that only can succeed.
pub(crate) fn success() -> Value {
    json!({ "success": true })
}

pub(crate) fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

pub(crate) fn phone() -> PhoneNumberId {
    PhoneNumberId::new("106")
}

pub(crate) fn waba() -> WabaId {
    WabaId::new("102")
}

pub(crate) fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).expect("a valid time")
}
