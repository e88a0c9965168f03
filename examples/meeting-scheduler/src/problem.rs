//! Errors as the API answers them.

use std::{borrow::Cow, time::Duration};

use axum::{
    Extension, Json,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use server_kit::{json::JsonProblem, request_id::RequestId};
use utoipa::ToSchema;

/// An error answer in the making; [`write`] adds the request's id.
#[derive(Clone)]
pub struct Problem {
    status: StatusCode,
    wait: Option<Duration>,
    said: Box<Said>,
}

#[derive(Clone)]
struct Said {
    error: Cow<'static, str>,
    message: Option<Cow<'static, str>>,
    details: Vec<String>,
    wait_in_words: Option<Cow<'static, str>>,
    current: Option<Value>,
    meeting_url: Option<Value>,
}

// The sentences may be the vendor's, and name people; `current` does.
ccaas_http::debug_allow_list!(Problem { status });
ccaas_http::debug_allow_list!(ErrorBody { status, request_id });

/// An error, as every endpoint of the API answers it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// What went wrong, in a sentence for people.
    #[schema(example = "Invalid agent email")]
    error: Cow<'static, str>,
    /// What to know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "The specified agent email does not exist")]
    message: Option<Cow<'static, str>>,
    /// The status of the answer.
    #[schema(example = 400)]
    status: u16,
    /// What is wrong with which field; only if the request breaks a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["Duration must be from 15 to 1440 minutes"]))]
    details: Vec<String>,
    /// How long to wait, in words; only with status 429.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "15 minutes")]
    retry_after: Option<Cow<'static, str>>,
    /// The meeting as it is now; only if somebody else changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<Value>,
    /// A way in without a sign-in, or null; only if there is no full URL for the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_url: Option<Value>,
    /// The id to quote in a question; also in the header `X-Request-Id` and in the logs.
    request_id: String,
}

impl Problem {
    /// A problem with this sentence.
    pub fn new(status: StatusCode, error: impl Into<Cow<'static, str>>) -> Self {
        let said = Said {
            error: error.into(),
            message: None,
            details: Vec::new(),
            wait_in_words: None,
            current: None,
            meeting_url: None,
        };
        Self {
            status,
            wait: None,
            said: Box::new(said),
        }
    }

    /// Status 400, with what is wrong with which field.
    #[must_use]
    pub fn invalid(details: Vec<String>) -> Self {
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "Invalid request data");
        problem.said.details = details;
        problem
    }

    /// Status 401: nobody is signed in, or not for this environment.
    #[must_use]
    pub fn sign_in_required() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Sign-in required")
    }

    /// Status 404 for a meeting.
    #[must_use]
    pub fn no_meeting() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Meeting not found")
    }

    /// Adds an explanation.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.said.message = Some(message.into());
        self
    }

    /// Says in the body how long to wait.
    #[must_use]
    pub fn with_wait_in_words(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.said.wait_in_words = Some(text.into());
        self
    }

    /// Says in the header `Retry-After` how long to wait, if that is known.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.wait = wait;
        self
    }

    /// Shows the meeting as it is now.
    #[must_use]
    pub fn with_current(mut self, current: Value) -> Self {
        self.said.current = Some(current);
        self
    }

    /// Shows the way in without a sign-in, or that there is none.
    #[must_use]
    pub fn with_meeting_url(mut self, url: Option<String>) -> Self {
        self.said.meeting_url = Some(url.into());
        self
    }

    /// The status that it is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body, for tests of what is said.
    #[cfg(test)]
    pub(crate) fn in_json(self) -> Value {
        serde_json::to_value(self.body(&RequestId::random())).expect("it is written as JSON")
    }

    fn body(self, request_id: &RequestId) -> ErrorBody {
        let said = *self.said;
        ErrorBody {
            error: said.error,
            message: said.message,
            status: self.status.as_u16(),
            details: said.details,
            retry_after: said.wait_in_words,
            current: said.current,
            meeting_url: said.meeting_url,
            request_id: request_id.to_string(),
        }
    }
}

impl From<JsonProblem> for Problem {
    fn from(problem: JsonProblem) -> Self {
        let status = problem.status();
        if status == StatusCode::BAD_REQUEST {
            let problem = problem.to_string().replacen("the body", "Request body", 1);
            return Self::invalid(vec![problem]);
        }
        let mut text = problem.to_string();
        text[..1].make_ascii_uppercase();
        Self::new(status, text)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(wait) = self.wait {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What stands behind an error answer that no handler of ours wrote.
fn foreign(response: &Response) -> Option<Problem> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_text = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        // axum refused a path or a query.
        StatusCode::BAD_REQUEST if is_text => {
            let details = vec!["The address cannot be read".to_owned()];
            Some(Problem::invalid(details))
        }
        // A handler panicked.
        status @ StatusCode::INTERNAL_SERVER_ERROR => {
            Some(Problem::new(status, "Internal server error"))
        }
        _ => None,
    }
}

/// Middleware: writes the body of every [`Problem`], with the request's id.
pub async fn write(
    Extension(request_id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let problem = response.extensions_mut().remove::<Problem>();
    let Some(problem) = problem.or_else(|| foreign(&response)) else {
        return response;
    };
    let body = Json(problem.body(&request_id));
    let mut written = (response.status(), body).into_response();
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            written.headers_mut().append(name, value.clone());
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_but_the_status() {
        let problem = Problem::new(StatusCode::BAD_REQUEST, "robin@example.com is unknown")
            .with_message("Robin")
            .with_current("Robin".into())
            .with_meeting_url(Some("https://video.example.com/robin".to_owned()));

        let shown = format!("{problem:?}").to_lowercase();

        assert!(shown.contains("400") && !shown.contains("robin"), "{shown}");
    }

    #[test]
    fn a_body_has_the_documented_shape_and_a_request_id() {
        let id = RequestId::random();
        let problem = Problem::new(StatusCode::BAD_REQUEST, "Invalid agent email")
            .with_message("The specified agent email does not exist");

        let body = serde_json::to_value(problem.body(&id)).unwrap();

        let expected = serde_json::json!({
            "error": "Invalid agent email",
            "message": "The specified agent email does not exist",
            "status": 400,
            "requestId": id.as_str(),
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn a_missing_meeting_url_is_said_to_be_null() {
        let problem = Problem::new(StatusCode::CONFLICT, "x").with_meeting_url(None);

        let body = serde_json::to_value(problem.body(&RequestId::random())).unwrap();

        assert!(body.as_object().unwrap()["meetingUrl"].is_null());
    }
}
