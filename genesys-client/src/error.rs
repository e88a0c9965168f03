//! What Genesys Cloud answers when it refuses, and why a call failed.

use std::fmt;

use ccaas_http::{ResponseMeta, VendorError, machine_code, read::json};

use crate::{
    error_body::{ErrorBody, ErrorDetail, ErrorLimit},
    notifications::ChannelTopic,
    oauth::OAuthError,
    open_messaging::{Reason, ReasonCode},
};

/// Why a call to Genesys Cloud failed.
pub type Error = ccaas_http::Error<ApiError>;

/// An error answer of the Platform API.
///
/// `Display` and `Debug` show the status and the code only: the vendor's text may
/// quote what was sent. [`ApiError::message`] gives it to those who ask.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    meta: ResponseMeta,
    body: ErrorBody,
    /// What was refused although the status is that of a success.
    refused: Option<Refused>,
}

/// What the body of a success refuses.
#[derive(Clone, PartialEq, Eq)]
enum Refused {
    Receipt(Vec<Reason>),
    Topic(ChannelTopic),
}

impl ApiError {
    /// A receipt that was not taken, as the body of a success says.
    #[must_use]
    pub fn refused_receipt(meta: ResponseMeta, reasons: Vec<Reason>) -> Self {
        Self {
            meta,
            body: ErrorBody::default(),
            refused: Some(Refused::Receipt(reasons)),
        }
    }

    /// A topic that is not told of, as the body of a success says.
    #[must_use]
    pub fn refused_topic(meta: ResponseMeta, topic: ChannelTopic) -> Self {
        Self {
            meta,
            body: ErrorBody::default(),
            refused: Some(Refused::Topic(topic)),
        }
    }

    /// Something could not be created, says the answer to a later question about it.
    #[cfg(feature = "client")]
    pub(crate) fn of_creation(meta: ResponseMeta, body: ErrorBody) -> Self {
        Self {
            meta,
            body,
            refused: None,
        }
    }

    /// The vendor's text. It may quote what was sent, so keep it out of logs.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.body.message.as_deref()
    }

    /// The vendor's code, such as `callback.error.missing.queue.id`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.body.code.as_deref()
    }

    /// The id to quote in a support case: the body's, else the correlation header's.
    #[must_use]
    pub fn context_id(&self) -> Option<&str> {
        self.body
            .context_id
            .as_deref()
            .or(self.meta.correlation_id())
    }

    /// What is wrong, field by field.
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.body.details
    }

    /// The errors of the parts of a bulk call.
    #[must_use]
    pub fn errors(&self) -> &[ErrorBody] {
        &self.body.errors
    }

    /// The limit that was reached.
    #[must_use]
    pub fn limit(&self) -> Option<&ErrorLimit> {
        self.body.limit.as_ref()
    }

    /// Whether a receipt was not taken, although the HTTP status is that of a success.
    #[must_use]
    pub fn is_refused_receipt(&self) -> bool {
        matches!(self.refused, Some(Refused::Receipt(_)))
    }

    /// Why a receipt was not taken.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match &self.refused {
            Some(Refused::Receipt(reasons)) => reasons,
            _ => &[],
        }
    }

    /// The topic that is not told of, although the HTTP status is that of a success.
    #[must_use]
    pub fn topic(&self) -> Option<&ChannelTopic> {
        match &self.refused {
            Some(Refused::Topic(topic)) => Some(topic),
            _ => None,
        }
    }

    fn has_reason(&self, codes: &[ReasonCode]) -> bool {
        let mut reasons = self.reasons().iter().filter_map(|it| it.code.as_ref());
        reasons.any(|code| codes.contains(code))
    }

    /// The whole body, as far as it could be read.
    #[must_use]
    pub fn body(&self) -> &ErrorBody {
        &self.body
    }
}

impl VendorError for ApiError {
    type SignIn = OAuthError;

    fn from_answer(meta: ResponseMeta, body: &[u8]) -> Self {
        Self {
            meta,
            body: json(body).unwrap_or_default(),
            refused: None,
        }
    }

    fn meta(&self) -> &ResponseMeta {
        &self.meta
    }

    fn is_rate_limited(&self) -> bool {
        self.meta.status().as_u16() == 429 || self.has_reason(&[ReasonCode::RateLimited])
    }

    fn is_transient(&self) -> bool {
        self.is_rate_limited()
            || self.has_reason(&[ReasonCode::ServerError])
            // By their status, these are the ones that may succeed later.
            || self.may_have_been_applied()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_refused_receipt() {
            f.write_str("genesys cloud did not take the receipt")?;
            return match self.reasons().iter().find_map(|it| it.code.as_ref()) {
                Some(ReasonCode::Unknown(_)) | None => Ok(()),
                Some(code) => write!(f, " ({})", code.as_str()),
            };
        }
        if let Some(topic) = self.topic() {
            return topic.write_refusal(f);
        }
        write!(
            f,
            "genesys cloud answered with status {}",
            self.meta.status().as_u16()
        )?;
        match self.code().and_then(machine_code) {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("meta", &self.meta)
            .field("code", &self.code().and_then(machine_code))
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use ccaas_http::MetaHeaders;
    use http::{HeaderMap, StatusCode};
    use proptest::prelude::{any, prop, proptest};

    use super::*;

    fn meta(status: u16) -> ResponseMeta {
        let mut headers = HeaderMap::new();
        headers.insert("inin-correlation-id", "from-the-header".parse().unwrap());
        let names = MetaHeaders {
            correlation_id: &["inin-correlation-id"],
            ..MetaHeaders::default()
        };
        let status = StatusCode::from_u16(status).unwrap();
        ResponseMeta::read(status, &headers, &names, chrono::DateTime::UNIX_EPOCH)
    }

    fn read(body: &str) -> ApiError {
        ApiError::from_answer(meta(400), body.as_bytes())
    }

    #[test]
    fn the_documented_body_is_read_with_every_field() {
        let error = read(
            r#"{"message":"The field callbackNumbers is required.",
                "code":"callback.error.missing.callback.numbers","status":400,
                "entityId":"q-1","entityName":"queue",
                "messageWithParams":"The field {field} is required.",
                "messageParams":{"field":"callbackNumbers"},"contextId":"c-1",
                "details":[{"errorCode":"missing","fieldName":"callbackNumbers","entityId":null}],
                "errors":[{"code":"inner","status":409}],
                "limit":{"key":"example.limit","namespace":"conversations","value":300}}"#,
        );

        assert_eq!(
            error.message(),
            Some("The field callbackNumbers is required.")
        );
        assert_eq!(
            error.code(),
            Some("callback.error.missing.callback.numbers")
        );
        assert_eq!(error.context_id(), Some("c-1"));
        assert_eq!(error.body().status, Some(400));
        assert_eq!(error.body().entity_name.as_deref(), Some("queue"));
        assert_eq!(error.body().message_params["field"], "callbackNumbers");
        assert_eq!(
            error.details()[0].field_name.as_deref(),
            Some("callbackNumbers")
        );
        assert_eq!(error.errors()[0].code.as_deref(), Some("inner"));
        assert_eq!(error.limit().and_then(|limit| limit.value), Some(300));
    }

    #[test]
    fn a_field_of_an_odd_type_costs_only_itself() {
        let error = read(
            r#"{"code":40001,"message":{"a":1},"status":"400","details":null,
                "errors":"none","messageParams":[1],"limit":7,"contextId":null}"#,
        );

        assert_eq!(error.code(), Some("40001"));
        assert_eq!(error.message(), None);
        assert!(error.details().is_empty() && error.errors().is_empty());
        assert_eq!(error.limit(), None);
        assert_eq!(error.context_id(), Some("from-the-header"));
    }

    #[test]
    fn a_body_that_is_not_json_still_tells_the_status() {
        for body in [
            "",
            "<html>Bad Gateway</html>",
            r#"{"message":"half"#,
            "[]",
            "null",
            "7",
        ] {
            let error = read(body);

            assert_eq!(error.meta().status(), StatusCode::BAD_REQUEST);
            assert_eq!(*error.body(), ErrorBody::default(), "{body}");
            assert_eq!(error.to_string(), "genesys cloud answered with status 400");
        }
    }

    #[test]
    fn what_is_printed_has_the_code_but_no_text_of_the_vendor() {
        let error = read(
            r#"{"message":"canary","code":"bad.request","entityName":"canary",
                "messageWithParams":"canary","messageParams":{"canary":"canary"},
                "details":[{"errorCode":"a canary","fieldName":"+12025550147"}],
                "errors":[{"message":"canary","code":"the canary"}],
                "limit":{"key":"some canary"}}"#,
        );

        let printed = format!("{error} {error:?} {:?} {:?}", error.body(), error.details());
        let printed = format!("{printed} {:?} {:?}", error.errors(), error.limit());

        assert!(printed.contains("bad.request"), "{printed}");
        assert!(
            !printed.contains("canary") && !printed.contains("2025550147"),
            "{printed}"
        );
    }

    #[test]
    fn a_code_that_is_a_sentence_is_not_printed() {
        assert_eq!(
            read(r#"{"code":"number +12025550147"}"#).to_string(),
            "genesys cloud answered with status 400"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_can_break_the_reading(body in prop::collection::vec(any::<u8>(), 0..512)) {
            let error = ApiError::from_answer(meta(500), &body);
            assert_eq!(error.meta().status(), StatusCode::INTERNAL_SERVER_ERROR);
            let error = OAuthError::from_answer(meta(500), &body);
            assert_eq!(error.meta().status(), StatusCode::INTERNAL_SERVER_ERROR);
        }

        #[test]
        fn no_json_of_the_right_names_can_break_the_reading(
            name in "(message|code|status|details|errors|limit|messageParams|error)",
            value in r#"(null|true|-1|1e400|99999999999999999999|"x"|\[\[\]\]|\[\{\}\]|\{"a":\[1\]\})"#,
        ) {
            let body = format!("{{\"{name}\":{value}}}");
            let error = ApiError::from_answer(meta(500), body.as_bytes());
            assert!(error.to_string().contains("500"));
            let error = OAuthError::from_answer(meta(500), body.as_bytes());
            assert!(error.to_string().contains("500"));
        }
    }
}
