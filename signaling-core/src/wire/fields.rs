//! The fields of an event's argument.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, de};
use serde_json::value::RawValue;

use super::{
    caps,
    error::Problem,
    text::{self, Kind},
};
use crate::{CallId, RawJson, Text};

/// An argument, taken apart one level deep.
pub(super) struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Takes an object apart. No argument at all is one without fields.
    pub(super) fn read(argument: Option<&'a str>) -> Result<Self, Problem> {
        let Some(argument) = argument else {
            return Ok(Self(Vec::new()));
        };
        if argument.len() > caps::ARGUMENT_BYTES {
            return Err(Problem::TooLarge {
                limit: caps::ARGUMENT_BYTES,
            });
        }
        if is_deep(argument) {
            return Err(Problem::TooDeep);
        }
        serde_json::from_str(argument).map_err(|_| Problem::Argument)
    }

    /// The last one of the name, as in JavaScript.
    fn find(&self, name: &str) -> Option<&'a RawValue> {
        let of_that_name =
            |(field, value): &(Cow<'a, str>, &'a RawValue)| (field == name).then_some(*value);
        self.0.iter().rev().find_map(of_that_name)
    }

    /// The value with its JSON type, unless it is absent or null.
    fn value<T: Deserialize<'a>>(
        &self,
        field: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, Problem> {
        match self.find(field) {
            None => Ok(None),
            Some(value) => {
                serde_json::from_str(value.get()).map_err(|_| Problem::Kind { field, expected })
            }
        }
    }

    /// A text that may be absent; an empty one counts as absent.
    pub(super) fn optional_text(
        &self,
        field: &'static str,
        kind: Kind,
        limit: usize,
    ) -> Result<Option<Text>, Problem> {
        let Some(written) = self.value::<Cow<'a, str>>(field, "a text")? else {
            return Ok(None);
        };
        let clean = text::clean(&written, field, kind, limit)?;
        Ok((!clean.is_empty()).then(|| Text::new(clean)))
    }

    /// A text that says something.
    pub(super) fn text(
        &self,
        field: &'static str,
        kind: Kind,
        limit: usize,
    ) -> Result<Text, Problem> {
        self.optional_text(field, kind, limit)?
            .ok_or(Problem::Missing { field })
    }

    /// A call's id. One that is absent or no id is that of no call.
    pub(super) fn call(&self) -> Result<CallId, Problem> {
        let id = self.value::<Cow<'a, str>>("callId", "a text")?;
        Ok(id.map_or(CallId::UNKNOWN, |id| CallId::read(&id)))
    }

    /// A whole number that may be absent.
    pub(super) fn number<T: Deserialize<'a>>(
        &self,
        field: &'static str,
    ) -> Result<Option<T>, Problem> {
        self.value(field, "a whole number, not below zero")
    }

    /// A measurement: a number that is one, and not below zero.
    pub(super) fn measure(&self, field: &'static str) -> Result<f32, Problem> {
        let expected = "a number, not below zero";
        let measured: f64 = self
            .value(field, expected)?
            .ok_or(Problem::Missing { field })?;
        let measured = measured as f32;
        let usable = measured.is_finite() && measured >= 0.0;
        usable
            .then_some(measured)
            .ok_or(Problem::Kind { field, expected })
    }

    /// True or false; may be absent.
    pub(super) fn optional_flag(&self, field: &'static str) -> Result<Option<bool>, Problem> {
        self.value(field, "true or false")
    }

    /// True or false; absent is false.
    pub(super) fn flag(&self, field: &'static str) -> Result<bool, Problem> {
        Ok(self.optional_flag(field)?.unwrap_or(false))
    }

    /// One of a few words; may be absent.
    pub(super) fn word<T: Deserialize<'a>>(
        &self,
        field: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, Problem> {
        self.value(field, expected)
    }

    /// Whatever stands there, byte for byte; `null` is something, absent is not.
    pub(super) fn raw(
        &self,
        field: &'static str,
        limit: usize,
    ) -> Result<Option<RawJson>, Problem> {
        let Some(value) = self.find(field) else {
            return Ok(None);
        };
        if value.get().len() > limit {
            return Err(Problem::TooLong {
                field,
                limit,
                unit: "bytes",
            });
        }
        Ok(Some(RawJson::from(value.to_owned())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(Vec::new())
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(4);
                while let Some(Name(name)) = map.next_key()? {
                    if fields.len() == caps::FIELDS {
                        return Err(de::Error::custom("too many fields"));
                    }
                    fields.push((name, map.next_value()?));
                }
                Ok(fields)
            }
        }
        deserializer.deserialize_any(Visitor).map(Self)
    }
}

/// A field's name, which is borrowed unless it has escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Cow<'de, str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(name))
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(name.to_owned()))
            }
        }
        deserializer.deserialize_str(Visitor).map(Self)
    }
}

/// Whether it has more levels than [`caps::DEPTH`]; brackets in texts do not count.
fn is_deep(json: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > caps::DEPTH {
                    return true;
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
