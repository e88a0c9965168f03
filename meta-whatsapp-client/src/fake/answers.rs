//! Answers in the vendor's shapes.

use ccaas_http::test_util::Answer;
use serde_json::{Value, json};

/// An error of the Graph API.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: i64,
    pub(super) subcode: Option<i64>,
    pub(super) message: String,
    pub(super) details: Option<String>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            subcode: None,
            message: message.into(),
            details: None,
        }
    }

    pub(super) fn details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// Code 100: a parameter is wrong.
    pub(super) fn parameter(details: impl Into<String>) -> Self {
        Self::new(400, 100, "Invalid parameter").details(details)
    }

    /// Code 131008: a parameter is missing.
    pub(super) fn missing(parameter: &str) -> Self {
        Self::new(400, 131_008, "Required parameter is missing")
            .details(format!("Parameter '{parameter}' is mandatory"))
    }

    /// Code 131009: a value is wrong.
    pub(super) fn value(details: impl Into<String>) -> Self {
        Self::new(400, 131_009, "Parameter value is not valid").details(details)
    }

    /// Code 190: the token is not good.
    pub(super) fn token() -> Self {
        Self::new(
            401,
            190,
            "Error validating access token: Session has expired",
        )
    }

    /// Code 100 with subcode 33: there is no such object.
    pub(super) fn unknown(id: &str) -> Self {
        let message = format!(
            "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to \
             missing permissions, or does not support this operation"
        );
        Self {
            subcode: Some(33),
            ..Self::new(400, 100, message)
        }
    }

    /// What the vendor calls this code.
    pub(super) fn of_code(code: i64) -> Self {
        let (status, message) = match code {
            190 => return Self::token(),
            0 | 200 => (401, "Authentication failed"),
            3 | 10 | 131_005 => (403, "Permission denied"),
            4 | 80_007 => (400, "Rate limit hit"),
            368 | 131_031 => (403, "Account has been restricted"),
            1 | 2 | 131_000 => (500, "Something went wrong"),
            131_016 | 133_004 => (503, "Service unavailable"),
            130_429 => (429, "Rate limit hit"),
            131_026 => (400, "Message undeliverable"),
            131_047 => (400, "Re-engagement message"),
            131_048 => (400, "Spam rate limit hit"),
            131_051 => (400, "Unsupported message type"),
            131_052 => (400, "Media download error"),
            131_053 => (400, "Media upload error"),
            131_056 => (
                400,
                "(Business Account, Consumer Account) pair rate limit hit",
            ),
            131_062 => (400, "Business-scoped user id not allowed"),
            132_000 => (400, "Number of parameters does not match"),
            132_001 => (404, "Template name does not exist in the translation"),
            _ => (400, "Request failed"),
        };
        Self::new(status, code, format!("(#{code}) {message}"))
    }

    pub(super) fn answer(&self, trace: u64) -> Answer {
        let mut error = json!({
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": format!("FAKEtrace{trace:08}"),
        });
        if let Some(subcode) = self.subcode {
            error["error_subcode"] = subcode.into();
        }
        if let Some(details) = &self.details {
            error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
        }
        Answer::json(self.status, &json!({ "error": error }))
    }
}

pub(super) type Outcome = Result<Answer, Refusal>;

pub(super) fn ok(body: &Value) -> Outcome {
    Ok(Answer::json(200, body))
}

pub(super) fn success() -> Outcome {
    ok(&json!({ "success": true }))
}

/// A text that must be there and not be empty.
pub(super) fn text<'a>(value: &'a Value, path: &str) -> Result<&'a str, Refusal> {
    let found = path.split('.').try_fold(value, |value, key| value.get(key));
    found
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .ok_or_else(|| Refusal::missing(path))
}
