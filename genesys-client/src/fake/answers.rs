//! The vendor's answers, good and bad.

use ccaas_http::test_util::Answer;
use http::StatusCode;
use serde_json::{Value, json};

/// Why a request is refused, in the vendor's words.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    message: String,
    entity: Option<(&'static str, String)>,
    field: Option<&'static str>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            entity: None,
            field: None,
        }
    }

    /// A field that is missing or wrong.
    pub(super) fn field(code: &'static str, field: &'static str, problem: &str) -> Self {
        let refusal = Self::new(400, code, format!("The field {field} {problem}."));
        Self {
            field: Some(field),
            ..refusal
        }
    }

    pub(super) fn not_found(entity: &'static str, id: &str) -> Self {
        let refusal = Self::new(404, "not.found", format!("Unable to find the {entity}."));
        Self {
            entity: Some((entity, id.to_owned())),
            ..refusal
        }
    }

    /// The usual code of a status.
    pub(super) fn of_status(status: u16) -> Self {
        let code = match status {
            400 => "bad.request",
            401 => "bad.credentials",
            403 => "missing.permissions",
            404 => "not.found",
            429 => "too.many.requests.retry.after",
            503 => "service.unavailable",
            504 => "request.timeout",
            _ => "internal.server.error",
        };
        Self::new(status, code, "The request could not be completed.")
    }

    /// The error of one among many.
    pub(super) fn in_bulk(&self) -> Value {
        json!({ "code": self.code, "message": self.message })
    }

    /// The platform's error body.
    pub(super) fn answer(self, correlation_id: &str) -> Answer {
        let mut body = json!({
            "message": self.message,
            "code": self.code,
            "status": self.status,
            "contextId": correlation_id,
            "details": [],
            "errors": [],
        });
        if let Some((name, id)) = self.entity {
            body["entityName"] = name.into();
            body["entityId"] = id.into();
        }
        if let Some(field) = self.field {
            body["details"] = json!([{ "errorCode": self.code, "fieldName": field }]);
        }
        Answer::json(self.status, &body)
    }
}

/// The sign-in's error body, which is not the platform's.
pub(super) fn oauth_error(status: u16, error: &str, description: &str) -> Answer {
    let body = json!({
        "error": error,
        "description": description,
        "error_description": description,
    });
    Answer::json(status, &body)
}

/// An object without its fields that are null, which the vendor leaves out.
pub(super) fn filled(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
    }
    object
}

/// A status for a later answer, refused at once if it is none.
pub(super) fn checked(status: u16) -> u16 {
    StatusCode::from_u16(status)
        .expect("a test asks for an HTTP status")
        .as_u16()
}
