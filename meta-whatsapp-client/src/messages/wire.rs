//! Shapes that occur again and again on the wire.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::read::ReadError;

/// A text in an object of its own: `{"text": "…"}`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextObject {
    pub(super) text: String,
}

/// Reads and writes a text as a [`TextObject`].
pub(super) mod text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::TextObject;

    pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        let text = text.to_owned();
        TextObject { text }.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<String, D::Error> {
        Ok(TextObject::deserialize(deserializer)?.text)
    }
}

/// The same, where it may be absent.
pub(super) mod opt_text {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::TextObject;

    #[expect(clippy::ref_option, reason = "serde calls it with a reference")]
    pub(crate) fn serialize<S: Serializer>(
        text: &Option<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = text.clone().map(|text| TextObject { text });
        text.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        Ok(Option::<TextObject>::deserialize(deserializer)?.map(|it| it.text))
    }
}

/// An action with a fixed name: `{"name": "cta_url", "parameters": {…}}`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action<N, T> {
    name: N,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameters: Option<T>,
}

impl<T> Action<String, T> {
    pub(super) fn new(name: String, parameters: T) -> Self {
        Self {
            name,
            parameters: Some(parameters),
        }
    }

    /// The parameters, if the name is the right one.
    pub(super) fn into_parameters(self, name: &str) -> Result<T, ReadError> {
        if self.name != name {
            return Err(ReadError::odd("action.name", &format!("`{name}`")));
        }
        self.parameters
            .ok_or_else(|| ReadError::missing("action.parameters"))
    }
}

pub(super) fn write_action<S: Serializer, T: Serialize>(
    name: &str,
    parameters: Option<&T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Action { name, parameters }.serialize(serializer)
}

pub(super) fn read_action<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    name: &str,
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let action = Action::<String, T>::deserialize(deserializer)?;
    if action.name != name {
        return Err(ReadError::odd("name", &format!("`{name}`")).into_any());
    }
    Ok(action.parameters)
}

/// Makes a module for `#[serde(with = "…")]`: parameters in an action with a fixed name.
macro_rules! named_action {
    ($module:ident, $name:literal) => {
        mod $module {
            use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

            use crate::messages::wire::{read_action, write_action};

            pub(super) fn serialize<S: Serializer, T: Serialize>(
                parameters: &T,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                write_action($name, Some(parameters), serializer)
            }

            pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
                deserializer: D,
            ) -> Result<T, D::Error> {
                read_action($name, deserializer)?
                    .ok_or_else(|| D::Error::missing_field("parameters"))
            }
        }
    };
}

/// As [`named_action`], with parameters that may be absent.
macro_rules! named_action_option {
    ($module:ident, $name:literal) => {
        mod $module {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            use crate::messages::wire::{read_action, write_action};

            pub(super) fn serialize<S: Serializer, T: Serialize>(
                parameters: &Option<T>,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                write_action($name, parameters.as_ref(), serializer)
            }

            pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
                deserializer: D,
            ) -> Result<Option<T>, D::Error> {
                read_action($name, deserializer)
            }
        }
    };
}

/// What is expected where a `type` is none of those that there are.
pub(super) const KNOWN_TYPE: &str = "a known type";

/// Reads a type by way of the fields on the wire, which may not fit together.
macro_rules! read_from {
    ($name:ident, $wire:ty) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let wire = <$wire>::deserialize(deserializer)?;
                Self::try_from(wire).map_err($crate::messages::ReadError::into_any)
            }
        }
    };
}

/// Takes the one part of `$wire` that its type names; a part of another type is an error.
///
/// The types are the names of the fields.
macro_rules! part {
    ($wire:ident, $kind:expr, { $($field:ident => $make:expr),+ $(,)? }) => {{
        let kind: &str = $kind;
        if ![$(stringify!($field)),+].contains(&kind) {
            return Err(ReadError::odd("type", $crate::messages::wire::KNOWN_TYPE));
        }
        let mut part = None;
        $(
            if kind == stringify!($field) {
                part = $wire.$field.take().map($make);
            } else if $wire.$field.is_some() {
                return Err(ReadError::foreign(stringify!($field)));
            }
        )+
        match part {
            Some(part) => part,
            None => return Err(ReadError::missing(kind)),
        }
    }};
}

/// Writes `Debug` for an enum with a `kind()`: the kind only.
macro_rules! debug_kind {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name))
                    .field(&format_args!("{}", self.kind()))
                    .finish()
            }
        }
    };
}

pub(super) use {debug_kind, named_action, named_action_option, part, read_from};

/// A coordinate: read from a number, or from a string as in Meta's own examples, and written
/// as a number, a whole one without a fraction.
pub(super) mod coordinate {
    use serde::{Deserializer, Serializer, de::Error as _};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let number: Option<f64> = ccaas_http::read::exchanged(deserializer)?;
        number.ok_or_else(|| D::Error::custom("is not a number"))
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    pub(crate) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates")]
        let whole = *value as i32;
        if f64::from(whole).total_cmp(value).is_eq() {
            serializer.serialize_i32(whole)
        } else {
            serializer.serialize_f64(*value)
        }
    }
}

/// Reads the place of a button from a number, or from a string as it would be written.
pub(super) fn index<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let index = match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
        Value::String(text) => text
            .parse()
            .ok()
            .filter(|index: &u8| index.to_string() == text),
        _ => None,
    };
    index.ok_or_else(|| de::Error::custom("is not a number from 0 to 9"))
}
