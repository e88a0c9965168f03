//! The body of an error answer. A field of an odd type costs only itself.

use std::{collections::BTreeMap, fmt};

use ccaas_http::{
    machine_code,
    read::{lenient, list, map},
};
use serde::Deserialize;

/// The vendor's error body. Every field may be missing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The vendor's text. It may quote what was sent.
    #[serde(deserialize_with = "lenient")]
    pub message: Option<String>,
    /// The vendor's code.
    #[serde(deserialize_with = "lenient")]
    pub code: Option<String>,
    /// The HTTP status, as the body repeats it.
    #[serde(deserialize_with = "lenient")]
    pub status: Option<u16>,
    /// The entity in question.
    #[serde(deserialize_with = "lenient")]
    pub entity_id: Option<String>,
    /// The kind or name of the entity in question.
    #[serde(deserialize_with = "lenient")]
    pub entity_name: Option<String>,
    /// The text with `{names}` in place of values.
    #[serde(deserialize_with = "lenient")]
    pub message_with_params: Option<String>,
    /// The values of those names.
    #[serde(deserialize_with = "map")]
    pub message_params: BTreeMap<String, String>,
    /// The vendor's id of this request.
    #[serde(deserialize_with = "lenient")]
    pub context_id: Option<String>,
    /// What is wrong, field by field.
    #[serde(deserialize_with = "list")]
    pub details: Vec<ErrorDetail>,
    /// The errors of the parts of a bulk call.
    #[serde(deserialize_with = "list")]
    pub errors: Vec<ErrorBody>,
    /// The limit that was reached.
    #[serde(deserialize_with = "lenient")]
    pub limit: Option<ErrorLimit>,
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
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The vendor's code.
    #[serde(deserialize_with = "lenient")]
    pub error_code: Option<String>,
    /// The field.
    #[serde(deserialize_with = "lenient")]
    pub field_name: Option<String>,
    /// The entity in question.
    #[serde(deserialize_with = "lenient")]
    pub entity_id: Option<String>,
    /// The kind or name of the entity in question.
    #[serde(deserialize_with = "lenient")]
    pub entity_name: Option<String>,
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
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ErrorLimit {
    /// The limit's name.
    #[serde(deserialize_with = "lenient")]
    pub key: Option<String>,
    /// The part of the platform that it belongs to.
    #[serde(deserialize_with = "lenient")]
    pub namespace: Option<String>,
    /// Its value.
    #[serde(deserialize_with = "lenient")]
    pub value: Option<i64>,
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
