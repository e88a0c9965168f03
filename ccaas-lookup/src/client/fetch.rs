//! Asking the service once.

use std::sync::atomic::{AtomicBool, Ordering};

use ccaas_http::{Clock, DecodeError, HttpClient, VendorError};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde_json::json;

use super::{
    api_error::{ApiError, Error},
    limiter::Limiter,
    wire::Wire,
};
use crate::{Lookup, LookupAnswer, Unknown, UnknownReason};

const LOOKUP: &str = "/api/lookup";

/// What asks, by the method that the service takes.
pub(super) struct Fetch {
    http: HttpClient<ApiError>,
    credential: (HeaderName, HeaderValue),
    /// Set once a service that takes no POST has answered a GET.
    gets: AtomicBool,
}

impl Fetch {
    pub(super) fn new(http: HttpClient<ApiError>, credential: (HeaderName, HeaderValue)) -> Self {
        Self {
            http,
            credential,
            gets: AtomicBool::new(false),
        }
    }

    pub(super) fn host(&self) -> Option<&str> {
        self.http.base_url().host_str()
    }

    pub(super) async fn ask(&self, phone: &str, limiter: &Limiter, clock: &Clock) -> Lookup {
        if !limiter.take(clock.now()) {
            return Unknown::new(UnknownReason::Limited).into();
        }
        let by_get = self.gets.load(Ordering::Relaxed);
        let mut answer = self.send(by_get, phone).await;
        if !by_get && answer.as_ref().is_err_and(takes_no_post) && limiter.take(clock.now()) {
            let second = self.send(true, phone).await;
            if second.is_ok() {
                self.gets.store(true, Ordering::Relaxed);
            }
            answer = second;
        }
        match answer {
            Ok(answer) => answer.into(),
            Err(error) => {
                if let Some(wait) = error.retry_after().filter(|_| error.is_rate_limited()) {
                    limiter.pause(clock.now(), wait);
                }
                Unknown::because(reason(&error), error).into()
            }
        }
    }

    async fn send(&self, by_get: bool, phone: &str) -> Result<LookupAnswer, Error> {
        let (name, value) = self.credential.clone();
        let call = if by_get {
            self.http.call(Method::GET, LOOKUP).query("phone", phone)
        } else {
            let request = json!({ "phone": phone });
            self.http.call(Method::POST, LOOKUP).json(&request)
        };
        match call.header(name, value).send::<Wire>().await {
            Ok(answer) => answer
                .into_inner()
                .into_answer()
                .ok_or(Error::Decode(DecodeError::Field { field: "found" })),
            // The documented miss has the status of an error.
            Err(error) => match error.as_api().and_then(ApiError::miss) {
                Some(miss) => Ok(LookupAnswer::Miss(miss.clone())),
                None => Err(error),
            },
        }
    }
}

/// Whether the service may have the lookup under another method.
fn takes_no_post(error: &Error) -> bool {
    let no_post = [
        StatusCode::NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED,
        StatusCode::NOT_IMPLEMENTED,
    ];
    error
        .status()
        .is_some_and(|status| no_post.contains(&status))
}

/// What a failure means to who looks a caller up.
fn reason(error: &Error) -> UnknownReason {
    match error {
        Error::Api(api) => of_status(api.meta().status()),
        Error::InvalidRequest(_) => UnknownReason::Refused,
        Error::Auth(_) => UnknownReason::Unauthorized,
        Error::Decode(_) => UnknownReason::Unreadable,
        _ => UnknownReason::Unreachable,
    }
}

fn of_status(status: StatusCode) -> UnknownReason {
    match status.as_u16() {
        401 | 403 => UnknownReason::Unauthorized,
        429 => UnknownReason::TooManyRequests,
        300..=399 | 404 | 405 | 501 => UnknownReason::NoSuchEndpoint,
        408 | 500.. => UnknownReason::Failed,
        _ => UnknownReason::Refused,
    }
}
