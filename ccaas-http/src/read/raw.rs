//! Objects that keep the text they were read from.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _, Unexpected, Visitor},
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

use super::surrogates::mend;
use crate::DecodeError;

/// Reads JSON. A list never stands for an object (a derived struct would take one for its
/// fields in their order), and half of a surrogate pair costs only itself: a text that was
/// cut in the middle of an emoji must not take along what stands around it.
///
/// # Errors
/// [`DecodeError::Json`].
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    parse(body).or_else(|error| {
        let mended = error.is_syntax().then(|| mend(body)).flatten();
        mended
            .and_then(|body| parse(&body).ok())
            .ok_or_else(|| error.into())
    })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    if body.trim_ascii_start().first() != Some(&b'[') {
        return serde_json::from_slice(body);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = T::deserialize(NoStruct(&mut deserializer))?;
    deserializer.end()?;
    Ok(value)
}

/// Reads anything but a struct.
struct NoStruct<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for NoStruct<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        Err(D::Error::invalid_type(Unexpected::Seq, &visitor))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_some(self)
    }

    /// How a `RawValue` asks for its text.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// An item as received: its text, and what could be read of it.
///
/// One that could not be read costs no sibling. It serialises to the text as it came.
#[derive(Clone)]
pub struct Received<T> {
    raw: Box<RawValue>,
    kind: Result<T, DecodeError>,
}

impl<T> Received<T> {
    /// An item that was read in its own way.
    pub fn new(raw: Box<RawValue>, kind: Result<T, DecodeError>) -> Self {
        Self { raw, kind }
    }

    /// The item's JSON, exactly as received. It may hold personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    /// The item, read.
    ///
    /// # Errors
    /// [`DecodeError`] if the item is not as documented.
    pub fn kind(&self) -> Result<&T, &DecodeError> {
        self.kind.as_ref()
    }

    /// The item, read, without its text.
    ///
    /// # Errors
    /// As [`Received::kind`].
    pub fn into_kind(self) -> Result<T, DecodeError> {
        self.kind
    }
}

impl<T> PartialEq for Received<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl<T> std::fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Received")
            .field("error", &self.kind.as_ref().err())
            .finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned> From<Box<RawValue>> for Received<T> {
    fn from(raw: Box<RawValue>) -> Self {
        let kind = json(raw.get().as_bytes());
        Self::new(raw, kind)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Received<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self::from)
    }
}

/// Writes what was received.
impl<T> Serialize for Received<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

/// Makes a struct keep the object that it was read from: `raw()` shows it, and it is what
/// is written again.
///
/// The struct derives `Deserialize` for itself as if it were another's
/// (`#[serde(remote = "Self")]`), and has a field for the text, which serde skips. It is
/// read from an object only.
///
/// A function that takes the text may follow the name, for a struct that is more than its
/// fields one by one: `from_raw`, which the macro adds, reads those.
///
/// In a list or a field of another struct it is read with
/// [`raw_list`](crate::read::raw_list) or [`raw_lenient`](crate::read::raw_lenient).
///
/// ```
/// use ccaas_http::read;
/// use serde::Deserialize;
/// use serde_json::value::RawValue;
///
/// #[derive(Deserialize)]
/// #[serde(remote = "Self")]
/// struct Agent {
///     #[serde(skip)]
///     raw: Box<RawValue>,
///     #[serde(default, deserialize_with = "read::filled")]
///     email: Option<String>,
/// }
/// ccaas_http::keep_raw!(Agent);
///
/// let text = r#"{"email":"","team":7}"#;
/// let agent: Agent = serde_json::from_str(text)?;
/// assert_eq!((agent.email.as_deref(), agent.raw()), (None, text));
/// assert_eq!(serde_json::to_string(&agent)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! keep_raw {
    ($name:ident) => {
        $crate::keep_raw!($name, Self::from_raw);
    };
    ($name:ident, $read:expr) => {
        impl $name {
            /// The whole object as JSON, with the fields that this crate does not know.
            ///
            /// It may hold personal data.
            #[must_use]
            pub fn raw(&self) -> &str {
                self.raw.get()
            }

            fn from_raw(
                raw: ::std::boxed::Box<$crate::macro_support::RawValue>,
            ) -> ::std::result::Result<Self, $crate::DecodeError> {
                struct Fields($name);

                impl<'de> $crate::macro_support::serde::Deserialize<'de> for Fields {
                    fn deserialize<D: $crate::macro_support::serde::Deserializer<'de>>(
                        deserializer: D,
                    ) -> ::std::result::Result<Self, D::Error> {
                        // The derived function of the struct itself.
                        $name::deserialize(deserializer).map(Self)
                    }
                }

                let Fields(fields) = $crate::read::json(raw.get().as_bytes())?;
                Ok(Self { raw, ..fields })
            }
        }

        impl<'de> $crate::macro_support::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let raw = $crate::macro_support::serde::Deserialize::deserialize(deserializer)?;
                $read(raw).map_err($crate::macro_support::serde::de::Error::custom)
            }
        }

        /// Writes what was received.
        impl $crate::macro_support::serde::Serialize for $name {
            fn serialize<S: $crate::macro_support::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::macro_support::serde::Serialize::serialize(&self.raw, serializer)
            }
        }
    };
}
