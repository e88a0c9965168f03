//! An agent, as received.

use ccaas_http::{
    DecodeError,
    read::{filled, lenient},
};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// An agent of the tenant, as received.
///
/// Only an agent with an account has an e-mail address, and only such an agent can be
/// booked. An item of the list that is no agent at all has nothing but its raw text.
#[derive(Clone, Default, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Agent {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The first name.
    #[serde(deserialize_with = "filled")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(deserialize_with = "filled")]
    pub last_name: Option<String>,
    /// The e-mail address of the account, which names the agent when booking.
    #[serde(rename = "_account", deserialize_with = "account")]
    pub email: Option<String>,
}

fn account<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    struct Account {
        #[serde(default, deserialize_with = "filled")]
        email: Option<String>,
    }
    Ok(lenient(deserializer)?.and_then(|account: Account| account.email))
}

ccaas_http::keep_raw!(Agent, Self::read);
ccaas_http::debug_allow_list!(Agent {});

impl Agent {
    /// Whether a meeting can be booked with this agent: whether there is an account.
    #[must_use]
    pub fn is_schedulable(&self) -> bool {
        self.email.is_some()
    }

    /// First and last name, as far as they are known, or else the e-mail address.
    #[must_use]
    pub fn display_name(&self) -> Option<String> {
        let names = [self.first_name.as_deref(), self.last_name.as_deref()];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        match names.is_empty() {
            true => self.email.clone(),
            false => Some(names.join(" ")),
        }
    }

    fn read(raw: Box<RawValue>) -> Result<Self, DecodeError> {
        Ok(Self::from_raw(raw.clone()).unwrap_or_else(|_| Self {
            raw,
            ..Self::default()
        }))
    }

    /// Reads a list, or an agent alone.
    #[cfg(feature = "client")]
    pub(super) fn read_all(raw: Box<RawValue>) -> Result<Vec<Self>, DecodeError> {
        if raw.get().starts_with('{') {
            return Ok(vec![Self::read(raw)?]);
        }
        ccaas_http::read::json::<Option<_>>(raw.get().as_bytes()).map(Option::unwrap_or_default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(text: &str) -> Agent {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn only_an_agent_with_an_account_can_be_booked() {
        let booked = agent(r#"{"firstName":"Alex","_account":{"email":"agent@example.com"}}"#);
        assert_eq!(booked.email.as_deref(), Some("agent@example.com"));
        assert!(booked.is_schedulable());

        for text in [
            r#"{"firstName":"No","lastName":"Account"}"#,
            r#"{"firstName":"No","_account":null}"#,
            r#"{"firstName":"No","_account":"000000000000000000000001"}"#,
            r#"{"firstName":"No","_account":{"email":""}}"#,
            "7",
        ] {
            assert!(!agent(text).is_schedulable(), "{text}");
            assert_eq!(agent(text).raw(), text);
        }
    }

    #[test]
    fn an_agent_is_called_by_what_is_known() {
        let cases = [
            (
                r#"{"firstName":"Alex","lastName":"Agent"}"#,
                Some("Alex Agent"),
            ),
            (r#"{"firstName":"","lastName":"Agent"}"#, Some("Agent")),
            (
                r#"{"_account":{"email":"a@example.com"}}"#,
                Some("a@example.com"),
            ),
            ("{}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(agent(text).display_name().as_deref(), expected, "{text}");
        }
    }
}
