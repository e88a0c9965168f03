//! What the server answers, and what it logs.

use std::path::Path;

use reqwest::{RequestBuilder, header::HeaderMap};
use serde_json::Value;

/// An answer of the server.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The answer to a request.
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the server answers");
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.expect("the answer is whole"),
        }
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("the body is JSON")
    }

    /// A header as text; empty if it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    /// The error's sentence.
    pub(crate) fn error(&self) -> String {
        let error = self.json()["error"].as_str().map(str::to_owned);
        error.expect("the body names an error")
    }

    /// The error's details.
    pub(crate) fn details(&self) -> Vec<String> {
        let details = self.json()["details"].as_array().cloned();
        let text = |detail: &Value| detail.as_str().unwrap_or_default().to_owned();
        details.unwrap_or_default().iter().map(text).collect()
    }

    /// Checks status and sentence of an error, and that it can be quoted.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, error: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.error(), error);
        let id = self.json()["requestId"].as_str().map(str::to_owned);
        let id = id.expect("an error has a request id");
        assert!(!id.is_empty());
        assert_eq!(id, self.header("x-request-id"));
    }
}

/// The log files of a server that has ended.
#[derive(Clone, Debug)]
pub(crate) struct Logs {
    pub(crate) combined: Vec<Value>,
    pub(crate) error: Vec<Value>,
    pub(crate) access: Vec<Value>,
    pub(crate) audit: Vec<Value>,
}

impl Logs {
    pub(crate) fn read(folder: &Path) -> Self {
        let lines = |name: &str| {
            let text = std::fs::read_to_string(folder.join(name)).expect("the log was written");
            let line = |line: &str| serde_json::from_str(line).expect("each line is JSON");
            text.lines().map(line).collect()
        };
        Self {
            combined: lines("combined.log"),
            error: lines("error.log"),
            access: lines("access.log"),
            audit: lines("audit.log"),
        }
    }
}

/// The line with this message, which must be there once.
#[track_caller]
pub(crate) fn only<'a>(lines: &'a [Value], message: &str) -> &'a Value {
    let found: Vec<_> = lines
        .iter()
        .filter(|line| line["message"] == message)
        .collect();
    assert_eq!(found.len(), 1, "lines that say {message:?}");
    found[0]
}
