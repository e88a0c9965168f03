//! The token that calls are made with: a health check without side effects.
//!
//! - `GET /api/v2/tokens/me`
//!
//! [Docs](https://developer.genesys.cloud/devapps/api-explorer#get-api-v2-tokens-me)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::{debug_allow_list, one_or_many};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[cfg(feature = "client")]
pub use endpoints::Tokens;

use crate::ids::{OAuthClientId, OrganizationId};

/// What the vendor knows about a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TokenInfo {
    /// The organisation it acts in.
    pub organization: Option<NamedOrganization>,
    /// The organisation it belongs to.
    pub home_organization: Option<NamedOrganization>,
    /// What its OAuth client is allowed.
    #[serde(default, deserialize_with = "one_or_many")]
    pub authorized_scope: Vec<String>,
    /// When it ends if it stays idle; only where an organisation sets an idle time.
    pub date_token_idles: Option<DateTime<Utc>>,
    /// The OAuth client it was given to.
    #[serde(rename = "OAuthClient")]
    pub oauth_client: Option<OrgOAuthClient>,
}

/// An organisation and its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NamedOrganization {
    /// The organisation's id.
    pub id: Option<OrganizationId>,
    /// The organisation's name.
    pub name: Option<String>,
}

/// An OAuth client.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrgOAuthClient {
    /// The client's id.
    pub id: Option<OAuthClientId>,
    /// The client's name.
    pub name: Option<String>,
    /// How it signs in, such as `CLIENT-CREDENTIALS`.
    pub authorized_grant_type: Option<String>,
    /// `active`, `disabled` or `inactive`.
    pub state: Option<String>,
    /// The scopes it may ask for.
    #[serde(default, deserialize_with = "one_or_many")]
    pub scope: Vec<String>,
    /// When it is to be deleted.
    pub date_to_delete: Option<DateTime<Utc>>,
}
debug_allow_list!(OrgOAuthClient {
    name,
    authorized_grant_type,
    state,
    scope,
    date_to_delete
});
