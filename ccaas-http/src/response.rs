//! What every answer carries besides its body.

use std::{ops::Deref, time::Duration};

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, StatusCode, header};

/// In bytes; a longer one is cut.
const LONGEST_CORRELATION_ID: usize = 128;

/// The names a vendor gives to its correlation and rate-limit headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetaHeaders {
    /// Correlation id, best name first.
    pub correlation_id: &'static [&'static str],
    /// How many calls the window allows.
    pub rate_limit_allowed: Option<&'static str>,
    /// How many calls were made in the window.
    pub rate_limit_count: Option<&'static str>,
    /// Seconds until the window starts again.
    pub rate_limit_reset: Option<&'static str>,
}

/// The rate limit that the vendor reports with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many calls the window allows.
    pub allowed: Option<u64>,
    /// How many calls were made in the window.
    pub count: Option<u64>,
    /// Time until the window starts again.
    pub reset: Option<Duration>,
}

impl RateLimit {
    /// How many calls are left in the window, when the vendor told both numbers.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        Some(self.allowed?.saturating_sub(self.count?))
    }
}

/// [`MetaHeaders`] as names that need not be checked again for each answer.
#[derive(Debug)]
pub(crate) struct KnownHeaders {
    correlation_id: Vec<HeaderName>,
    rate_limit_allowed: Option<HeaderName>,
    rate_limit_count: Option<HeaderName>,
    rate_limit_reset: Option<HeaderName>,
}

impl KnownHeaders {
    /// A name that no header can have is as good as none.
    pub(crate) fn new(names: &MetaHeaders) -> Self {
        let known = |name: &'static str| HeaderName::try_from(name).ok();
        Self {
            correlation_id: names
                .correlation_id
                .iter()
                .copied()
                .filter_map(known)
                .collect(),
            rate_limit_allowed: names.rate_limit_allowed.and_then(known),
            rate_limit_count: names.rate_limit_count.and_then(known),
            rate_limit_reset: names.rate_limit_reset.and_then(known),
        }
    }
}

/// Status, correlation id, rate limit and `Retry-After` of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseMeta {
    status: StatusCode,
    correlation_id: Option<String>,
    rate_limit: Option<RateLimit>,
    retry_after: Option<Duration>,
    date: Option<DateTime<Utc>>,
}

impl ResponseMeta {
    /// Reads the parts of `headers` that `names` names. `now` resolves a `Retry-After` date.
    #[must_use]
    pub fn read(
        status: StatusCode,
        headers: &HeaderMap,
        names: &MetaHeaders,
        now: DateTime<Utc>,
    ) -> Self {
        Self::read_known(status, headers, &KnownHeaders::new(names), || now)
    }

    pub(crate) fn read_known(
        status: StatusCode,
        headers: &HeaderMap,
        names: &KnownHeaders,
        now: impl FnOnce() -> DateTime<Utc>,
    ) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let number = |name: &Option<HeaderName>| text(name.as_ref()?)?.trim().parse::<u64>().ok();
        let limit = RateLimit {
            allowed: number(&names.rate_limit_allowed),
            count: number(&names.rate_limit_count),
            reset: number(&names.rate_limit_reset).map(Duration::from_secs),
        };
        let told = limit.allowed.is_some() || limit.count.is_some() || limit.reset.is_some();
        let correlation_id = names.correlation_id.iter().find_map(text);
        let correlation_id = correlation_id.filter(|id| is_id_like(id));
        Self {
            status,
            // A header's text is ASCII, so any byte ends a character.
            correlation_id: correlation_id
                .map(|id| id[..id.len().min(LONGEST_CORRELATION_ID)].to_owned()),
            rate_limit: told.then_some(limit),
            retry_after: text(&header::RETRY_AFTER)
                .and_then(|value| parse_retry_after(value, now())),
            date: text(&header::DATE)
                .and_then(|value| httpdate::parse_http_date(value).ok())
                .map(Into::into),
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The vendor's id of this request, to quote in a support case.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.correlation_id.as_deref()
    }

    /// The rate limit, if the vendor reported one.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    /// The vendor's clock when it answered.
    #[must_use]
    pub fn date(&self) -> Option<DateTime<Utc>> {
        self.date
    }

    /// How long the vendor asks to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

/// A successful answer: its value, and what came with it.
///
/// Dereferences to the value, so `response.id` reads the field directly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response<T> {
    value: T,
    meta: ResponseMeta,
}

impl<T> Response<T> {
    /// Joins a value with what came with it.
    pub fn new(value: T, meta: ResponseMeta) -> Self {
        Self { value, meta }
    }

    /// Status, correlation id and rate limit.
    pub fn meta(&self) -> &ResponseMeta {
        &self.meta
    }

    /// The value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same answer with its value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            meta: self.meta,
        }
    }
}

impl<T> Response<T> {
    /// The same answer with its value read further.
    ///
    /// # Errors
    /// What `change` returned.
    pub fn try_map<U, E>(self, change: impl FnOnce(T) -> Result<U, E>) -> Result<Response<U>, E> {
        Ok(Response::new(change(self.value)?, self.meta))
    }
}

impl<T> Deref for Response<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Whether it has the form of an id: an answer that repeats what it was sent may have a
/// name in that place, and correlation ids are logged.
fn is_id_like(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/=".contains(&byte);
    !id.is_empty() && id.bytes().all(allowed)
}

/// Reads a `Retry-After` value: whole seconds, or an HTTP date seen from `now`.
///
/// A date in the past means "at once". Anything else is `None`.
#[must_use]
pub fn parse_retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit is still "very long", not "no answer".
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date: DateTime<Utc> = httpdate::parse_http_date(value).ok()?.into();
    Some((date - now).to_std().unwrap_or(Duration::ZERO))
}

/// A vendor's text if it has the form of an error code, safe for messages and logs.
///
/// Codes are short and made of letters, digits and `._-`. Anything else (a sentence,
/// a phone number in it) is not a code, and `None`.
#[must_use]
pub fn machine_code(text: &str) -> Option<&str> {
    let code = !text.is_empty()
        && text.len() <= 80
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        // An id or number glued to a word is data, not a code.
        && text.bytes().filter(u8::is_ascii_digit).count() <= 4;
    code.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: MetaHeaders = MetaHeaders {
        correlation_id: &["x-new-id", "x-old-id"],
        rate_limit_allowed: Some("x-allowed"),
        rate_limit_count: Some("x-count"),
        rate_limit_reset: Some("x-reset"),
    };

    fn now() -> DateTime<Utc> {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date() {
        let cases = [
            ("17", Some(17)),
            (" 0 ", Some(0)),
            ("Fri, 20 Nov 2026 10:01:30 GMT", Some(90)),
            ("Fri, 20 Nov 2026 09:00:00 GMT", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("", None),
            ("-3", None),
            ("1.5", None),
            ("soon", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(
                parse_retry_after(text, now()),
                seconds.map(Duration::from_secs),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_correlation_id_that_is_a_sentence_is_none() {
        for (id, expected) in [
            ("5f0c-1_a.b:c/d=", true),
            ("Robin Example", false),
            ("robin@example.com", false),
            ("+12025550147", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-new-id", id.parse().unwrap());
            let meta = ResponseMeta::read(StatusCode::OK, &headers, &NAMES, now());
            assert_eq!(meta.correlation_id().is_some(), expected, "{id}");
        }
    }

    #[test]
    fn meta_prefers_the_first_correlation_header_and_survives_odd_numbers() {
        let mut headers = HeaderMap::new();
        headers.insert("x-old-id", "old".parse().unwrap());
        headers.insert("x-allowed", "300".parse().unwrap());
        headers.insert("x-count", "many".parse().unwrap());

        let meta = ResponseMeta::read(StatusCode::OK, &headers, &NAMES, now());
        assert_eq!(meta.correlation_id(), Some("old"));
        let limit = meta.rate_limit().expect("one number is enough");
        assert_eq!(
            (limit.allowed, limit.count, limit.remaining()),
            (Some(300), None, None)
        );

        headers.insert("x-new-id", "new".parse().unwrap());
        headers.insert("x-count", "301".parse().unwrap());
        let meta = ResponseMeta::read(StatusCode::OK, &headers, &NAMES, now());
        assert_eq!(meta.correlation_id(), Some("new"));
        assert_eq!(
            meta.rate_limit().and_then(|limit| limit.remaining()),
            Some(0)
        );
    }

    #[test]
    fn the_vendors_clock_and_a_long_id_are_read_as_far_as_they_go() {
        let mut headers = HeaderMap::new();
        headers.insert("date", "Fri, 20 Nov 2026 10:00:00 GMT".parse().unwrap());
        headers.insert("x-new-id", "i".repeat(500).parse().unwrap());

        let meta = ResponseMeta::read(StatusCode::OK, &headers, &NAMES, now());

        assert_eq!(meta.date(), Some(now()));
        assert_eq!(
            meta.correlation_id().map(str::len),
            Some(LONGEST_CORRELATION_ID)
        );
        headers.insert("date", "yesterday".parse().unwrap());
        let meta = ResponseMeta::read(StatusCode::OK, &headers, &NAMES, now());
        assert_eq!(meta.date(), None);
    }

    #[test]
    fn answers_without_rate_limit_headers_report_none() {
        let meta = ResponseMeta::read(StatusCode::OK, &HeaderMap::new(), &NAMES, now());
        assert_eq!(meta.rate_limit(), None);
    }

    #[test]
    fn sentences_and_numbers_are_not_codes() {
        for code in [
            "bad.request",
            "callback.error.missing.queue.id",
            "invalid_client",
            "not.a.user",
        ] {
            assert_eq!(machine_code(code), Some(code));
        }
        for text in [
            "",
            "John Doe",
            "+15550100",
            "15550100",
            "number.5550100123",
            "a\nb",
            "é",
        ] {
            assert_eq!(machine_code(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_retry_after_is_read_without_panic(
            value in prop_oneof![
                ".{0,40}",
                "[0-9]{1,40}",
                "(Mon|Fri|Sun), [0-9]{2} (Jan|Nov|Feb) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT",
            ],
        ) {
            let wait = parse_retry_after(&value, now());
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert!(!is_number || wait.is_some(), "a number is always a wait");
        }
    }
}
