//! How an object is read: field by field.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error as _, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, StrDeserializer},
    },
};
use serde_json::value::RawValue;

use super::{Scalar, Wire};

/// Implements `Deserialize` for a struct: from an object only, never from a list.
///
/// Of a field that is there more than once the last counts, and the name of a field that is
/// not known may be any text. A value that cannot be read is an error of the whole object; in
/// an `auxiliary` field it is as if it were not there.
macro_rules! read_object {
    (
        [$de:lifetime] $name:ident $(<$life:lifetime>)? {
            required { $( $(#[$required_meta:meta])* $required:ident, )* }
            strict { $( $(#[$strict_meta:meta])* $strict:ident, )* }
            auxiliary { $( $(#[$auxiliary_meta:meta])* $auxiliary:ident, )* }
        }
    ) => {
        impl<$de> ::serde::Deserialize<$de> for $name $(<$life>)? {
            fn deserialize<D: ::serde::Deserializer<$de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                #[allow(non_camel_case_types, reason = "the variants are the fields")]
                #[derive(::serde::Deserialize)]
                #[serde(field_identifier)]
                enum Key {
                    $( $(#[$required_meta])* $required, )*
                    $( $(#[$strict_meta])* $strict, )*
                    $( $(#[$auxiliary_meta])* $auxiliary, )*
                    #[serde(other)]
                    Other,
                }

                struct Object;

                impl<$de> ::serde::de::Visitor<$de> for Object {
                    type Value = $name $(<$life>)?;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: ::serde::de::MapAccess<$de>>(
                        self,
                        mut map: A,
                    ) -> Result<Self::Value, A::Error> {
                        use $crate::webhooks::wire::object as read;
                        $( let mut $required = None; )*
                        $( let mut $strict = Default::default(); )*
                        $( let mut $auxiliary = Default::default(); )*
                        while let Some(key) = map.next_key_seed(read::KeyOf::default())? {
                            match key {
                                $( Key::$required => {
                                    $required = Some(map.next_value_seed(read::Strict::default())?);
                                } )*
                                $( Key::$strict => {
                                    $strict = map.next_value_seed(read::Strict::default())?;
                                } )*
                                $( Key::$auxiliary => {
                                    $auxiliary = map.next_value_seed(read::Auxiliary::default())?;
                                } )*
                                Key::Other => {
                                    map.next_value::<::serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        Ok($name {
                            $( $required: $required.ok_or_else(|| {
                                <A::Error as ::serde::de::Error>::missing_field(
                                    stringify!($required),
                                )
                            })?, )*
                            $( $strict, )*
                            $( $auxiliary, )*
                        })
                    }
                }

                deserializer.deserialize_map(Object)
            }
        }
    };
}

/// A field of an object.
pub(in crate::webhooks) trait Field<'de>: Sized {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<'de, T: Wire> Field<'de> for T {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <T as Wire>::read(deserializer)
    }
}

/// Implements [`Field`] for types that serde reads.
macro_rules! plain_field {
    ($($field:ty),* $(,)?) => { $(
        impl<'de> $crate::webhooks::wire::Field<'de> for $field {
            fn read<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }
        }
    )* };
}

plain_field!(
    Option<&'de RawValue>,
    Option<Vec<&'de RawValue>>,
    Option<Box<RawValue>>,
);

/// Reads a field whose value must be as documented.
pub(in crate::webhooks) struct Strict<T>(PhantomData<T>);

/// Reads a field that is absent if its value is not as documented.
pub(in crate::webhooks) struct Auxiliary<T>(PhantomData<T>);

/// Reads the name of a field, which may be any text.
pub(in crate::webhooks) struct KeyOf<T>(PhantomData<T>);

macro_rules! seed {
    ($($seed:ident),*) => { $(
        impl<T> Default for $seed<T> {
            fn default() -> Self {
                Self(PhantomData)
            }
        }
    )* };
}

seed!(Strict, Auxiliary, KeyOf);

impl<'de, T: Field<'de>> DeserializeSeed<'de> for Strict<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

impl<'de, T: Wire + Default> DeserializeSeed<'de> for Auxiliary<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        <&RawValue>::deserialize(deserializer).map(T::lenient)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for KeyOf<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        let name = raw.get(1..raw.len() - 1).unwrap_or_default();
        if !name.as_bytes().contains(&b'\\') {
            return T::deserialize(BorrowedStrDeserializer::new(name));
        }
        // With half of a surrogate pair in it, serde_json would not give the name.
        let name = Scalar::of(raw).map_err(D::Error::custom)?;
        let name = name.as_ref().map_or("", Scalar::as_text);
        T::deserialize(StrDeserializer::new(name))
    }
}

/// The fields of an object, unread.
#[derive(Default)]
pub(in crate::webhooks) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// `None` if it is no object.
    pub(in crate::webhooks) fn of(raw: &'a RawValue) -> Option<Self> {
        serde_json::from_str(raw.get()).ok()
    }

    /// The last field of a name.
    pub(in crate::webhooks) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let mut fields = self.0.iter().rev();
        let field = fields.find(|(it, _)| it == name);
        field.map(|(_, raw)| *raw)
    }

    /// The last field of a name, unless it is null.
    pub(in crate::webhooks) fn present(&self, name: &str) -> Option<&'a RawValue> {
        self.get(name).filter(|raw| raw.get() != "null")
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut fields = Vec::new();
                while let Some(name) = map.next_key_seed(KeyOf::<Name<'_>>::default())? {
                    fields.push((name.0, map.next_value()?));
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(name.into()))
            }
            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(name.to_owned().into()))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
