//! What a case may say, wherever it comes from.

use ccaas_lookup::{PhoneKey, PhoneReader};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::Deserialize;
use server_kit::text;
use utoipa::ToSchema;

use super::record::{NUMBERS, Record, TEXTS, Text, key_of};

/// The status of a case that nobody gave one.
const NEW: &str = "IN_CORSO";
/// The most a text may have, in characters.
const NAME: usize = 200;
const NUMBER: usize = 64;
const EMAIL: usize = 254;
const OTHER: usize = 500;

/// The fields of a case, as they are sent. In a change, a field that is absent stays; one that
/// is null or empty goes.
#[derive(Clone, Default, Deserialize, ToSchema)]
pub struct Fields {
    /// First and last name.
    #[schema(example = "Robin Vale")]
    #[serde(default)]
    name: Given,
    /// The number given first.
    #[schema(example = "+1 202 555 0147")]
    #[serde(default)]
    phone: Given,
    /// The number at home.
    #[serde(default)]
    home_phone: Given,
    /// The mobile number.
    #[serde(default)]
    cell_phone: Given,
    /// The e-mail address.
    #[schema(example = "robin@example.com")]
    #[serde(default)]
    email: Given,
    /// IN_CORSO unless given.
    #[schema(example = "APPUNTAMENTO")]
    #[serde(default)]
    status: Given,
    /// The clinic that has the case.
    #[serde(default)]
    clinic: Given,
    /// The treatment that was asked for.
    #[serde(default)]
    treatment: Given,
    /// What the last contact was about.
    #[serde(default)]
    disposition: Given,
    /// What came of it.
    #[serde(default)]
    outcome: Given,
    /// When the case was opened; now unless given.
    #[serde(default)]
    created_at: Given,
    /// When the patient is to be contacted again.
    #[serde(default)]
    follow_up_date: Given,
}

/// A field: absent, null, or a text.
#[derive(Clone, Default)]
enum Given {
    #[default]
    Absent,
    Text(String),
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(Self::Text(text.unwrap_or_default()))
    }
}

impl utoipa::PartialSchema for Given {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        <Option<String> as utoipa::PartialSchema>::schema()
    }
}

impl ToSchema for Given {}

impl Given {
    fn text<'a>(&'a self, before: &'a str) -> &'a str {
        match self {
            Self::Absent => before,
            Self::Text(text) => text::trimmed(text),
        }
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fields").finish_non_exhaustive()
    }
}

impl Fields {
    /// The record of these fields, upon what was there before.
    ///
    /// # Errors
    /// What is wrong with which field, without its text.
    pub(crate) fn record(
        &self,
        before: Option<&Record>,
        reader: &PhoneReader,
        now: DateTime<Utc>,
    ) -> Result<Record, Vec<String>> {
        let old = before.map_or([""; 10], Record::texts);
        let given: [&Given; 10] = [
            &self.name,
            &self.phone,
            &self.home_phone,
            &self.cell_phone,
            &self.email,
            &self.status,
            &self.clinic,
            &self.treatment,
            &self.disposition,
            &self.outcome,
        ];
        let texts = std::array::from_fn(|place| given[place].text(old[place]));
        let mut problems = checked(&texts, reader).err().unwrap_or_default();
        let mut date = |name: &str, given: &Given, old: Option<DateTime<Utc>>| match given {
            Given::Absent => old,
            Given::Text(text) => date(text).unwrap_or_else(|()| {
                problems.push(format!(
                    "{name} must be a date such as 2025-07-12T16:57:06Z"
                ));
                None
            }),
        };
        let stored = |micros| crate::store::time(micros);
        let old_created = before.map(|record| stored(record.created_at()));
        let old_follow_up = before.and_then(Record::follow_up_date).map(stored);
        let created_at = date("created_at", &self.created_at, old_created);
        let follow_up_date = date("follow_up_date", &self.follow_up_date, old_follow_up);
        if !problems.is_empty() {
            return Err(problems);
        }
        let created_at = created_at.or(old_created).unwrap_or(now);
        Ok(Record::of(with_status(texts), created_at, follow_up_date))
    }
}

/// The texts, with the status of a new case where there is none.
pub(crate) fn with_status(mut texts: [&str; 10]) -> [&str; 10] {
    let status = &mut texts[Text::Status as usize];
    if status.is_empty() {
        *status = NEW;
    }
    texts
}

/// The keys of a case's three numbers, if its texts keep to the rules.
///
/// # Errors
/// What is wrong with which text, without any of them.
pub(crate) fn checked(
    texts: &[&str; 10],
    reader: &PhoneReader,
) -> Result<[Option<PhoneKey>; 3], Vec<String>> {
    let mut problems = Vec::new();
    let text_of = |text: Text| texts[text as usize];
    for text in TEXTS {
        let most = match text {
            Text::Name => NAME,
            Text::Phone | Text::HomePhone | Text::CellPhone => NUMBER,
            Text::Email => EMAIL,
            _ => OTHER,
        };
        let given = text_of(text);
        // Most texts are short and plain: they need no further look.
        if given.len() > most || !given.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            problems.extend(text::problems(given, text.name(), most));
        }
    }
    if !text_of(Text::Name).chars().any(text::is_visible) {
        problems.push("name is missing".to_owned());
    }
    if NUMBERS.into_iter().all(|number| text_of(number).is_empty()) {
        problems.push("a case needs a phone number: phone, home_phone or cell_phone".to_owned());
    }
    let keys = NUMBERS.map(|number| {
        let given = text_of(number);
        let key = key_of(given, reader);
        if !given.is_empty() && key.is_none() {
            problems.push(format!("{} is not a phone number", number.name()));
        }
        key
    });
    match problems.is_empty() {
        true => Ok(keys),
        false => Err(problems),
    }
}

/// A date as people and programs write it; an empty text is none. Without a zone it is UTC.
pub(crate) fn date(text: &str) -> Result<Option<DateTime<Utc>>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(Some(time.to_utc()));
    }
    let zoneless = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%d %H:%M",
    ];
    let time = zoneless
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let time = time.or_else(|| Some(day()?.and_time(NaiveTime::MIN)));
    time.map(|time| Some(time.and_utc())).ok_or(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reader() -> PhoneReader {
        PhoneReader::new("US").unwrap()
    }

    fn record(fields: Value, before: Option<&Record>) -> Result<Record, Vec<String>> {
        let fields: Fields = serde_json::from_value(fields).unwrap();
        fields.record(before, &reader(), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn a_name_and_a_number_are_enough() {
        let record = record(
            json!({"name": " Robin Vale ", "phone": "202 555 0147"}),
            None,
        );

        let record = record.unwrap();
        let case = record.case(1);
        assert_eq!(case.patient.name, "Robin Vale");
        assert_eq!(case.status, Some("IN_CORSO"));
        assert_eq!(case.created_at, DateTime::UNIX_EPOCH);
    }

    #[test]
    fn in_a_change_absent_fields_stay_and_null_ones_go() {
        let given = json!({
            "name": "Robin Vale", "phone": "+12025550147", "email": "robin@example.com",
            "clinic": "North", "follow_up_date": "2025-07-12",
        });
        let before = record(given, None).unwrap();

        let change = json!({"clinic": null, "outcome": "called", "follow_up_date": ""});
        let after = record(change, Some(&before)).unwrap();

        let case = after.case(1);
        assert_eq!(case.patient.email, Some("robin@example.com"));
        assert_eq!((case.clinic, case.outcome), (None, Some("called")));
        assert_eq!(case.follow_up_date, None);
    }

    #[test]
    fn every_field_that_is_wrong_is_named_without_its_text() {
        let wrong = json!({
            "name": "\u{200b}", "phone": "anonymous", "email": "a".repeat(300),
            "clinic": "two\nlines", "created_at": "tomorrow",
        });

        let problems = record(wrong, None).unwrap_err().join("; ");

        for named in ["name", "phone", "email", "clinic", "created_at"] {
            assert!(problems.contains(named), "{named}: {problems}");
        }
        assert!(!problems.contains("tomorrow") && !problems.contains("anonymous"));
        assert_eq!(record(json!({"name": "Robin"}), None).unwrap_err().len(), 1);
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let at = |text| date(text).map(|date| date.map(|date| date.to_rfc3339()));

        for (text, expected) in [
            (
                "2025-07-08T16:57:06.836704+00:00",
                "2025-07-08T16:57:06.836704+00:00",
            ),
            ("2025-07-08T18:57:06+02:00", "2025-07-08T16:57:06+00:00"),
            ("2025-07-08 16:57:06", "2025-07-08T16:57:06+00:00"),
            ("2025-07-08 16:57", "2025-07-08T16:57:00+00:00"),
            ("2025-07-08", "2025-07-08T00:00:00+00:00"),
        ] {
            assert_eq!(at(text), Ok(Some(expected.to_owned())), "{text}");
        }
        assert_eq!(at(" "), Ok(None));
        assert!(at("08/07/2025").is_err() && at("0").is_err());
    }
}
