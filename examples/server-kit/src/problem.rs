//! Errors as a server answers them: JSON for programs, a page for people.

use std::{borrow::Cow, fmt, time::Duration};

use axum::response::{IntoResponse, Response};
use axum::{Json, extract::Request};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::layer::{Answer, Inner};
use crate::{json::JsonProblem, request_id::RequestId, site::Site};

/// An error answer in the making; [`write()`] adds the request's id.
#[derive(Clone)]
pub struct Problem {
    status: StatusCode,
    said: Box<Said>,
}

#[derive(Clone)]
struct Said {
    error: Cow<'static, str>,
    message: Option<Cow<'static, str>>,
    details: Vec<String>,
    wait_in_words: Option<Cow<'static, str>>,
    more: Map<String, Value>,
    headers: HeaderMap,
    page: Option<Page>,
}

/// The page that a person gets instead of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// For everybody: the address is none of the API's.
    NotFound,
    /// For whoever asks with a browser.
    TooMany,
}

// The sentences may be a vendor's, and name people.
impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// An error, as every endpoint of an API answers it.
#[derive(Serialize)]
#[cfg_attr(feature = "docs", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// What went wrong, in a sentence for people.
    #[cfg_attr(feature = "docs", schema(example = "Invalid request data"))]
    error: Cow<'static, str>,
    /// What to know about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Cow<'static, str>>,
    /// The status of the answer; not every server repeats it here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "docs", schema(example = 400))]
    status: Option<u16>,
    /// What is wrong with which field; only if the request breaks a rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "docs", schema(example = json!(["Phone number is required"])))]
    details: Vec<String>,
    /// How long to wait, in words; only with status 429.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "docs", schema(example = "15 minutes"))]
    retry_after: Option<Cow<'static, str>>,
    /// What this error alone tells.
    #[serde(flatten)]
    #[cfg_attr(feature = "docs", schema(ignore))]
    more: Map<String, Value>,
    /// The id to quote in a question; also in the header `X-Request-Id` and in the logs.
    request_id: String,
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorBody")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

impl Problem {
    /// A problem with this sentence.
    #[must_use]
    pub fn new(status: StatusCode, error: impl Into<Cow<'static, str>>) -> Self {
        let said = Said {
            error: error.into(),
            message: None,
            details: Vec::new(),
            wait_in_words: None,
            more: Map::new(),
            headers: HeaderMap::new(),
            page: None,
        };
        Self {
            status,
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

    /// Status 401: nobody is signed in.
    #[must_use]
    pub fn sign_in_required() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Sign-in required")
    }

    /// Status 401, for what needs a bearer token.
    #[must_use]
    pub fn token_required(error: impl Into<Cow<'static, str>>) -> Self {
        let scheme = HeaderValue::from_static("Bearer");
        Self::new(StatusCode::UNAUTHORIZED, error).with_header(header::WWW_AUTHENTICATE, scheme)
    }

    /// Status 404, for an address that is none of the API's.
    #[must_use]
    pub fn no_page() -> Self {
        let mut problem = Self::new(StatusCode::NOT_FOUND, "Page not found");
        problem.said.page = Some(Page::NotFound);
        problem
    }

    /// Status 429; on a page's address a browser gets a page.
    pub(crate) fn too_many(error: String, wait: Duration, is_page: bool) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, error);
        problem.said.wait_in_words = Some(in_words(wait));
        problem.said.page = is_page.then_some(Page::TooMany);
        problem
    }

    /// Adds an explanation.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.said.message = Some(message.into());
        self
    }

    /// Adds a field of the server's own to the body.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.said.more.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.said.headers.insert(name, value);
        self
    }

    /// Says in the header `Retry-After` how long to wait, if that is known.
    #[must_use]
    pub fn with_retry_after(self, wait: Option<Duration>) -> Self {
        match wait {
            Some(wait) => self.with_header(header::RETRY_AFTER, seconds_rounded_up(wait).into()),
            None => self,
        }
    }

    /// The status that it is answered with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body as JSON with some request's id, for tests of what is said.
    #[must_use]
    pub fn in_json(self) -> Value {
        serde_json::to_value(self.body(&RequestId::random())).unwrap_or_default()
    }

    /// The body, as it is written for the request with this id.
    #[must_use]
    pub fn body(self, request_id: &RequestId) -> ErrorBody {
        let said = *self.said;
        ErrorBody {
            error: said.error,
            message: said.message,
            status: Some(self.status.as_u16()),
            details: said.details,
            retry_after: said.wait_in_words,
            more: said.more,
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
        Self::new(status, problem.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let headers = std::mem::take(&mut self.said.headers);
        let mut response = (self.status, headers).into_response();
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

/// How a server writes its problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The pages for people; a server without pages has none.
    pub site: Option<Site>,
    /// Whether a body repeats the status of the answer.
    pub tells_status: bool,
}

/// For [`around`](crate::layer::around): writes the body of every [`Problem`], with the
/// request's id.
///
/// With a [`Site`], people get pages for an unknown address and for too many requests.
pub fn write<S: Inner>(
    style: &Style,
    request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let asked = Asked {
        style: *style,
        uri: request.uri().clone(),
        wants_page: accepts_page(request.headers()),
        id: request.extensions().get().copied(),
    };
    inner.call(request).map(|Ok(mut response)| {
        let problem = response.extensions_mut().remove::<Problem>();
        Ok(match problem.or_else(|| foreign(&response)) {
            Some(problem) => asked.write(problem, response),
            None => response,
        })
    })
}

/// What was asked, as far as it decides how a problem is written.
struct Asked {
    style: Style,
    uri: Uri,
    wants_page: bool,
    id: Option<RequestId>,
}

impl Asked {
    fn write(self, problem: Problem, mut response: Response) -> Response {
        let path = self.uri.path();
        let page = match (problem.said.page, self.style.site) {
            (Some(Page::NotFound), Some(site)) => Some(site.not_found(path)),
            (Some(Page::TooMany), Some(site)) if self.wants_page => {
                let wait = problem.said.wait_in_words.as_deref().unwrap_or_default();
                Some(site.too_many(path, wait))
            }
            _ => None,
        };
        let written = match page {
            Some(page) => page.into_response(),
            None => {
                let id = self.id.unwrap_or_else(RequestId::random);
                let mut body = problem.body(&id);
                body.status = body.status.filter(|_| self.style.tells_status);
                Json(body).into_response()
            }
        };
        // The length of what is replaced, if it had one.
        response.headers_mut().remove(header::CONTENT_LENGTH);
        for (name, value) in written.headers() {
            response.headers_mut().insert(name, value.clone());
        }
        *response.body_mut() = written.into_body();
        response
    }
}

/// Whether a person in a browser asks.
fn accepts_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A wait as people say it, rounded up.
fn in_words(wait: Duration) -> Cow<'static, str> {
    match seconds_rounded_up(wait) {
        0..=1 => "1 second".into(),
        seconds @ 2..=90 => format!("{seconds} seconds").into(),
        seconds => format!("{} minutes", seconds.div_ceil(60)).into(),
    }
}

fn seconds_rounded_up(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn debug_shows_nothing_but_the_status() {
        let problem = Problem::new(StatusCode::BAD_REQUEST, "robin@example.com is unknown")
            .with_message("Robin")
            .with("current", "Robin");
        let body = problem.clone().body(&RequestId::random());

        let shown = format!("{problem:?} {body:?}").to_lowercase();

        assert!(shown.contains("400") && !shown.contains("robin"), "{shown}");
    }

    #[test]
    fn a_body_has_the_common_shape_a_request_id_and_fields_of_its_own() {
        let id = RequestId::random();
        let problem = Problem::new(StatusCode::CONFLICT, "Invalid agent email")
            .with_message("The specified agent email does not exist")
            .with("meetingUrl", Value::Null);

        let body = serde_json::to_value(problem.body(&id)).unwrap();

        let expected = json!({
            "error": "Invalid agent email",
            "message": "The specified agent email does not exist",
            "status": 409,
            "meetingUrl": null,
            "requestId": id.as_str(),
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn waits_are_said_in_words() {
        assert_eq!(in_words(Duration::from_millis(200)), "1 second");
        assert_eq!(in_words(Duration::from_secs(45)), "45 seconds");
        assert_eq!(in_words(Duration::from_secs(899)), "15 minutes");
    }
}
