//! When callbacks can be booked.

use std::collections::BTreeMap;

use ccaas_http::read::{self, parse_time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::value::RawValue;

/// When callbacks can be booked, as received.
///
/// The vendor writes `{"2026-12-01T10:00:00.000Z": 1}`. An entry whose time or number
/// cannot be read is in [`Availability::raw`] alone.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Availability {
    raw: Box<RawValue>,
    /// Each time that the vendor names, and whether it is free.
    pub slots: BTreeMap<DateTime<Utc>, bool>,
}

impl Availability {
    /// The times that are free, earliest first.
    pub fn free(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let free = self.slots.iter().filter(|(_, is_free)| **is_free);
        free.map(|(time, _)| *time)
    }

    /// Whether this time is named and free.
    #[must_use]
    pub fn is_free(&self, time: DateTime<Utc>) -> bool {
        self.slots.get(&time) == Some(&true)
    }

    /// The whole answer as JSON.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }
}

impl<'de> Deserialize<'de> for Availability {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Slots(#[serde(deserialize_with = "read::map")] BTreeMap<String, bool>);

        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Err(D::Error::custom("expected an object of times"));
        }
        let Slots(slots) = read::json(raw.get().as_bytes()).map_err(D::Error::custom)?;
        let slots = slots.into_iter();
        let slots = slots.filter_map(|(time, is_free)| Some((parse_time(&time)?, is_free)));
        Ok(Self {
            slots: slots.collect(),
            raw,
        })
    }
}

/// Writes what was received.
impl Serialize for Availability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_free_or_not_and_the_rest_is_kept() {
        let text = r#"{"2026-12-01T11:00:00.000Z":0,"2026-12-01T10:00:00.000Z":1,
            "2026-12-01T13:00:00+01:00":true,"2026-12-01T14:00:00Z":"yes","soon":1}"#;

        let availability: Availability = serde_json::from_str(text).unwrap();

        let at =
            |hour: u32| -> DateTime<Utc> { format!("2026-12-01T{hour}:00:00Z").parse().unwrap() };
        assert_eq!(availability.free().collect::<Vec<_>>(), [at(10), at(12)]);
        assert!(availability.is_free(at(10)));
        assert!(!availability.is_free(at(11)));
        assert!(!availability.is_free(at(14)));
        assert_eq!(availability.slots.len(), 3);
        assert_eq!(availability.raw(), text);
        assert!(serde_json::from_str::<Availability>("[]").is_err());
    }
}
