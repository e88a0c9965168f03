//! A part of a body as serde reads it, with errors that name the place and quote no value.

use std::fmt::Display;

use serde::{
    Deserialize, Deserializer,
    de::{
        self, DeserializeSeed, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
        Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, map};

use super::ReadError;
use crate::messages::wire::KNOWN_TYPE;

/// Reads a body or a part of one.
pub(in crate::messages) fn read<'de, T: Deserialize<'de>>(
    value: &'de Value,
) -> Result<T, ReadError> {
    T::deserialize(Node(value))
}

#[derive(Clone, Copy)]
struct Node<'de>(&'de Value);

/// Takes only values of one kind, then reads them as any value.
macro_rules! only {
    ($($method:ident: $is:expr, $problem:literal;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            if $is(self.0) { self.deserialize_any(visitor) } else { Err(ReadError::new($problem)) }
        }
    )* };
}

/// Takes only whole numbers that fit.
macro_rules! whole {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            if !self.0.is_i64() && !self.0.is_u64() {
                return Err(ReadError::new("is not a whole number"));
            }
            let read = self.deserialize_any(visitor);
            read.map_err(|_| ReadError::new("is out of range"))
        }
    )* };
}

// serde would take a list for an object, and an object for the name of a variant.
impl<'de> Deserializer<'de> for Node<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Value::Object(fields) => visitor.visit_map(Fields::of(fields)),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
            },
        }
    }

    only! {
        deserialize_bool: Value::is_boolean, "is not a boolean";
        deserialize_f64: Value::is_number, "is not a number";
        deserialize_str: Value::is_string, "is not a string";
        deserialize_string: Value::is_string, "is not a string";
        deserialize_seq: Value::is_array, "is not a list";
        deserialize_map: Value::is_object, "is not an object";
    }

    whole! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let name = self.0.as_str();
        visitor.visit_enum(
            name.ok_or_else(|| ReadError::new("is not a string"))?
                .into_deserializer(),
        )
    }

    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Items<'de>(std::iter::Enumerate<std::slice::Iter<'de, Value>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some((position, item)) = self.0.next() else {
            return Ok(None);
        };
        let item = seed.deserialize(Node(item));
        item.map(Some)
            .map_err(|error| error.inside(&format!("[{position}]")))
    }
}

struct Fields<'de> {
    all: &'de Map<String, Value>,
    rest: map::Iter<'de>,
    next: Option<(&'de str, &'de Value)>,
}

impl<'de> Fields<'de> {
    fn of(all: &'de Map<String, Value>) -> Self {
        Self {
            all,
            rest: all.iter(),
            next: None,
        }
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let Some((name, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.next = Some((name, value));
        let key = seed.deserialize(StrDeserializer::<ReadError>::new(name));
        // A field that is not known is the content of an unknown `type` if it has its name.
        key.map(Some).map_err(|error| match self.all.get("type") {
            Some(Value::String(kind)) if kind == name => ReadError::odd("type", KNOWN_TYPE),
            _ => error,
        })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let (name, value) = self.next.take().expect("a value follows its name");
        seed.deserialize(Node(value))
            .map_err(|error| error.inside(name))
    }
}

impl de::Error for ReadError {
    fn custom<T: Display>(problem: T) -> Self {
        Self::new(problem.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("is not {expected}"))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        match unexpected {
            // By `into_any`; a JSON value is never of another kind than serde knows.
            Unexpected::Other(field) => Self::at(field, format!("{expected:#}")),
            _ => Self::new(format!("is not {expected}")),
        }
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("is not {}", one_of(expected)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let expected = one_of(expected);
        Self::at(
            field,
            format!("unknown field `{field}`, expected {expected}"),
        )
    }

    fn missing_field(field: &'static str) -> Self {
        Self::missing(field)
    }
}

fn one_of(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        [only] => only.clone(),
        several => format!("one of {}", several.join(", ")),
    }
}
