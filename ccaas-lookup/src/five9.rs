//! Five9: the documented screen pop, and the call variables of the CRM SDK.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{Lookup, summary::Summary};

/// The caller's number in what Five9 says of a call: `ani` (automatic number identification).
#[must_use]
pub fn caller(call: &Map<String, Value>) -> Option<&str> {
    let ani = call.get("ani").and_then(Value::as_str)?;
    (!ani.trim().is_empty()).then_some(ani)
}

/// The argument of the documented `five9.screenPop(…)`: `{url, data}`; `None` without a case.
///
/// `data` has `caseId`, `patientName`, `caseStatus`, `clinic` and `treatment`. Five9's own SDK
/// documents no such function: it is yours to define, or see [`call_variables`].
#[must_use]
pub fn screen_pop(found: &Lookup) -> Option<Value> {
    let summary = Summary::of(found.hit()?);
    let mut data = Map::new();
    for (name, text) in summary.pairs() {
        if name != "screenPopUrl" {
            data.insert(name.to_owned(), text.into());
        }
    }
    Some(json!({ "url": summary.screen_pop_url, "data": data }))
}

/// A call variable (*call attached variable*, CAV) of a domain, as the CRM SDK's `getCav` lists
/// it ([docs](https://cdn.prod.us.five9.net/stable/crm-sdk-lib/doc/)).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct CallVariable {
    /// What the domain calls it internally.
    pub id: String,
    /// The group that it is in.
    pub group: String,
    /// Its name in the group.
    pub name: String,
}

/// The argument of the CRM SDK's `interactionApi().setCav(…)`.
///
/// Its `Debug` shows the interaction only.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetCav {
    /// The call.
    pub interaction_id: String,
    /// What to set.
    pub cav_list: Vec<CavValue>,
}

/// A call variable and its new value.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CavValue {
    /// The variable's [`CallVariable::id`].
    pub id: String,
    /// Its value.
    pub value: String,
}

/// The call variables for a case, as the CRM SDK takes them; `None` without a case.
///
/// The SDK sets variables by ids of the domain, so they are looked for in `known`, what `getCav`
/// lists for the call: those of `group` that are called `caseId`, `patientName`, `caseStatus`,
/// `clinic`, `treatment` or `screenPopUrl`. One that the group lacks is left out.
#[must_use]
pub fn call_variables(
    found: &Lookup,
    interaction_id: &str,
    group: &str,
    known: &[CallVariable],
) -> Option<SetCav> {
    let summary = Summary::of(found.hit()?);
    let id_of = |name: &str| {
        let mut of_group = known.iter().filter(|known| known.group == group);
        of_group.find(|known| known.name == name)
    };
    let values = summary.pairs().into_iter().filter_map(|(name, text)| {
        Some(CavValue {
            id: id_of(name)?.id.clone(),
            value: text.to_owned(),
        })
    });
    Some(SetCav {
        interaction_id: interaction_id.to_owned(),
        cav_list: values.collect(),
    })
}

impl fmt::Debug for SetCav {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetCav")
            .field("interaction_id", &self.interaction_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for CavValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CavValue")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
