//! The body of an error answer, read field by field.

use std::{collections::BTreeMap, fmt};

use ccaas_http::machine_code;
use serde_json::Value;

/// The vendor's error body. Every field may be missing.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The vendor's text. It may quote what was sent.
    pub message: Option<String>,
    /// The vendor's code.
    pub code: Option<String>,
    /// The HTTP status, as the body repeats it.
    pub status: Option<u16>,
    /// The entity in question.
    pub entity_id: Option<String>,
    /// The kind or name of the entity in question.
    pub entity_name: Option<String>,
    /// The text with `{names}` in place of values.
    pub message_with_params: Option<String>,
    /// The values of those names.
    pub message_params: BTreeMap<String, String>,
    /// The vendor's id of this request.
    pub context_id: Option<String>,
    /// What is wrong, field by field.
    pub details: Vec<ErrorDetail>,
    /// The errors of the parts of a bulk call.
    pub errors: Vec<ErrorBody>,
    /// The limit that was reached.
    pub limit: Option<ErrorLimit>,
}

impl ErrorBody {
    /// Takes every field that can be read; one of an odd type costs only itself.
    pub(crate) fn read(body: &Value) -> Self {
        let items = |name: &str| body[name].as_array().map(Vec::as_slice).unwrap_or_default();
        Self {
            message: text(body, "message"),
            code: text(body, "code"),
            status: body["status"]
                .as_u64()
                .and_then(|status| status.try_into().ok()),
            entity_id: text(body, "entityId"),
            entity_name: text(body, "entityName"),
            message_with_params: text(body, "messageWithParams"),
            message_params: body["messageParams"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(name, value)| Some((name.clone(), plain(value)?)))
                .collect(),
            context_id: text(body, "contextId"),
            details: items("details").iter().map(ErrorDetail::read).collect(),
            errors: items("errors").iter().map(Self::read).collect(),
            limit: body["limit"]
                .is_object()
                .then(|| ErrorLimit::read(&body["limit"])),
        }
    }
}

impl fmt::Debug for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorBody")
            .field("status", &self.status)
            .field("code", &self.code.as_deref().and_then(machine_code))
            .finish_non_exhaustive()
    }
}

/// What is wrong with one field.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The vendor's code.
    pub error_code: Option<String>,
    /// The field.
    pub field_name: Option<String>,
    /// The entity in question.
    pub entity_id: Option<String>,
    /// The kind or name of the entity in question.
    pub entity_name: Option<String>,
}

impl ErrorDetail {
    fn read(detail: &Value) -> Self {
        Self {
            error_code: text(detail, "errorCode"),
            field_name: text(detail, "fieldName"),
            entity_id: text(detail, "entityId"),
            entity_name: text(detail, "entityName"),
        }
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetail")
            .field(
                "error_code",
                &self.error_code.as_deref().and_then(machine_code),
            )
            .field(
                "field_name",
                &self.field_name.as_deref().and_then(machine_code),
            )
            .finish_non_exhaustive()
    }
}

/// A limit of the platform that was reached.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorLimit {
    /// The limit's name.
    pub key: Option<String>,
    /// The part of the platform that it belongs to.
    pub namespace: Option<String>,
    /// Its value.
    pub value: Option<i64>,
}

impl ErrorLimit {
    fn read(limit: &Value) -> Self {
        Self {
            key: text(limit, "key"),
            namespace: text(limit, "namespace"),
            value: limit["value"].as_i64(),
        }
    }
}

impl fmt::Debug for ErrorLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorLimit")
            .field("key", &self.key.as_deref().and_then(machine_code))
            .field(
                "namespace",
                &self.namespace.as_deref().and_then(machine_code),
            )
            .field("value", &self.value)
            .finish()
    }
}

/// A field's text; a number counts as its text.
pub(crate) fn text(object: &Value, name: &str) -> Option<String> {
    plain(&object[name])
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
