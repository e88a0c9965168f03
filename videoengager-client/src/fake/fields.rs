//! Fields of a request, read as the client reads an answer's.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

pub(super) fn field<'a, T: Deserialize<'a>>(
    fields: &'a Map<String, Value>,
    key: &str,
) -> Option<T> {
    read::filled(fields.get(key)?).ok().flatten()
}

pub(super) fn text(fields: &Map<String, Value>, key: &str) -> Option<String> {
    field(fields, key)
}

pub(super) fn time(fields: &Map<String, Value>, key: &str) -> Option<DateTime<Utc>> {
    read::time(fields.get(key)?).ok().flatten()
}

pub(super) fn object<'a>(
    fields: &'a Map<String, Value>,
    key: &str,
) -> Option<&'a Map<String, Value>> {
    fields.get(key)?.as_object()
}
