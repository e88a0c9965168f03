//! Channels, and what they are subscribed to.

use std::fmt;

use ccaas_http::{
    debug_allow_list, machine_code, open_enum,
    read::{filled, lenient, list, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Topic;
use crate::ids::ChannelId;

/// A way for events to come. It lives a day.
///
/// Whoever has its address can listen, so that is not printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Channel {
    /// The channel's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<ChannelId>,
    /// Where its WebSocket is.
    #[serde(deserialize_with = "lenient")]
    pub connect_uri: Option<Url>,
    /// When it ends.
    #[serde(deserialize_with = "time")]
    pub expires: Option<DateTime<Utc>>,
}
debug_allow_list!(Channel { expires });

/// A topic that a channel is subscribed to, or was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ChannelTopic {
    /// The topic.
    #[serde(deserialize_with = "filled")]
    pub id: Option<Topic>,
    /// Whether it is allowed.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<TopicState>,
    /// Why it is not.
    #[serde(deserialize_with = "lenient")]
    pub rejection_reason: Option<String>,
    /// Which permissions it lacks.
    #[serde(deserialize_with = "list")]
    pub missing_permissions: Vec<String>,
}

impl ChannelTopic {
    /// Whether nothing will be told of it.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        match self.state {
            Some(TopicState::Rejected) => true,
            Some(TopicState::Permitted) => false,
            _ => !self.missing_permissions.is_empty(),
        }
    }

    /// Says which kind of topic was refused, and which permissions it lacks.
    pub(crate) fn write_refusal(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("genesys cloud does not tell of ")?;
        match &self.id {
            Some(topic) => f.write_str(&topic.kind())?,
            None => f.write_str("a topic")?,
        }
        let permissions = self.missing_permissions.iter().map(String::as_str);
        let permissions: Vec<_> = permissions.filter(|it| is_permission(it)).collect();
        match permissions.as_slice() {
            [] => Ok(()),
            lacking => write!(
                f,
                ": give the OAuth client a role with {}",
                lacking.join(", ")
            ),
        }
    }
}

/// Whether it is written as permissions are: `routing:queue:view`, `routing:*`.
fn is_permission(text: &str) -> bool {
    text.split(':')
        .all(|part| part == "*" || machine_code(part).is_some())
}

open_enum! {
    /// Whether a channel may have a topic.
    pub enum TopicState {
        /// It may.
        Permitted = "Permitted",
        /// It may not.
        Rejected = "Rejected",
    }
}

#[cfg(test)]
mod tests {
    use ccaas_http::read::json;

    use super::*;

    fn topic(text: &str) -> ChannelTopic {
        json(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_topic_is_refused_by_its_state_or_without_one_by_what_it_lacks() {
        for (text, is_refused) in [
            (r#"{"state":"Rejected"}"#, true),
            (r#"{"missingPermissions":["routing:queue:view"]}"#, true),
            (r#"{"state":"Later","missingPermissions":["a:b"]}"#, true),
            (r#"{"state":"Permitted"}"#, false),
            (r#"{"state":"Later"}"#, false),
            ("{}", false),
        ] {
            assert_eq!(topic(text).is_refused(), is_refused, "{text}");
        }
    }

    #[test]
    fn only_what_is_a_permission_is_printed() {
        assert!(is_permission("routing:queue:view") && is_permission("routing:*"));
        for text in ["", "ask John Doe", "a:+12025550147", "routing:"] {
            assert!(!is_permission(text), "{text}");
        }
    }
}
