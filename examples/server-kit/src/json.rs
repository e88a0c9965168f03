//! JSON bodies, with problems that each server can word in its own error shape.

use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

const TIME_TO_READ: Duration = Duration::from_secs(30);
/// How much of a body that is too large is still taken, so that the client hears the answer.
const DRAINED: usize = 1024 * 1024;

/// Why a body is not the JSON that it should be; it never holds text of the body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JsonProblem {
    /// The content type is missing or another one.
    #[error("the content type must be application/json")]
    NotJson,
    /// The body is larger than the limit.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes that are read.
        limit: usize,
    },
    /// The body is not JSON, or is nested too deeply.
    #[error("the body is not valid JSON (line {line}, column {column})")]
    Malformed {
        /// The line of the mistake, from 1.
        line: usize,
        /// The column of the mistake, from 1; 0 before the first character.
        column: usize,
    },
    /// The client stopped in the middle.
    #[error("the body ended too early")]
    Cut,
    /// The body did not arrive in time.
    #[error("the body arrived too slowly")]
    TooSlow,
}

impl JsonProblem {
    /// The status to answer with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Malformed { .. } | Self::Cut => StatusCode::BAD_REQUEST,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
        }
    }
}

/// Reads a JSON body of at most `limit` bytes, within 30 seconds.
///
/// # Errors
///
/// Returns the [`JsonProblem`] whose status and wording the server answers with.
pub async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Value, JsonProblem> {
    if !is_json(headers) {
        return Err(JsonProblem::NotJson);
    }
    let bytes = bytes(body, limit).await?;
    serde_json::from_slice(&bytes).map_err(|error| JsonProblem::Malformed {
        line: error.line(),
        column: error.column(),
    })
}

/// Reads a body of at most `limit` bytes as it is, within 30 seconds: what is signed is bytes.
///
/// # Errors
///
/// The same, but for what is wrong with JSON.
pub async fn bytes(body: Body, limit: usize) -> Result<Vec<u8>, JsonProblem> {
    let collected = tokio::time::timeout(TIME_TO_READ, collect(body, limit)).await;
    collected.map_err(|_| JsonProblem::TooSlow)?
}

/// Whether the content type is `application/json` or one of its kind, like `application/x+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next());
    let essence = essence.unwrap_or_default().trim().to_ascii_lowercase();
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    subtype == "json" || subtype.ends_with("+json")
}

async fn collect(body: Body, limit: usize) -> Result<Vec<u8>, JsonProblem> {
    let mut chunks = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while length <= limit + DRAINED
        && let Some(chunk) = chunks.next().await
    {
        let chunk = chunk.map_err(|_| JsonProblem::Cut)?;
        length += chunk.len();
        if length <= limit {
            bytes.extend_from_slice(&chunk);
        }
    }
    let whole = (length <= limit).then_some(bytes);
    whole.ok_or(JsonProblem::TooLarge { limit })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::io;

    use axum::body::Bytes;
    use futures_util::stream;

    use super::*;

    fn typed(content_type: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        }
        headers
    }

    async fn read_text(text: impl Into<Body>, limit: usize) -> Result<Value, JsonProblem> {
        read(&typed(Some("application/json")), text.into(), limit).await
    }

    #[tokio::test]
    async fn only_json_content_types_are_read() {
        let cases = [
            (Some("application/json"), true),
            (Some("Application/JSON; charset=utf-8"), true),
            (Some("application/vnd.example+json"), true),
            (Some("text/json"), false),
            (Some("text/plain"), false),
            (Some("application/x-www-form-urlencoded"), false),
            (Some("application/jsonp"), false),
            (None, false),
        ];

        for (content_type, accepted) in cases {
            let answer = read(&typed(content_type), Body::from("{}"), 10).await;
            let expected = if accepted {
                Ok(serde_json::json!({}))
            } else {
                Err(JsonProblem::NotJson)
            };
            assert_eq!(answer, expected, "{content_type:?}");
        }
    }

    #[tokio::test]
    async fn a_body_may_be_as_large_as_the_limit_and_no_larger() {
        assert_eq!(read_text("\"12345678\"", 10).await, Ok("12345678".into()));
        assert_eq!(
            read_text("\"123456789\"", 10).await,
            Err(JsonProblem::TooLarge { limit: 10 })
        );
        // A small end must not slip in behind a large beginning.
        let chunks = [Bytes::from(vec![b' '; 20]), Bytes::from("{}")];
        let body = Body::from_stream(stream::iter(chunks.map(Ok::<_, Infallible>)));
        assert_eq!(
            read_text(body, 10).await,
            Err(JsonProblem::TooLarge { limit: 10 })
        );
    }

    #[tokio::test]
    async fn an_endless_body_is_given_up() {
        let endless = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from(vec![b' '; 4096])));

        let answer = read_text(Body::from_stream(endless), 10).await;

        assert_eq!(answer, Err(JsonProblem::TooLarge { limit: 10 }));
    }

    #[tokio::test]
    async fn malformed_json_tells_its_place_and_nothing_of_its_text() {
        let cases: [(&[u8], usize, usize); 6] = [
            (b"", 1, 0),
            (b"{\"name\": \"Canary\"\n  oops}", 2, 3),
            (b"{\"name\":", 1, 8),
            (b"{} trailing", 1, 4),
            (b"NaN", 1, 1),
            (b"\"\xff\"", 1, 2),
        ];

        for (text, line, column) in cases {
            let problem = read_text(text.to_vec(), 1000).await.unwrap_err();
            assert_eq!(problem, JsonProblem::Malformed { line, column }, "{text:?}");
            assert!(!format!("{problem} {problem:?}").contains("Canary"));
        }
    }

    #[tokio::test]
    async fn deep_nesting_is_malformed_and_overflows_nothing() {
        for open in ["[", "{\"a\":"] {
            let problem = read_text(open.repeat(100_000), 1_000_000)
                .await
                .unwrap_err();
            assert!(
                matches!(problem, JsonProblem::Malformed { line: 1, .. }),
                "{problem:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_cut() {
        let chunks = [
            Ok(Bytes::from("{\"a\":")),
            Err(io::Error::from(io::ErrorKind::BrokenPipe)),
        ];

        let answer = read_text(Body::from_stream(stream::iter(chunks)), 100).await;

        assert_eq!(answer, Err(JsonProblem::Cut));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_too_slow() {
        let silent = stream::pending::<Result<Bytes, Infallible>>();

        let answer = read_text(Body::from_stream(silent), 100).await;

        assert_eq!(answer, Err(JsonProblem::TooSlow));
    }

    #[test]
    fn each_problem_has_its_status() {
        let statuses = [
            (JsonProblem::NotJson, 415),
            (JsonProblem::TooLarge { limit: 1 }, 413),
            (JsonProblem::Malformed { line: 1, column: 1 }, 400),
            (JsonProblem::Cut, 400),
            (JsonProblem::TooSlow, 408),
        ];

        for (problem, status) in statuses {
            assert_eq!(problem.status().as_u16(), status);
        }
    }
}
