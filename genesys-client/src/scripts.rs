//! Scripts: what an agent sees during a call.
//!
//! - `GET /api/v2/scripts`
//! - `GET /api/v2/scripts/{scriptId}`
//! - `GET /api/v2/scripts/published`
//! - `GET /api/v2/scripts/published/{scriptId}`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-scripts)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::read::{filled, lenient, time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Scripts;

use crate::{
    ids::{DivisionId, ScriptId},
    reference::Division,
    sort_order::SortOrder,
};

/// Which scripts to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListScripts {
    /// The page, from 1. Default 1.
    pub page_number: Option<u32>,
    /// How many scripts a page holds. The vendor's default is 25.
    pub page_size: Option<u32>,
    /// What to sort by, such as `modifiedDate`.
    pub sort_by: Option<String>,
    /// The order.
    pub sort_order: Option<SortOrder>,
    /// Only scripts whose name matches.
    pub name: Option<String>,
    /// Only scripts with this feature, such as `callback`.
    pub feature: Option<String>,
}

/// Which published scripts to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPublishedScripts {
    /// The page, from 1. Default 1.
    pub page_number: Option<u32>,
    /// How many scripts a page holds. The vendor's default is 25.
    pub page_size: Option<u32>,
    /// Only scripts whose name matches.
    pub name: Option<String>,
    /// Only scripts with this feature, such as `callback`.
    pub feature: Option<String>,
    /// Only scripts of these divisions.
    pub division_ids: Vec<DivisionId>,
}

/// A script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Script {
    /// The script's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ScriptId>,
    /// The script's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The division it belongs to.
    #[serde(deserialize_with = "lenient")]
    pub division: Option<Division>,
    /// The id of this version.
    #[serde(deserialize_with = "lenient")]
    pub version_id: Option<String>,
    /// When it was created.
    #[serde(deserialize_with = "time")]
    pub created_date: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(deserialize_with = "time")]
    pub modified_date: Option<DateTime<Utc>>,
    /// When it was published.
    #[serde(deserialize_with = "time")]
    pub published_date: Option<DateTime<Utc>>,
    /// When this version was made.
    #[serde(deserialize_with = "time")]
    pub version_date: Option<DateTime<Utc>>,
    /// The id of its first page.
    #[serde(deserialize_with = "lenient")]
    pub start_page_id: Option<String>,
    /// The name of its first page.
    #[serde(deserialize_with = "lenient")]
    pub start_page_name: Option<String>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
