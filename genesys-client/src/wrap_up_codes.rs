//! Wrap-up codes: what agents file conversations under.
//!
//! - `GET /api/v2/routing/wrapupcodes`
//! - `GET /api/v2/routing/wrapupcodes/{codeId}`
//! - `GET /api/v2/routing/queues/{queueId}/wrapupcodes`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-routing-wrapupcodes)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::read::{filled, lenient, time};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::WrapUpCodes;

use crate::{ids::WrapUpCodeId, reference::Division, sort_order::SortOrder};

/// Which wrap-up codes to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListWrapUpCodes {
    /// The page, from 1. Default 1.
    pub page_number: Option<u32>,
    /// How many codes a page holds. The vendor's default is 25.
    pub page_size: Option<u32>,
    /// The order; codes are sorted by name. Not of a queue's codes.
    pub sort_order: Option<SortOrder>,
    /// Only codes of this name.
    pub name: Option<String>,
}

/// A wrap-up code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct WrapUpCode {
    /// The code's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<WrapUpCodeId>,
    /// The code's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// The division it belongs to.
    #[serde(deserialize_with = "lenient")]
    pub division: Option<Division>,
    /// What it is for.
    #[serde(deserialize_with = "lenient")]
    pub description: Option<String>,
    /// When it was created.
    #[serde(deserialize_with = "time")]
    pub date_created: Option<DateTime<Utc>>,
    /// When it was last changed.
    #[serde(deserialize_with = "time")]
    pub date_modified: Option<DateTime<Utc>>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
