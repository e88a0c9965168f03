//! What a fake received.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::FakeRequest;

const JOURNALED_BODY: usize = 16 * 1024;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It was left hanging.
    Hung,
    /// Its connection was cut.
    Cut,
}

/// A request that a fake received, as its journal keeps it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct JournalEntry {
    /// Counts from 1 over the life of the host.
    pub seq: u64,
    /// When it came in.
    pub at: DateTime<Utc>,
    /// The method.
    pub method: String,
    /// The path as sent, percent-encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The scheme of the `Authorization` header.
    pub authorization: Option<String>,
    /// The body as text, at most 16 KiB of it.
    pub body: String,
    /// The status of the answer; `None` if there was none.
    pub status: Option<u16>,
    /// What became of it.
    pub outcome: Outcome,
}

impl JournalEntry {
    pub(super) fn new(seq: u64, at: DateTime<Utc>, request: &FakeRequest) -> Self {
        let body = &request.body[..request.body.len().min(JOURNALED_BODY)];
        let authorization = request.header("authorization");
        Self {
            seq,
            at,
            method: request.method.to_string(),
            path: request.path.clone(),
            query: request.query.clone(),
            authorization: authorization
                .and_then(|v| v.split(' ').next())
                .map(str::to_owned),
            body: String::from_utf8_lossy(body).into_owned(),
            status: None,
            outcome: Outcome::Hung,
        }
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Method and path in one text: `POST /oauth/token`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}
