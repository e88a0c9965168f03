//! Reading what vendors send: `#[derive(Deserialize)]` with the functions of this module.
//!
//! Vendors add fields and values, write a number as a text and a list of one as the one
//! item, and now and then something of an odd kind where a text was documented. None of
//! that may cost more than the one field. What a struct's field is read with:
//!
//! | the field | `deserialize_with` |
//! |---|---|
//! | `Option<T>` that decides nothing | [`lenient`]; [`filled`] where an empty text means none |
//! | `T: Default`, likewise | [`or_default`] |
//! | `T` without which there is no such object | [`required`] |
//! | `Vec<T>` | [`list`]; [`Items`] counts what could not be read |
//! | `BTreeMap<String, T>` | [`map`] |
//! | a time, a secret | [`time`], [`secret`] |
//! | objects that have required fields or keep their text | [`raw_lenient`], [`raw_list`] |
//! | `Option<&RawValue>`, `Option<Box<RawValue>>` | none: both take anything |
//!
//! A field that decides is read strictly: [`exchanged`], [`one_or_many`].
//!
//! Beside them stand [`open_enum!`](crate::open_enum) for texts that may grow,
//! [`keep_raw!`](crate::keep_raw) for objects that are kept as they came, and
//! [`Received`] for items of which each may fail by itself.
//!
//! Numbers, texts and flags stand for each other (`30` and `"30"`, `true` and `"true"` or
//! `1`), and null is as good as absent. Half of a surrogate pair, left of an emoji where a
//! text was cut, costs only itself where the text is read by [`json`]. Not provided for:
//! names that an object has twice, and digits beyond 64 bits.
//!
//! ```
//! use ccaas_http::read;
//! use chrono::{DateTime, Utc};
//! use serde::Deserialize;
//!
//! ccaas_http::open_enum! {
//!     /// Where a queue stands.
//!     pub enum QueueState { Open = "open", Closed = "closed" }
//! }
//!
//! #[derive(Default, Deserialize)]
//! #[serde(default)]
//! struct Queue {
//!     #[serde(deserialize_with = "read::lenient")]
//!     id: Option<String>,
//!     #[serde(deserialize_with = "read::lenient")]
//!     members: Option<u32>,
//!     #[serde(deserialize_with = "read::lenient")]
//!     state: Option<QueueState>,
//!     #[serde(deserialize_with = "read::time")]
//!     created: Option<DateTime<Utc>>,
//!     #[serde(deserialize_with = "read::list")]
//!     tags: Vec<String>,
//! }
//!
//! let queue: Queue = serde_json::from_str(
//!     r#"{"id":17,"members":"many","state":"paused","created":1796000000,"tags":["a",{},"b"]}"#,
//! )?;
//! assert_eq!(queue.id.as_deref(), Some("17"));
//! assert_eq!(queue.members, None);
//! assert_eq!(queue.state.unwrap().as_str(), "paused");
//! assert_eq!(queue.created.unwrap().timestamp(), 1_796_000_000);
//! assert_eq!(queue.tags, ["a", "b"]);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod found;
mod items;
mod open_enum;
mod raw;
mod surrogates;
mod time;

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use secrecy::SecretString;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};

use found::{Any, Found};

pub use items::{Items, raw_items, raw_lenient, raw_list};
pub use raw::{Received, json};
pub use surrogates::mended;
pub use time::parse_time;

/// Reads a field that decides nothing: null, and a value of an odd kind, are `None`.
///
/// `T` may itself be an object. Then each of its fields has to be optional or be read
/// with a function of this module: an error in the middle of it is one of the whole.
///
/// # Errors
/// Text that is not JSON; a field of an object inside that is not read leniently.
pub fn lenient<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Found::read(deserializer)?.value())
}

/// Reads a field as [`lenient`] does; an empty text counts as absent, too.
///
/// # Errors
/// As [`lenient`].
pub fn filled<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(deserializer.deserialize_any(Any::filled())?.value())
}

/// Reads a secret straight into what keeps it: a text or null, since it decides.
///
/// # Errors
/// Anything else.
pub fn secret<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SecretString>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|secret| secret.map(Into::into))
}

/// Reads a field as [`lenient`] does; the default value stands for what is not there.
///
/// # Errors
/// As [`lenient`].
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    lenient(deserializer).map(Option::unwrap_or_default)
}

/// Reads a field without which there is no such object: an id that decides.
///
/// # Errors
/// Null, an empty text, and a value of an odd kind. The value is not quoted.
pub fn required<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    filled(deserializer)?.ok_or_else(|| D::Error::custom("a required field cannot be read"))
}

/// Reads a field that decides, and that may be absent or null: a number and a text stand
/// for each other, and nothing else for anything.
///
/// # Errors
/// A value of an odd kind. The value is not quoted.
pub fn exchanged<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    match Found::read(deserializer)? {
        Found::Value(value) => Ok(Some(value)),
        Found::Nothing => Ok(None),
        Found::Odd => Err(D::Error::custom("the value is of another kind")),
    }
}

/// Reads a list. A single item stands for a list of one, null for an empty one, and an
/// element of an odd kind is missing alone.
///
/// # Errors
/// As [`lenient`].
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Items::deserialize(deserializer).map(|items| items.items)
}

/// Reads a list that may be a single item or null, and nothing else: as [`exchanged`].
///
/// # Errors
/// An element of an odd kind.
pub fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let Items { items, unreadable } = Items::deserialize(deserializer)?;
    match unreadable {
        0 => Ok(items),
        _ => Err(D::Error::custom(
            "an element of the list is of another kind",
        )),
    }
}

/// Reads an object whose names are data. An entry of an odd kind is missing alone, and what
/// is no object is an empty one.
///
/// # Errors
/// As [`lenient`].
pub fn map<'de, D, T>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(lenient(deserializer)?.map_or_else(BTreeMap::new, |Entries(entries)| entries))
}

struct Entries<T>(BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = BTreeMap::new();
                while let Some(name) = map.next_key()? {
                    if let Found::Value(value) = map.next_value_seed(Any::new())? {
                        entries.insert(name, value);
                    }
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Object(PhantomData))
    }
}

/// Reads a time: seconds or milliseconds since 1970, as a number or a text, also with a
/// fraction; or RFC 3339, also without the colon in the offset. Anything else is `None`.
///
/// # Errors
/// As [`lenient`].
pub fn time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<chrono::DateTime<chrono::Utc>>, D::Error> {
    lenient(deserializer).map(|time: Option<time::Time>| time.map(|time| time.0))
}

/// Reads a text and makes a `T` of it, without a `String` between them.
pub(crate) fn text<'de, D, T>(deserializer: D, make: fn(&str) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct Text<T>(fn(&str) -> T);

    impl<T> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok((self.0)(text))
        }
    }

    deserializer.deserialize_str(Text(make))
}

#[cfg(test)]
mod tests;
