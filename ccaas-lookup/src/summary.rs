//! The six things that every platform shows of a case.

use crate::Hit;

/// What the platforms are given of a case, in the documented names; what the case does not
/// say is an empty text.
#[derive(Clone, Copy, Default)]
pub(crate) struct Summary<'a> {
    pub(crate) case_id: &'a str,
    pub(crate) patient_name: &'a str,
    pub(crate) case_status: &'a str,
    pub(crate) clinic: &'a str,
    pub(crate) treatment: &'a str,
    pub(crate) screen_pop_url: &'a str,
}

impl<'a> Summary<'a> {
    /// The summary of a hit.
    pub(crate) fn of(hit: &'a Hit) -> Self {
        let case = hit.case();
        Self {
            case_id: &case.id,
            patient_name: &case.patient.name,
            case_status: text(&case.status),
            clinic: text(&case.clinic),
            treatment: text(&case.treatment),
            screen_pop_url: hit.screen_pop_url(),
        }
    }

    /// The names and texts, the most useful ones first.
    pub(crate) fn pairs(&self) -> [(&'static str, &'a str); 6] {
        [
            ("caseId", self.case_id),
            ("patientName", self.patient_name),
            ("caseStatus", self.case_status),
            ("clinic", self.clinic),
            ("treatment", self.treatment),
            ("screenPopUrl", self.screen_pop_url),
        ]
    }
}

/// The text, or an empty one.
pub(crate) fn text(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or_default()
}
