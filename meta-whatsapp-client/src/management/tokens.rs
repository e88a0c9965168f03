//! Access tokens: whose they are, what they may do, and when they end.
//!
//! `GET /debug_token`
//!
//! [Docs](https://developers.facebook.com/docs/graph-api/reference/debug_token)

#[cfg(feature = "client")]
mod endpoints;

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

#[cfg(feature = "client")]
pub use endpoints::AccessTokens;

/// What Meta knows of an access token.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct TokenInfo {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The app it is of.
    #[serde(default, deserialize_with = "read::filled")]
    pub app_id: Option<String>,
    /// The app's name.
    #[serde(default, deserialize_with = "read::filled")]
    pub application: Option<String>,
    /// Whose it is: `USER`, `SYSTEM_USER`, `PAGE`, `APP`.
    #[serde(rename = "type", default, deserialize_with = "read::filled")]
    pub kind: Option<String>,
    /// Whether it is accepted.
    #[serde(default, deserialize_with = "read::lenient")]
    pub is_valid: Option<bool>,
    /// When it ends, in which 1970 stands for never: see [`end`](Self::end).
    #[serde(default, deserialize_with = "read::time")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When the app may no longer see the user's data, in which 1970 stands for never.
    #[serde(default, deserialize_with = "read::time")]
    pub data_access_expires_at: Option<DateTime<Utc>>,
    /// When it was made.
    #[serde(default, deserialize_with = "read::time")]
    pub issued_at: Option<DateTime<Utc>>,
    /// What it may do, such as `whatsapp_business_messaging`.
    #[serde(default, deserialize_with = "read::list")]
    pub scopes: Vec<String>,
    /// The same, each for what it is limited to.
    #[serde(default, deserialize_with = "read::list")]
    pub granular_scopes: Vec<GranularScope>,
    /// The user it is of.
    #[serde(default, deserialize_with = "read::filled")]
    pub user_id: Option<String>,
}
ccaas_http::keep_raw!(TokenInfo);
ccaas_http::debug_allow_list! { TokenInfo {
    app_id, kind, is_valid, expires_at, data_access_expires_at, issued_at, scopes
} }

/// Something that a token may do, and to what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct GranularScope {
    /// What, such as `whatsapp_business_management`.
    #[serde(deserialize_with = "read::filled")]
    pub scope: Option<String>,
    /// To which objects; to all if there are none.
    #[serde(deserialize_with = "read::list")]
    pub target_ids: Vec<String>,
}

/// When a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenEnd {
    /// It does not.
    Never,
    /// Then.
    At(DateTime<Utc>),
    /// It is not told.
    Unknown,
}

impl TokenInfo {
    /// When the token ends, by itself or because the app may no longer use it.
    #[must_use]
    pub fn end(&self) -> TokenEnd {
        let told = [self.expires_at, self.data_access_expires_at];
        let ends = told.into_iter().flatten();
        match ends.filter(|at| *at != DateTime::UNIX_EPOCH).min() {
            Some(at) => TokenEnd::At(at),
            None if self.expires_at.is_some() => TokenEnd::Never,
            None => TokenEnd::Unknown,
        }
    }

    /// Whether it has a permission, such as `whatsapp_business_messaging`.
    #[must_use]
    pub fn may(&self, scope: &str) -> bool {
        let granular = self.granular_scopes.iter();
        let granular = granular.filter_map(|it| it.scope.as_deref());
        let mut scopes = self.scopes.iter().map(String::as_str).chain(granular);
        scopes.any(|known| known == scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_never_and_the_earlier_end_counts() {
        let at = |seconds| TokenEnd::At(DateTime::from_timestamp(seconds, 0).unwrap());
        for (text, expected) in [
            ("{}", TokenEnd::Unknown),
            (r#"{"data_access_expires_at":0}"#, TokenEnd::Unknown),
            (r#"{"expires_at":0}"#, TokenEnd::Never),
            (
                r#"{"expires_at":0,"data_access_expires_at":0}"#,
                TokenEnd::Never,
            ),
            (r#"{"expires_at":1796000000}"#, at(1_796_000_000)),
            (
                r#"{"expires_at":0,"data_access_expires_at":1796000001}"#,
                at(1_796_000_001),
            ),
            (
                r#"{"expires_at":1796000003,"data_access_expires_at":"1796000002"}"#,
                at(1_796_000_002),
            ),
        ] {
            let token: TokenInfo = serde_json::from_str(text).unwrap();
            assert_eq!(token.end(), expected, "{text}");
        }
    }

    #[test]
    fn a_permission_may_stand_in_either_list() {
        let text = r#"{"scopes":["a"],"granular_scopes":[{"scope":"b","target_ids":["1"]},7]}"#;
        let token: TokenInfo = serde_json::from_str(text).unwrap();

        assert!(token.may("a") && token.may("b"));
        assert!(!token.may("c"));
    }
}
