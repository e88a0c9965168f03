//! One case as it is held in memory: its texts in one piece.

use std::fmt;

use ccaas_lookup::{Caller, CaseRef, PatientRef, PhoneKey, PhoneReader};
use chrono::{DateTime, Utc};

use crate::store::{micros, time};

/// Stands between two texts; no text has it, since control characters are refused.
pub(crate) const BETWEEN: char = '\u{1f}';

/// The texts of a case, in the order that they are kept in.
pub(crate) const TEXTS: [Text; 10] = [
    Text::Name,
    Text::Phone,
    Text::HomePhone,
    Text::CellPhone,
    Text::Email,
    Text::Status,
    Text::Clinic,
    Text::Treatment,
    Text::Disposition,
    Text::Outcome,
];

/// The texts that hold a number.
pub(crate) const NUMBERS: [Text; 3] = [Text::Phone, Text::HomePhone, Text::CellPhone];

/// A text of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Name,
    Phone,
    HomePhone,
    CellPhone,
    Email,
    Status,
    Clinic,
    Treatment,
    Disposition,
    Outcome,
}

impl Text {
    /// Its name in JSON, in CSV and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::HomePhone => "home_phone",
            Self::CellPhone => "cell_phone",
            Self::Email => "email",
            Self::Status => "status",
            Self::Clinic => "clinic",
            Self::Treatment => "treatment",
            Self::Disposition => "disposition",
            Self::Outcome => "outcome",
        }
    }
}

/// A case without its id, compact: a million of them are held.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    texts: Box<str>,
    created_at: i64,
    follow_up_date: Option<i64>,
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").finish_non_exhaustive()
    }
}

impl Record {
    /// From the texts of [`TEXTS`], joined.
    pub(crate) fn new(texts: Box<str>, created_at: i64, follow_up_date: Option<i64>) -> Self {
        Self {
            texts,
            created_at,
            follow_up_date,
        }
    }

    /// From texts one by one; an empty one is absent.
    pub(crate) fn of(
        texts: [&str; 10],
        created_at: DateTime<Utc>,
        follow_up_date: Option<DateTime<Utc>>,
    ) -> Self {
        let joined = texts.join(BETWEEN.encode_utf8(&mut [0; 4]));
        Self::new(
            joined.into(),
            micros(created_at),
            follow_up_date.map(micros),
        )
    }

    /// The texts, in the order of [`TEXTS`].
    pub(crate) fn texts(&self) -> [&str; 10] {
        // Byte by byte: the texts are too short for what `str` does to search long ones.
        let mut rest = &*self.texts;
        let mut parts = std::iter::from_fn(move || {
            let end = rest.bytes().position(|byte| byte == BETWEEN as u8);
            let (part, left) = match end {
                Some(end) => (&rest[..end], &rest[end + 1..]),
                None => (rest, ""),
            };
            rest = left;
            Some(part)
        });
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    }

    pub(crate) fn created_at(&self) -> i64 {
        self.created_at
    }

    pub(crate) fn follow_up_date(&self) -> Option<i64> {
        self.follow_up_date
    }

    /// The keys of its three numbers; a text without a number has none.
    pub(crate) fn keys(&self, reader: &PhoneReader) -> [Option<PhoneKey>; 3] {
        let texts = self.texts();
        std::array::from_fn(|place| {
            // The numbers stand behind the name.
            let text = texts[place + 1];
            key_of(text, reader)
        })
    }

    /// Whether one of its texts contains this, which is in lower case.
    pub(crate) fn contains(&self, lower: &str) -> bool {
        if self.texts.is_ascii() && lower.is_ascii() {
            let wanted = lower.as_bytes();
            let windows = &mut self.texts.as_bytes().windows(wanted.len().max(1));
            return windows.any(|window| window.eq_ignore_ascii_case(wanted));
        }
        self.texts.to_lowercase().contains(lower)
    }

    /// The case, as lookups answer it.
    pub(crate) fn case(&self, id: i64) -> CaseRef<'_> {
        let texts = self.texts().map(|text| (!text.is_empty()).then_some(text));
        let [name, phone, home_phone, cell_phone, email, rest @ ..] = texts;
        let [status, clinic, treatment, disposition, outcome] = rest;
        CaseRef {
            id: id.to_string().into(),
            patient: PatientRef {
                name: name.unwrap_or_default(),
                phone,
                home_phone,
                cell_phone,
                email,
            },
            status,
            clinic,
            treatment,
            disposition,
            outcome,
            created_at: time(self.created_at),
            follow_up_date: self.follow_up_date.map(time),
        }
    }
}

/// The key of a number, if the text holds one.
pub(crate) fn key_of(text: &str, reader: &PhoneReader) -> Option<PhoneKey> {
    if text.is_empty() {
        return None;
    }
    reader.read(text).ok().and_then(Caller::key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let created_at = DateTime::from_timestamp_micros(1_752_000_000_123_456).unwrap();
        let texts = [
            "Zoë Vale",
            "+1 202 555 0147",
            "",
            "202-555-0148",
            "zoe@example.com",
            "IN_CORSO",
            "",
            "",
            "",
            "Athlete",
        ];
        Record::of(texts, created_at, None)
    }

    #[test]
    fn a_record_becomes_the_case_it_was_made_of() {
        let record = record();

        let case = record.case(9);

        assert_eq!((&*case.id, case.patient.name), ("9", "Zoë Vale"));
        assert_eq!(case.patient.home_phone, None);
        assert_eq!(case.patient.cell_phone, Some("202-555-0148"));
        assert_eq!(case.outcome, Some("Athlete"));
        assert_eq!(case.created_at.timestamp_subsec_micros(), 123_456);
    }

    #[test]
    fn a_search_looks_into_every_text_whatever_the_case() {
        assert!(record().contains("zoë v"));
        assert!(record().contains("athl"));
        assert!(!record().contains("robin"));
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", record()), "Record { .. }");
    }
}
