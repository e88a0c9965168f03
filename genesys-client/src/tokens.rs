//! The token that calls are made with: a health check without side effects.
//!
//! - `GET /api/v2/tokens/me`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-tokens-me)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, list, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Tokens;

use crate::ids::{OAuthClientId, OrganizationId};

/// What the vendor knows about a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct TokenInfo {
    /// The organisation it acts in.
    #[serde(deserialize_with = "lenient")]
    pub organization: Option<NamedOrganization>,
    /// The organisation it belongs to.
    #[serde(deserialize_with = "lenient")]
    pub home_organization: Option<NamedOrganization>,
    /// What its OAuth client is allowed.
    #[serde(deserialize_with = "list")]
    pub authorized_scope: Vec<String>,
    /// When it ends if it stays idle; only where an organisation sets an idle time.
    #[serde(deserialize_with = "time")]
    pub date_token_idles: Option<DateTime<Utc>>,
    /// The OAuth client it was given to.
    #[serde(rename = "OAuthClient", deserialize_with = "lenient")]
    pub oauth_client: Option<OrgOAuthClient>,
}

/// An organisation and its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NamedOrganization {
    /// The organisation's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<OrganizationId>,
    /// The organisation's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
}

/// An OAuth client.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct OrgOAuthClient {
    /// The client's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<OAuthClientId>,
    /// The client's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// How it signs in, such as `CLIENT-CREDENTIALS`.
    #[serde(deserialize_with = "lenient")]
    pub authorized_grant_type: Option<String>,
    /// `active`, `disabled` or `inactive`.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<String>,
    /// The scopes it may ask for.
    #[serde(deserialize_with = "list")]
    pub scope: Vec<String>,
    /// When it is to be deleted.
    #[serde(deserialize_with = "time")]
    pub date_to_delete: Option<DateTime<Utc>>,
}
debug_allow_list!(OrgOAuthClient {
    name,
    authorized_grant_type,
    state,
    scope,
    date_to_delete
});
