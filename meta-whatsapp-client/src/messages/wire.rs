//! Shapes that occur again and again on the wire.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text in an object of its own: `{"text": "…"}`.
pub(super) mod text_object {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize)]
    struct Written<'a> {
        text: &'a str,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Read {
        text: String,
    }

    pub(crate) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        Written { text }.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<String, D::Error> {
        Ok(Read::deserialize(deserializer)?.text)
    }

    /// The same, where it may be absent.
    pub(crate) mod option {
        use super::{Deserialize, Deserializer, Read, Serialize, Serializer, Written};

        pub(crate) fn serialize<S: Serializer>(
            text: &Option<String>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            text.as_deref()
                .map(|text| Written { text })
                .serialize(serializer)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<String>, D::Error> {
            Ok(Option::<Read>::deserialize(deserializer)?.map(|read| read.text))
        }
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
    pub(super) fn into_parameters(self, name: &str) -> Result<T, String> {
        if self.name != name {
            return Err(format!("`action.name` is not `{name}`"));
        }
        self.parameters
            .ok_or_else(|| "missing field `action.parameters`".to_owned())
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
        return Err(de::Error::custom(format_args!("`name` is not `{name}`")));
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

/// What is said where a `type` is none of those that there are.
pub(super) const UNKNOWN_TYPE: &str = "`type` is not a known type";

/// Takes the one part of `$wire` that its type names; a part of another type is an error.
///
/// The types are the names of the fields.
macro_rules! part {
    ($wire:ident, $kind:expr, { $($field:ident => $make:expr),+ $(,)? }) => {{
        let kind: &str = $kind;
        if ![$(stringify!($field)),+].contains(&kind) {
            return Err($crate::messages::wire::UNKNOWN_TYPE.to_owned());
        }
        let mut part = None;
        $(
            if kind == stringify!($field) {
                part = $wire.$field.take().map($make);
            } else if $wire.$field.is_some() {
                return Err(concat!(
                    "`", stringify!($field), "` does not belong to this `type`"
                ).to_owned());
            }
        )+
        match part {
            Some(part) => part,
            None => return Err(format!("missing field `{kind}`")),
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

pub(super) use {debug_kind, named_action, named_action_option, part};

/// Reads a number that may be written as a string, as Meta's own examples do.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    struct Number;

    impl de::Visitor<'_> for Number {
        type Value = f64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number, or a string that is one")
        }

        fn visit_f64<E: de::Error>(self, value: f64) -> Result<f64, E> {
            Ok(value)
        }

        #[expect(clippy::cast_precision_loss, reason = "a coordinate has few digits")]
        fn visit_i64<E: de::Error>(self, value: i64) -> Result<f64, E> {
            Ok(value as f64)
        }

        #[expect(clippy::cast_precision_loss, reason = "a coordinate has few digits")]
        fn visit_u64<E: de::Error>(self, value: u64) -> Result<f64, E> {
            Ok(value as f64)
        }

        fn visit_str<E: de::Error>(self, value: &str) -> Result<f64, E> {
            let number: Option<f64> = value.trim().parse().ok();
            // The text is not quoted: it may be personal.
            number
                .filter(|number| number.is_finite())
                .ok_or_else(|| E::custom("is not a number"))
        }
    }

    deserializer.deserialize_any(Number)
}

/// Writes a coordinate: a whole number without a fraction.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
pub(super) fn write_number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates")]
    let whole = *value as i32;
    if f64::from(whole).total_cmp(value).is_eq() {
        serializer.serialize_i32(whole)
    } else {
        serializer.serialize_f64(*value)
    }
}

/// Reads the place of a button from a number, or from a string as it would be written.
pub(super) fn index<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    struct Index;

    impl de::Visitor<'_> for Index {
        type Value = u8;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number from 0 to 9")
        }

        fn visit_u64<E: de::Error>(self, value: u64) -> Result<u8, E> {
            let unexpected = de::Unexpected::Unsigned(value);
            u8::try_from(value).map_err(|_| E::invalid_value(unexpected, &self))
        }

        fn visit_str<E: de::Error>(self, value: &str) -> Result<u8, E> {
            let index: Option<u8> = value.parse().ok();
            index
                .filter(|index| index.to_string() == value)
                .ok_or_else(|| E::invalid_value(de::Unexpected::Str(value), &self))
        }
    }

    deserializer.deserialize_any(Index)
}
