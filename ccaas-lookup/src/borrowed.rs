//! Cases whose texts lie elsewhere, and the one place where the documented JSON is written.

use std::{borrow::Cow, fmt};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{Case, Hit, Match, Patient, ScreenPopUrl};

/// A [`Case`] whose texts are borrowed.
///
/// A server that holds its cases in a form of its own answers a lookup from them without a copy
/// of each text: see [`HitRef`]. `Debug` shows the id and the time only.
#[derive(Clone)]
pub struct CaseRef<'a> {
    /// The id, as text.
    pub id: Cow<'a, str>,
    /// The person.
    pub patient: PatientRef<'a>,
    /// As in [`Case`].
    pub status: Option<&'a str>,
    /// As in [`Case`].
    pub clinic: Option<&'a str>,
    /// As in [`Case`].
    pub treatment: Option<&'a str>,
    /// As in [`Case`].
    pub disposition: Option<&'a str>,
    /// As in [`Case`].
    pub outcome: Option<&'a str>,
    /// When the case was opened.
    pub created_at: DateTime<Utc>,
    /// When the patient is to be contacted again.
    pub follow_up_date: Option<DateTime<Utc>>,
}

impl<'a> From<&'a Case> for CaseRef<'a> {
    fn from(case: &'a Case) -> Self {
        Self {
            id: Cow::Borrowed(&case.id),
            patient: PatientRef::from(&case.patient),
            status: case.status.as_deref(),
            clinic: case.clinic.as_deref(),
            treatment: case.treatment.as_deref(),
            disposition: case.disposition.as_deref(),
            outcome: case.outcome.as_deref(),
            created_at: case.created_at,
            follow_up_date: case.follow_up_date,
        }
    }
}

impl From<CaseRef<'_>> for Case {
    fn from(case: CaseRef<'_>) -> Self {
        Self {
            id: case.id.into_owned(),
            patient: case.patient.into(),
            status: owned(case.status),
            clinic: owned(case.clinic),
            treatment: owned(case.treatment),
            disposition: owned(case.disposition),
            outcome: owned(case.outcome),
            created_at: case.created_at,
            follow_up_date: case.follow_up_date,
        }
    }
}

impl fmt::Debug for CaseRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaseRef")
            .field("id", &self.id)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

/// A [`Patient`] whose texts are borrowed.
#[derive(Clone, Serialize)]
pub struct PatientRef<'a> {
    /// First and last name.
    pub name: &'a str,
    /// The number given first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<&'a str>,
    /// The number at home.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_phone: Option<&'a str>,
    /// The mobile number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell_phone: Option<&'a str>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
}

impl<'a> From<&'a Patient> for PatientRef<'a> {
    fn from(patient: &'a Patient) -> Self {
        Self {
            name: &patient.name,
            phone: patient.phone.as_deref(),
            home_phone: patient.home_phone.as_deref(),
            cell_phone: patient.cell_phone.as_deref(),
            email: patient.email.as_deref(),
        }
    }
}

impl From<PatientRef<'_>> for Patient {
    fn from(patient: PatientRef<'_>) -> Self {
        Self {
            name: patient.name.to_owned(),
            phone: owned(patient.phone),
            home_phone: owned(patient.home_phone),
            cell_phone: owned(patient.cell_phone),
            email: owned(patient.email),
        }
    }
}

impl fmt::Debug for PatientRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PatientRef").finish_non_exhaustive()
    }
}

/// A [`Hit`] whose texts are borrowed. It serialises as documented.
pub struct HitRef<'a> {
    /// Never empty.
    matches: Vec<MatchRef<'a>>,
    phone_searched: &'a str,
    stale: bool,
}

impl<'a> HitRef<'a> {
    /// The cases, newest first, with the addresses that open them; nothing if there are none.
    #[must_use]
    pub fn new(
        phone_searched: &'a str,
        cases: impl IntoIterator<Item = CaseRef<'a>>,
        urls: &ScreenPopUrl,
    ) -> Option<Self> {
        let opened = |case: CaseRef<'a>| MatchRef {
            screen_pop_url: Cow::Owned(urls.of(&case.id)),
            case,
        };
        let matches: Vec<_> = cases.into_iter().map(opened).collect();
        (!matches.is_empty()).then_some(Self {
            matches,
            phone_searched,
            stale: false,
        })
    }

    /// Says that newer cases may exist.
    #[must_use]
    pub fn with_stale(mut self, stale: bool) -> Self {
        self.stale = stale;
        self
    }
}

impl<'a> From<&'a Hit> for HitRef<'a> {
    fn from(hit: &'a Hit) -> Self {
        Self {
            matches: hit.matches().iter().map(MatchRef::from).collect(),
            phone_searched: hit.phone_searched(),
            stale: hit.is_stale(),
        }
    }
}

impl fmt::Debug for HitRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HitRef")
            .field("matches", &self.matches.len())
            .field("stale", &self.stale)
            .finish_non_exhaustive()
    }
}

impl Serialize for HitRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = 7 + usize::from(self.stale);
        let mut hit = serializer.serialize_struct("Hit", fields)?;
        hit.serialize_field("found", &true)?;
        self.matches[0].serialize_fields(&mut hit)?;
        hit.serialize_field("phone_searched", &self.phone_searched)?;
        hit.serialize_field("matches", &self.matches)?;
        if self.stale {
            hit.serialize_field("stale", &true)?;
        }
        hit.end()
    }
}

/// A [`Match`] whose texts are borrowed.
pub(crate) struct MatchRef<'a> {
    case: CaseRef<'a>,
    screen_pop_url: Cow<'a, str>,
}

impl<'a> From<&'a Match> for MatchRef<'a> {
    fn from(one: &'a Match) -> Self {
        Self {
            case: CaseRef::from(&one.case),
            screen_pop_url: Cow::Borrowed(&one.screen_pop_url),
        }
    }
}

impl MatchRef<'_> {
    fn serialize_fields<S: SerializeStruct>(&self, into: &mut S) -> Result<(), S::Error> {
        into.serialize_field("case_id", &self.case.id)?;
        into.serialize_field("patient", &self.case.patient)?;
        into.serialize_field("case", &CaseFields::from(&self.case))?;
        into.serialize_field("screen_pop_url", &self.screen_pop_url)
    }
}

impl Serialize for MatchRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut one = serializer.serialize_struct("Match", 4)?;
        self.serialize_fields(&mut one)?;
        one.end()
    }
}

/// The documented `case` object.
#[derive(Serialize)]
struct CaseFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clinic: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    treatment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'a str>,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up_date: Option<String>,
}

impl<'a> From<&'a CaseRef<'a>> for CaseFields<'a> {
    fn from(case: &'a CaseRef<'a>) -> Self {
        Self {
            status: case.status,
            clinic: case.clinic,
            treatment: case.treatment,
            disposition: case.disposition,
            outcome: case.outcome,
            created_at: written(case.created_at),
            follow_up_date: case.follow_up_date.map(written),
        }
    }
}

/// Documented with an offset of `+00:00`, and as many digits of a second as there are.
fn written(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}
