//! References to other things, as many answers hold them.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient},
};
use serde::{Deserialize, Serialize};

use crate::ids::DivisionId;

/// A reference to a user, a queue, a script or another entity.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct DomainEntityRef {
    /// The entity's id.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "filled")]
    pub id: Option<String>,
    /// The entity's name; a person's for a user.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The path under which it can be read.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(DomainEntityRef { id });

impl DomainEntityRef {
    /// A reference to the entity of an id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..Self::default()
        }
    }
}

/// A division of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Division {
    /// The division's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<DivisionId>,
    /// The division's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
