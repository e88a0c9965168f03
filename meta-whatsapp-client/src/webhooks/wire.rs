//! How fields of webhooks are read and written: leniently, and the same way everywhere.

mod leaf;
#[macro_use]
pub(super) mod object;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::value::RawValue;

pub(super) use leaf::{Leaf, Scalar};
pub(super) use object::{Field, Object};

use crate::error::ErrorDetail;

/// A field: how it is read, written, and when it counts as absent.
pub(super) trait Wire: Sized {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
    fn is_absent(&self) -> bool;

    /// What can be read, is; the rest is as if it were not there.
    fn lenient(raw: &RawValue) -> Self
    where
        Self: Default,
    {
        Self::read(&mut serde_json::Deserializer::from_str(raw.get())).unwrap_or_default()
    }
}

pub(super) fn write<S: Serializer, T: Wire>(field: &T, serializer: S) -> Result<S::Ok, S::Error> {
    field.write(serializer)
}

pub(super) fn is_absent<T: Wire>(field: &T) -> bool {
    field.is_absent()
}

/// The scalar at this place; `None` for null.
fn scalar<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scalar<'de>>, D::Error> {
    // As written: a number keeps all its digits, and none is too large.
    let raw = <&RawValue>::deserialize(deserializer)?;
    Scalar::of(raw.get()).map_err(D::Error::custom)
}

impl<T: Leaf> Wire for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(scalar(deserializer)?.and_then(T::from_scalar))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(leaf) => leaf.write(serializer),
            None => serializer.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn lenient(raw: &RawValue) -> Self {
        Scalar::of(raw.get())
            .ok()
            .flatten()
            .and_then(T::from_scalar)
    }
}

impl Wire for String {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(<Option<String> as Wire>::read(deserializer)?.unwrap_or_default())
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Wire for crate::MessageId {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Option<Self> as Wire>::read(deserializer)?.ok_or_else(|| D::Error::custom("no id"))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }

    fn is_absent(&self) -> bool {
        false
    }
}

/// What a list may hold.
pub(super) trait Element: Sized + Serialize {
    /// `None` for null.
    fn element(raw: &RawValue) -> Result<Option<Self>, serde_json::Error>;
}

impl Element for String {
    fn element(raw: &RawValue) -> Result<Option<Self>, serde_json::Error> {
        <Option<String> as Wire>::read(&mut serde_json::Deserializer::from_str(raw.get()))
    }
}

impl Element for ErrorDetail {
    fn element(raw: &RawValue) -> Result<Option<Self>, serde_json::Error> {
        if raw.get() == "null" {
            return Ok(None);
        }
        super::problem::read(raw)
            .map(Some)
            .map_err(serde_json::Error::custom)
    }
}

/// A list; a single item stands for a list of one, null for none.
impl<T: Element> Wire for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?;
        let items = items(raw).map_err(D::Error::custom)?;
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.extend(T::element(item).map_err(D::Error::custom)?);
        }
        Ok(list)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn lenient(raw: &RawValue) -> Self {
        let items = items(raw).unwrap_or_default().into_iter();
        items.filter_map(|item| T::element(item).ok()?).collect()
    }
}

/// The items of a list that may be a single item or null.
pub(super) fn items(raw: &RawValue) -> Result<Vec<&RawValue>, serde_json::Error> {
    match raw.get().as_bytes().first() {
        Some(b'[') => serde_json::from_str(raw.get()),
        Some(b'n') => Ok(Vec::new()),
        _ => Ok(vec![raw]),
    }
}

/// Defines a received object: lenient reading, writing, and `Debug` by allow list.
///
/// Without a `required` field there is no such object; an `auxiliary` one that is not as
/// documented is absent.
macro_rules! wire {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $(required {
                $( $(#[$required_meta:meta])* pub $required:ident: $required_type:ty, )*
            })?
            $( $(#[$field_meta:meta])* pub $field:ident: $type:ty, )*
            $(auxiliary {
                $( $(#[$auxiliary_meta:meta])* pub $auxiliary:ident: $auxiliary_type:ty, )*
            })?
        }
        shows { $($shown:ident),* $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, ::serde::Serialize)]
        #[non_exhaustive]
        pub struct $name {
            $( $(
                $(#[$required_meta])*
                pub $required: $required_type,
            )* )?
            $(
                $(#[$field_meta])*
                #[serde(
                    serialize_with = "crate::webhooks::wire::write",
                    skip_serializing_if = "crate::webhooks::wire::is_absent"
                )]
                pub $field: $type,
            )*
            $( $(
                $(#[$auxiliary_meta])*
                #[serde(
                    serialize_with = "crate::webhooks::wire::write",
                    skip_serializing_if = "crate::webhooks::wire::is_absent"
                )]
                pub $auxiliary: $auxiliary_type,
            )* )?
        }

        read_object! {
            ['de] $name {
                required { $( $( $(#[$required_meta])* $required, )* )? }
                strict { $( $(#[$field_meta])* $field, )* }
                auxiliary { $( $( $(#[$auxiliary_meta])* $auxiliary, )* )? }
            }
        }
        ::ccaas_http::debug_allow_list!($name { $($shown),* });
        wire_object!($name);
    };
}

/// Lets an object stand as a field, and in a list.
macro_rules! wire_object {
    ($name:ty) => {
        wire_object!(@field Option<$name>);
        wire_object!(@field Option<Box<$name>>);

        impl $crate::webhooks::wire::Element for $name {
            fn element(
                raw: &::serde_json::value::RawValue,
            ) -> Result<Option<Self>, ::serde_json::Error> {
                ::serde_json::from_str(raw.get())
            }
        }
    };
    (@field $field:ty) => {
        impl $crate::webhooks::wire::Wire for $field {
            fn read<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer)
            }

            fn write<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(self, serializer)
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }
        }
    };
}

/// Defines a set of texts that may grow: what is not known is kept.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A value this version of the crate does not know.
            Unknown(String),
        }

        impl $name {
            /// The value as the vendor writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        // A value that is not known may be anything, so it is not shown.
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(match self {
                    $( Self::$variant => stringify!($variant), )*
                    Self::Unknown(_) => "Unknown",
                })
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::webhooks::wire::Leaf for $name {
            fn from_scalar(scalar: $crate::webhooks::wire::Scalar<'_>) -> Option<Self> {
                Some(Self::from(scalar.as_text()))
            }

            fn write<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
