//! An agent, as received.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, value::RawValue};

use crate::read::{object, text};

/// An agent of the tenant, as received.
///
/// Only an agent with an account has an e-mail address, and only such an agent can be
/// booked. An item of the list that is no agent at all has nothing but its raw text.
#[derive(Clone)]
#[non_exhaustive]
pub struct Agent {
    raw: Box<RawValue>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The e-mail address of the account, which names the agent when booking.
    pub email: Option<String>,
}

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

    /// The whole agent as JSON. It holds personal data.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.raw.get()
    }

    fn read(raw: Box<RawValue>) -> Self {
        let fields: Map<String, Value> = serde_json::from_str(raw.get()).unwrap_or_default();
        Self {
            first_name: text(&fields, "firstName"),
            last_name: text(&fields, "lastName"),
            email: object(&fields, "_account").and_then(|account| text(account, "email")),
            raw,
        }
    }
}

impl<'de> Deserialize<'de> for Agent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self::read)
    }
}

#[cfg(feature = "client")]
impl Agent {
    pub(super) fn read_all(raw: Box<RawValue>) -> Result<Vec<Self>, ccaas_http::DecodeError> {
        let items = crate::read::items(raw)?;
        Ok(items.into_iter().map(Self::read).collect())
    }
}

/// Writes what was received.
impl Serialize for Agent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
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
