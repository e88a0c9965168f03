//! What a directory knows of a caller.

use std::{cmp::Ordering, fmt};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

use crate::PatientRef;

/// One case, with the person it is about.
///
/// `Debug` shows the id and the time only: the rest is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// The id, as text.
    pub id: String,
    /// The person.
    pub patient: Patient,
    /// Such as `IN_CORSO`, `APPUNTAMENTO` or `CHIUSO`.
    pub status: Option<String>,
    /// The clinic that has the case.
    pub clinic: Option<String>,
    /// The treatment that was asked for.
    pub treatment: Option<String>,
    /// What the last contact was about.
    pub disposition: Option<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// When the case was opened. Of several cases the newest is shown first.
    pub created_at: DateTime<Utc>,
    /// When the patient is to be contacted again.
    pub follow_up_date: Option<DateTime<Utc>>,
}

impl Case {
    /// A case about a person, its other fields absent.
    #[must_use]
    pub fn new(id: impl Into<String>, patient: Patient, created_at: DateTime<Utc>) -> Self {
        Self {
            id: id.into(),
            patient,
            status: None,
            clinic: None,
            treatment: None,
            disposition: None,
            outcome: None,
            created_at,
            follow_up_date: None,
        }
    }

    /// Orders cases newest first: by time, then by id, ids of digits by their value.
    #[must_use]
    pub fn newest_first(&self, other: &Self) -> Ordering {
        other
            .created_at
            .cmp(&self.created_at)
            .then_with(|| compare_ids(&other.id, &self.id))
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("id", &self.id)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// The person a case is about.
///
/// `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Patient {
    /// First and last name.
    pub name: String,
    /// The number given first.
    #[serde(default)]
    pub phone: Option<String>,
    /// The number at home.
    #[serde(default)]
    pub home_phone: Option<String>,
    /// The mobile number.
    #[serde(default)]
    pub cell_phone: Option<String>,
    /// The e-mail address.
    #[serde(default)]
    pub email: Option<String>,
}

impl Patient {
    /// A person of whom only the name is known.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The numbers under which the person is found, as they were written.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        [&self.phone, &self.home_phone, &self.cell_phone]
            .into_iter()
            .filter_map(|number| number.as_deref())
    }
}

impl Serialize for Patient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PatientRef::from(self).serialize(serializer)
    }
}

impl fmt::Debug for Patient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patient").finish_non_exhaustive()
    }
}

fn compare_ids(left: &str, right: &str) -> Ordering {
    let digits = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    if digits(left) && digits(right) {
        let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
        return left.len().cmp(&right.len()).then_with(|| left.cmp(right));
    }
    left.cmp(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(id: &str, second: i64) -> Case {
        let created_at = DateTime::from_timestamp(second, 0).unwrap();
        Case::new(id, Patient::new("Robin Vale"), created_at)
    }

    #[test]
    fn the_newest_case_comes_first_and_the_higher_id_decides_a_tie() {
        let mut cases = [
            case("9", 5),
            case("10", 5),
            case("2", 9),
            case("b", 5),
            case("010", 1),
        ];

        cases.sort_by(Case::newest_first);

        let ids: Vec<_> = cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids, ["2", "b", "10", "9", "010"]);
    }

    #[test]
    fn debug_shows_nothing_personal() {
        let mut case = case("9", 0);
        case.patient.phone = Some("+12025550147".into());
        case.outcome = Some("secret".into());

        let text = format!("{case:?} {:?}", case.patient);

        assert!(text.contains('9') && !text.contains("Robin"), "{text}");
        assert!(
            !text.contains("2025550147") && !text.contains("secret"),
            "{text}"
        );
    }
}
