//! Readers and cases that the tests share.

use ccaas_lookup::{Caller, Case, CasesInMemory, Patient, PhoneKey, PhoneReader, ScreenPopUrl};
use chrono::{DateTime, Utc};

pub(crate) fn reader(region: &str) -> PhoneReader {
    PhoneReader::new(region).expect("the country has a numbering plan")
}

/// The key of a text that is a number.
#[track_caller]
pub(crate) fn key(region: &str, text: &str) -> PhoneKey {
    match reader(region).read(text) {
        Ok(Caller::Number(key)) => key,
        other => panic!("{text:?} is {other:?} in {region}"),
    }
}

/// What a number is known by, as text.
#[track_caller]
pub(crate) fn text(region: &str, text: &str) -> String {
    key(region, text).to_text()
}

pub(crate) fn urls() -> ScreenPopUrl {
    ScreenPopUrl::new("https://crm-gules-six.vercel.app", "it").expect("the base is a URL")
}

pub(crate) fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("it is a time")
}

/// The documented case.
pub(crate) fn documented_case() -> Case {
    let patient = Patient {
        name: "Antonio Dorato".into(),
        phone: Some("+39 06 2222 4444".into()),
        home_phone: Some("+39 06 2222 4444".into()),
        cell_phone: Some("+39 333 222 4444".into()),
        email: Some("antonio.dorato@email.com".into()),
    };
    let mut case = Case::new("9", patient, time("2025-07-08T16:57:06.836704Z"));
    case.status = Some("APPUNTAMENTO".into());
    case.clinic = Some("Centro Oculistico Roma".into());
    case.treatment = Some("SMILE Surgery".into());
    case.disposition = Some("SMILE evaluation".into());
    case.outcome = Some("Professional athlete".into());
    case.follow_up_date = Some(time("2025-07-12T16:57:06.836704Z"));
    case
}

/// A directory of a clinic in Italy.
pub(crate) fn directory(cases: impl IntoIterator<Item = Case>) -> CasesInMemory {
    let directory = CasesInMemory::new(reader("IT"));
    for case in cases {
        directory.put(case);
    }
    directory
}
