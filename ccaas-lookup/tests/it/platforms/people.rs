//! Callers, as a lookup finds them.

use ccaas_lookup::{Case, Hit, Lookup, LookupAnswer, Match, Miss, Patient, Unknown, UnknownReason};

/// The documented case, with another name.
pub(crate) fn documented() -> Case {
    let patient = Patient {
        phone: Some("+39 06 2222 4444".to_owned()),
        home_phone: Some("+39 06 2222 4444".to_owned()),
        cell_phone: Some("+39 333 222 4444".to_owned()),
        email: Some("robin.vale@example.com".to_owned()),
        ..Patient::new("Robin Vale")
    };
    let text = |text: &str| Some(text.to_owned());
    Case {
        status: text("APPUNTAMENTO"),
        clinic: text("Centro Oculistico Roma"),
        treatment: text("SMILE Surgery"),
        disposition: text("SMILE evaluation"),
        outcome: text("Professional athlete"),
        follow_up_date: "2025-07-12T16:57:06.836704Z".parse().ok(),
        ..Case::new(
            "9",
            patient,
            "2025-07-08T16:57:06.836704Z".parse().expect("a time"),
        )
    }
}

/// A case of which next to nothing is known.
pub(crate) fn bare() -> Case {
    let created_at = "2025-01-01T00:00:00Z".parse().expect("a time");
    Case::new("7", Patient::new("Noor Bare"), created_at)
}

pub(crate) fn answer(cases: Vec<Case>) -> LookupAnswer {
    let matches = cases.into_iter().map(|case| {
        let url = format!("https://crm.example.com/it/cases/{}", case.id);
        Match::new(case, url)
    });
    let hit = Hit::new("+39 06 2222 4444", matches.collect());
    LookupAnswer::Hit(hit.expect("there is a case"))
}

pub(crate) fn hit() -> Lookup {
    answer(vec![documented(), bare()]).into()
}

pub(crate) fn bare_hit() -> Lookup {
    answer(vec![bare()]).into()
}

pub(crate) fn miss() -> Lookup {
    Lookup::Miss(Miss::new("+391234567890"))
}

pub(crate) fn unknown() -> Lookup {
    Unknown::new(UnknownReason::TimedOut).into()
}
