//! How values are written on the wire.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serializer;

/// `yyyy-MM-ddTHH:mm:ss.SSSZ`, the form that the vendor documents.
pub(crate) fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Writes an optional time. Fields that use it are skipped when `None`.
pub(crate) fn time<S: Serializer>(
    time: &Option<DateTime<Utc>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.serialize_str(&time_text(*time)),
        None => serializer.serialize_none(),
    }
}

/// A time that is always there: written as [`time_text`], read from RFC 3339.
pub(crate) mod millis {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        time: &DateTime<Utc>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::time_text(*time))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<DateTime<Utc>, D::Error> {
        DateTime::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_exactly_three_decimals_and_a_z() {
        for (given, written) in [
            ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00.000Z"),
            ("2026-12-01T11:00:00.1239+01:00", "2026-12-01T10:00:00.123Z"),
        ] {
            assert_eq!(time_text(given.parse().unwrap()), written);
        }
    }
}
