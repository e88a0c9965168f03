//! What a Lambda function may answer to a flow.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    Case, Lookup, Patient,
    summary::{Summary, text},
};

/// The longest answer that a flow takes, in bytes of UTF-8; ours stay below.
pub const MAX_ANSWER_BYTES: usize = 32 * 1024;

/// The answer as a flat map of strings; `None` for a contact without a number.
///
/// The keys are always the same: `caseFound` (`"true"` or `"false"`), `caseId`, `patientName`,
/// `caseStatus`, `clinic`, `treatment`, `screenPopUrl`; a text that there is none of is empty.
/// Without a case, `message` says why, and `reason` has the [code] of a failure: it is empty
/// if the caller surely has no case.
///
/// An answer of [`MAX_ANSWER_BYTES`] or more is shortened: the longest text becomes empty (of
/// two as long, the one whose name is later in the alphabet), then the next, until it fits.
///
/// [code]: crate::UnknownReason::code
#[must_use]
pub fn flat(found: Option<&Lookup>) -> BTreeMap<&'static str, String> {
    let hit = found.and_then(Lookup::hit);
    let summary = hit.map(Summary::of).unwrap_or_default();
    let mut answer = BTreeMap::from([("caseFound", hit.is_some().to_string())]);
    answer.extend(summary.pairs().map(|(name, text)| (name, text.to_owned())));
    if hit.is_none() {
        let (message, reason) = why_not(found);
        answer.insert("message", message);
        answer.insert("reason", reason.to_owned());
    }
    while json_bytes(&answer) >= MAX_ANSWER_BYTES {
        if let Some(longest) = answer.values_mut().max_by_key(|text| text.len()) {
            longest.clear();
        }
    }
    answer
}

/// The answer as nested JSON, for a block whose response validation is `JSON`.
///
/// It has all that [`flat`] has, under the same names, and for a case also `patient` (`name`,
/// `phone`, `homePhone`, `cellPhone`, `email`), `case` (`status`, `clinic`, `treatment`,
/// `disposition`, `outcome`, `createdAt`, `followUpDate`), and `matches`: how many cases have
/// the number. All texts, none of them absent.
///
/// The flat part is shortened as in [`flat`]; of `matches`, `patient` and `case`, tried in this
/// order, a part that does not fit is left out.
#[must_use]
pub fn nested(found: Option<&Lookup>) -> Map<String, Value> {
    let texts = flat(found).into_iter();
    let mut answer: Map<_, _> = texts
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .collect();
    let Some(hit) = found.and_then(Lookup::hit) else {
        return answer;
    };
    let matches = hit.matches().len().to_string();
    for (name, part) in [
        ("matches", matches.into()),
        ("patient", patient(&hit.case().patient)),
        ("case", case(hit.case())),
    ] {
        answer.insert(name.to_owned(), part);
        if json_bytes(&answer) >= MAX_ANSWER_BYTES {
            answer.remove(name);
        }
    }
    answer
}

fn patient(patient: &Patient) -> Value {
    json!({
        "name": patient.name,
        "phone": text(&patient.phone),
        "homePhone": text(&patient.home_phone),
        "cellPhone": text(&patient.cell_phone),
        "email": text(&patient.email),
    })
}

fn case(case: &Case) -> Value {
    json!({
        "status": text(&case.status),
        "clinic": text(&case.clinic),
        "treatment": text(&case.treatment),
        "disposition": text(&case.disposition),
        "outcome": text(&case.outcome),
        "createdAt": case.created_at.to_rfc3339(),
        "followUpDate": case.follow_up_date.map(|it| it.to_rfc3339()).unwrap_or_default(),
    })
}

/// The message and the code for a caller without a case.
fn why_not(found: Option<&Lookup>) -> (String, &'static str) {
    match found {
        None => ("No phone number in the contact".to_owned(), ""),
        Some(Lookup::Miss(miss)) => (miss.message(), ""),
        // The documented words.
        Some(Lookup::Unknown(unknown)) => (
            "Screen pop lookup failed".to_owned(),
            unknown.reason().code(),
        ),
        Some(Lookup::Hit(_)) => (String::new(), ""),
    }
}

fn json_bytes(answer: &impl Serialize) -> usize {
    serde_json::to_vec(answer).map_or(0, |json| json.len())
}
