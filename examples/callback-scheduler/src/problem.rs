//! Errors as the API answers them.

use std::borrow::Cow;

use axum::{
    Extension, Json,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use server_kit::{json::JsonProblem, request_id::RequestId};
use utoipa::ToSchema;

use crate::saga::{Failure, ReviewError};

/// An error answer in the making; [`write`] adds the request's id.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    error: Cow<'static, str>,
    details: Vec<String>,
    retry_after: Option<Cow<'static, str>>,
    customer_id: Option<String>,
}

/// An error, as every endpoint of the API answers it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    /// What went wrong, in a sentence for people.
    #[schema(example = "Invalid request data")]
    error: Cow<'static, str>,
    /// What is wrong with which field; only with status 400.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(example = json!(["Phone number is required"]))]
    details: Vec<String>,
    /// How long to wait; only with status 429.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "15 minutes")]
    retry_after: Option<Cow<'static, str>>,
    /// The id that was asked for; only with an unknown customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    /// The id to quote in a question; also in the header `X-Request-Id` and in the logs.
    request_id: String,
}

impl Problem {
    /// A problem with this sentence.
    pub fn new(status: StatusCode, error: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            error: error.into(),
            details: Vec::new(),
            retry_after: None,
            customer_id: None,
        }
    }

    /// Status 400, with what is wrong with which field.
    #[must_use]
    pub fn invalid(details: Vec<String>) -> Self {
        Self {
            details,
            ..Self::new(StatusCode::BAD_REQUEST, "Invalid request data")
        }
    }

    /// Status 404 for a customer.
    #[must_use]
    pub fn unknown_customer(id: String) -> Self {
        let problem = Self::new(StatusCode::NOT_FOUND, "Customer not found");
        Self {
            customer_id: Some(id),
            ..problem
        }
    }

    /// Says in the body how long to wait.
    #[must_use]
    pub fn with_retry_after(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.retry_after = Some(text.into());
        self
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

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let status = match failure {
            Failure::Storage => StatusCode::SERVICE_UNAVAILABLE,
            Failure::NotPossible | Failure::Busy => StatusCode::CONFLICT,
            Failure::TooManyOpen => StatusCode::TOO_MANY_REQUESTS,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, failure.to_string())
    }
}

impl From<ReviewError> for Problem {
    fn from(error: ReviewError) -> Self {
        let status = match error {
            ReviewError::NoSuchCallback | ReviewError::OtherBooking | ReviewError::Disconnected => {
                StatusCode::BAD_REQUEST
            }
            ReviewError::Unreachable => StatusCode::BAD_GATEWAY,
            ReviewError::Unknown => StatusCode::NOT_FOUND,
            ReviewError::Storage => StatusCode::SERVICE_UNAVAILABLE,
            ReviewError::State(_) | ReviewError::Busy => StatusCode::CONFLICT,
        };
        Self::new(status, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, scheme);
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Whether axum itself refused a path or a query, which it says in plain text.
fn is_rejection(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    response.status() == StatusCode::BAD_REQUEST
        && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// Middleware: writes the body of every [`Problem`], with the request's id.
pub async fn write(
    Extension(request_id): Extension<RequestId>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_rejection(&response) => {
            Problem::invalid(vec!["The address cannot be read".to_owned()])
        }
        None => return response,
    };
    let body = ErrorBody {
        error: problem.error,
        details: problem.details,
        retry_after: problem.retry_after,
        customer_id: problem.customer_id,
        request_id: request_id.to_string(),
    };
    let mut written = (problem.status, Json(body)).into_response();
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            written.headers_mut().insert(name, value.clone());
        }
    }
    written
}
