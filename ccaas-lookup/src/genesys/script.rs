//! What a script shows.

use std::collections::BTreeMap;

use crate::{Lookup, summary::Summary};

/// The variables of a script, by name: `caseFound` (`"true"` or `"false"`), `caseId`,
/// `patientName`, `caseStatus`, `clinic`, `treatment`, `screenPopUrl`.
///
/// They are the outputs of the [data action](super::DataAction), too, but for `caseFound`,
/// which is a boolean there. All are there even without a case: a script shows the name of a
/// variable that is missing, and a platform that finds null does not use its default.
#[must_use]
pub fn script_variables(found: &Lookup) -> BTreeMap<&'static str, String> {
    let hit = found.hit();
    let summary = hit.map(Summary::of).unwrap_or_default();
    let mut variables = BTreeMap::from([("caseFound", hit.is_some().to_string())]);
    variables.extend(summary.pairs().map(|(name, text)| (name, text.to_owned())));
    variables
}
