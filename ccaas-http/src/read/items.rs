//! Lists, of which each element may be odd.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::{
    found::{Any, Found},
    raw::json,
};

/// A list, and how much of it could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items<T> {
    /// The elements that could be read, in their order.
    pub items: Vec<T>,
    /// How many elements could not.
    pub unreadable: usize,
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            unreadable: 0,
        }
    }
}

impl<T> Items<T> {
    fn push(&mut self, found: Found<T>) {
        match found {
            Found::Value(value) => self.items.push(value),
            Found::Nothing | Found::Odd => self.unreadable += 1,
        }
    }

    /// The elements of a list that was kept as text, each read from its own.
    #[must_use]
    pub fn of_raw(list: &RawValue) -> Self
    where
        T: DeserializeOwned,
    {
        let mut items = Self::default();
        for item in raw_items(list).unwrap_or_default() {
            items.push(json(item.get().as_bytes()).map_or(Found::Odd, Found::Value));
        }
        items
    }

    fn one(found: Found<T>) -> Self {
        let mut items = Self::default();
        items.push(found);
        items
    }
}

/// A single item stands for a list of one, null for an empty one.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(List(PhantomData))
    }
}

struct List<T>(PhantomData<T>);

/// The single values that stand for a list of one.
macro_rules! single {
    ($($visit:ident: $kind:ty),* $(,)?) => { $(
        fn $visit<E: serde::de::Error>(self, value: $kind) -> Result<Items<T>, E> {
            Any::new().$visit(value).map(Items::one)
        }
    )* };
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items<T>, A::Error> {
        let mut items = Items::default();
        while let Some(found) = seq.next_element_seed(Any::new())? {
            items.push(found);
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Items<T>, A::Error> {
        Any::new().visit_map(map).map(Items::one)
    }

    fn visit_unit<E>(self) -> Result<Items<T>, E> {
        Ok(Items::default())
    }

    single! {
        visit_borrowed_str: &'de str,
        visit_str: &str,
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
    }
}

/// The elements of a list, unread; a single value stands for a list of one, null for none.
///
/// # Errors
/// Never for a value that serde took from JSON text.
pub fn raw_items(list: &RawValue) -> Result<Vec<&RawValue>, serde_json::Error> {
    match list.get().as_bytes().first() {
        Some(b'[') => serde_json::from_str(list.get()),
        Some(b'n') => Ok(Vec::new()),
        _ => Ok(vec![list]),
    }
}

/// Reads a list as [`list`](super::list) does, each element from its own text.
///
/// For elements with required fields, and for those that keep their text
/// ([`keep_raw!`](crate::keep_raw), [`Received`](super::Received)). Dearer than `list`.
///
/// # Errors
/// As [`lenient`](super::lenient).
pub fn raw_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(Items::of_raw(&raw).items)
}

/// Reads a field as [`lenient`](super::lenient) does, from its own text.
///
/// For objects with required fields, and for those that keep their text.
///
/// # Errors
/// As [`lenient`](super::lenient).
pub fn raw_lenient<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(json(raw.get().as_bytes()).unwrap_or_default())
}
