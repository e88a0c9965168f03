//! What stands in a place: a value, nothing, or something odd. Whatever it is, it is
//! consumed, so that the rest of the text can be read.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        self, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{BorrowedStrDeserializer, MapAccessDeserializer},
    },
};

/// Below this every whole number has a float of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What stands in a place where a `T` may stand.
pub(super) enum Found<T> {
    /// Null.
    Nothing,
    /// Something that is no `T`.
    Odd,
    Value(T),
}

impl<T> Found<T> {
    pub(super) fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Nothing | Self::Odd => None,
        }
    }

    fn or_odd(value: Option<T>) -> Self {
        value.map_or(Self::Odd, Self::Value)
    }
}

impl<'de, T: Deserialize<'de>> Found<T> {
    pub(super) fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any::new())
    }
}

/// Takes any value of JSON, and makes a `T` of it if it can.
pub(super) struct Any<T> {
    empty_is_nothing: bool,
    of: PhantomData<T>,
}

impl<T> Any<T> {
    pub(super) fn new() -> Self {
        Self {
            empty_is_nothing: false,
            of: PhantomData,
        }
    }

    /// For a place where an empty text is as good as null.
    pub(super) fn filled() -> Self {
        Self {
            empty_is_nothing: true,
            of: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Any<T> {
    type Value = Found<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Any<T> {
    type Value = Found<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Found<T>, E> {
        match plain(BorrowedStrDeserializer::new(text)) {
            Some(value) if !text.is_empty() => Ok(Found::Value(value)),
            _ => self.visit_str(text),
        }
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Found<T>, E> {
        if self.empty_is_nothing && text.is_empty() {
            return Ok(Found::Nothing);
        }
        Ok(Found::or_odd(plain(text).or_else(|| of_text(text))))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Found<T>, E> {
        let other = || match number {
            0 => plain(false),
            1 => plain(true),
            _ => None,
        };
        Ok(Found::or_odd(
            plain(number)
                .or_else(|| plain(number.to_string()))
                .or_else(other),
        ))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Found<T>, E> {
        Ok(Found::or_odd(
            plain(number).or_else(|| plain(number.to_string())),
        ))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Found<T>, E> {
        Ok(Found::or_odd(of_float(number).or_else(|| {
            (number.abs() < EXACT).then(|| plain(number.to_string()))?
        })))
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Found<T>, E> {
        let text = if flag { "true" } else { "false" };
        Ok(Found::or_odd(plain(flag).or_else(|| plain(text))))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Found<T>, E> {
        Ok(Found::Nothing)
    }

    fn visit_none<E: de::Error>(self) -> Result<Found<T>, E> {
        Ok(Found::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<T>, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// No list is a `T`: a derived struct would take one for its fields in their order.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Found<T>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Found::Odd)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<T>, A::Error> {
        let mut progress = Progress::Untouched;
        let watched = Watched {
            map: &mut map,
            progress: &mut progress,
        };
        let value = T::deserialize(MapAccessDeserializer::new(watched));
        match (value, progress) {
            (Ok(value), Progress::Ended) => Ok(Found::Value(value)),
            // A required field is not there.
            (Err(_), Progress::Ended) => Ok(Found::Odd),
            (Err(error), Progress::Begun) => Err(error),
            (value, _) => {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Found::or_odd(value.ok()))
            }
        }
    }
}

/// How far an object was read.
enum Progress {
    Untouched,
    Begun,
    Ended,
}

struct Watched<'a, A> {
    map: &'a mut A,
    progress: &'a mut Progress,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Watched<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        *self.progress = Progress::Begun;
        let key = self.map.next_key_seed(seed)?;
        if key.is_none() {
            *self.progress = Progress::Ended;
        }
        Ok(key)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

/// The value, if it is of a kind that a `T` is made of.
fn plain<'de, T, V>(value: V) -> Option<T>
where
    T: Deserialize<'de>,
    V: IntoDeserializer<'de, NotThis>,
{
    T::deserialize(value.into_deserializer()).ok()
}

/// A number or a flag that is written as a text.
fn of_text<'de, T: Deserialize<'de>>(text: &str) -> Option<T> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return plain(number).or_else(|| match number {
            0 => plain(false),
            1 => plain(true),
            _ => None,
        });
    }
    if let Ok(number) = text.parse::<u64>() {
        return plain(number);
    }
    if let Ok(number) = text.parse::<f64>() {
        // `parse` also takes "inf" and "nan".
        return number.is_finite().then(|| of_float(number))?;
    }
    text.parse().ok().and_then(plain::<T, bool>)
}

/// A float, or the whole number that it is.
fn of_float<'de, T: Deserialize<'de>>(number: f64) -> Option<T> {
    let whole = number.fract() == 0.0 && number.abs() < EXACT;
    #[expect(clippy::cast_possible_truncation, reason = "checked: whole and small")]
    let integer = whole.then_some(number as i64);
    plain(number).or_else(|| plain(integer?))
}

/// Why a value is no `T`: nobody asks, so no text is made.
#[derive(Debug)]
struct NotThis;

impl fmt::Display for NotThis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is of another kind")
    }
}

impl std::error::Error for NotThis {}

impl de::Error for NotThis {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
