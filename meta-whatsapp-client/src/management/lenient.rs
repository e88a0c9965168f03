//! Lenient reading of single fields: what is not of the documented kind is absent.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Value, value::RawValue};

use crate::{
    ErrorDetail, FlowId, GroupId, MessageId, ParentUserId, PhoneNumberId, QrCodeId, TemplateId,
    UserId, WaId, WabaId,
};

/// The fields of a received object, each still as text.
pub(crate) type Fields<'a> = HashMap<String, &'a RawValue>;

/// Reads one value leniently.
pub(crate) trait Lenient: Sized {
    /// The value, if it is of this kind.
    fn read(raw: &RawValue) -> Option<Self>;
}

/// Reads a field of a received object.
pub(crate) trait Field: Sized {
    /// The field; empty if it is absent or not of this kind.
    fn field(raw: Option<&RawValue>) -> Self;
}

impl<T: Lenient> Field for Option<T> {
    fn field(raw: Option<&RawValue>) -> Self {
        raw.and_then(T::read)
    }
}

/// A list, or one item alone. Items that cannot be read are left out.
impl<T: Lenient> Field for Vec<T> {
    fn field(raw: Option<&RawValue>) -> Self {
        let Some(raw) = raw else {
            return Self::new();
        };
        match serde_json::from_str::<Vec<&RawValue>>(raw.get()) {
            Ok(items) => items.into_iter().filter_map(T::read).collect(),
            Err(_) => T::read(raw).into_iter().collect(),
        }
    }
}

fn parse<T: DeserializeOwned>(raw: &RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// A text, or a number as text. Empty is absent.
impl Lenient for String {
    fn read(raw: &RawValue) -> Option<Self> {
        match parse(raw)? {
            Value::String(text) => (!text.is_empty()).then_some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

/// A whole number, or a text that reads as one.
impl Lenient for i64 {
    fn read(raw: &RawValue) -> Option<Self> {
        match parse(raw)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_i64(),
        }
    }
}

/// A number, or a text that reads as one.
impl Lenient for f64 {
    fn read(raw: &RawValue) -> Option<Self> {
        match parse(raw)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_f64(),
        }
    }
}

/// True or false, also as text: Meta's own examples have `"success": "true"`.
impl Lenient for bool {
    fn read(raw: &RawValue) -> Option<Self> {
        match parse(raw)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_bool(),
        }
    }
}

/// Unix seconds, or the two forms of ISO 8601 that the Graph API writes.
impl Lenient for DateTime<Utc> {
    fn read(raw: &RawValue) -> Option<Self> {
        if let Some(seconds) = i64::read(raw) {
            return DateTime::from_timestamp(seconds, 0);
        }
        let text = String::read(raw)?;
        let time = DateTime::parse_from_rfc3339(&text)
            .or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%z"));
        time.ok().map(|time| time.to_utc())
    }
}

impl Lenient for Value {
    fn read(raw: &RawValue) -> Option<Self> {
        parse(raw).filter(|value: &Self| !value.is_null())
    }
}

/// Anything, as it is.
impl Lenient for Box<RawValue> {
    fn read(raw: &RawValue) -> Option<Self> {
        Some(raw.to_owned())
    }
}

impl Lenient for ErrorDetail {
    fn read(raw: &RawValue) -> Option<Self> {
        parse(raw)
    }
}

macro_rules! lenient_ids {
    ($($id:ident),*) => {$(
        impl Lenient for $id {
            fn read(raw: &RawValue) -> Option<Self> {
                String::read(raw).map(Self::new)
            }
        }
    )*};
}
lenient_ids!(
    FlowId,
    GroupId,
    MessageId,
    ParentUserId,
    PhoneNumberId,
    QrCodeId,
    TemplateId,
    UserId,
    WaId,
    WabaId
);

/// Lets types that serde can read be fields of received objects.
macro_rules! lenient_through_serde {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::management::lenient::Lenient for $name {
            fn read(raw: &::serde_json::value::RawValue) -> Option<Self> {
                ::serde_json::from_str(raw.get()).ok()
            }
        }
    )*};
}
pub(crate) use lenient_through_serde;
