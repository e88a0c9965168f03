//! What the state manager is sent and answers, as documented.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use server_kit::problem::Problem;

use crate::{
    state::AppState,
    store::{Customer, Identity},
};

/// `POST /state/mapping`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct NewMapping {
    #[serde(deserialize_with = "read::lenient")]
    wa_id: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) contact_name: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) phone_number_id: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) display_phone_number: Option<String>,
}

impl NewMapping {
    /// The customer's number, digits alone as WhatsApp writes it.
    pub(super) fn number(&self) -> Result<String, Problem> {
        let given = self.wa_id.as_deref().unwrap_or_default();
        let digits: String = given.chars().filter(char::is_ascii_digit).collect();
        let is_number = (5..=20).contains(&digits.len());
        let is_plain = given
            .chars()
            .all(|it| it.is_ascii_digit() || " +-()".contains(it));
        match is_number && is_plain {
            true => Ok(digits),
            false => Err(Problem::invalid(vec![
                "waId must be a number of 5 to 20 digits".into(),
            ])),
        }
    }
}

/// A customer's mapping.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mapping {
    wa_id: Option<String>,
    conversation_id: String,
    genesys_conversation_id: Option<String>,
    contact_name: Option<String>,
    phone_number_id: Option<String>,
    display_phone_number: Option<String>,
    route: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_new: Option<bool>,
}

impl Mapping {
    pub(super) fn of(state: &AppState, customer: &Customer) -> Self {
        let identity = customer.who.known();
        let told =
            |value: fn(&Identity) -> &Option<String>| identity.and_then(|it| value(it).clone());
        let link = state.links.named(customer.route.as_str());
        let own = link.map(|link| link.route.phone_number_id.as_str().to_owned());
        Self {
            wa_id: told(|it| &it.wa_id),
            conversation_id: customer.conversation_id.clone(),
            genesys_conversation_id: customer.genesys_conversation_id.clone(),
            contact_name: told(|it| &it.name),
            phone_number_id: told(|it| &it.phone_number_id).or(own),
            display_phone_number: told(|it| &it.display_phone_number),
            route: customer.route.to_string(),
            created_at: customer.created_at,
            updated_at: customer.last_message_at,
            is_new: None,
        }
    }

    pub(super) fn with_new(self, is_new: bool) -> Self {
        Self {
            is_new: Some(is_new),
            ..self
        }
    }
}

/// `POST /state/message`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct NewMessage {
    #[serde(deserialize_with = "read::lenient")]
    pub(super) meta_message_id: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) genesys_message_id: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) conversation_id: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    direction: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    pub(super) status: Option<String>,
    #[serde(deserialize_with = "read::lenient")]
    timestamp: Option<String>,
}

impl NewMessage {
    /// The direction, if the rest can be tracked.
    pub(super) fn check(&self) -> Result<&'static str, Problem> {
        let mut details = Vec::new();
        let ids = [&self.meta_message_id, &self.genesys_message_id];
        if ids.into_iter().flatten().all(|id| id.trim().is_empty()) {
            details.push("metaMessageId or genesysMessageId is required".to_owned());
        }
        let direction = match self.direction.as_deref() {
            Some("inbound") => "inbound",
            Some("outbound") => "outbound",
            _ => {
                details.push("direction must be inbound or outbound".to_owned());
                ""
            }
        };
        if self
            .status
            .as_deref()
            .is_some_and(|status| !is_word(status))
        {
            details.push(STATUS.to_owned());
        }
        match details.is_empty() {
            true => Ok(direction),
            false => Err(Problem::invalid(details)),
        }
    }

    /// The time that is told: RFC 3339, or seconds or milliseconds since 1970.
    pub(super) fn at(&self) -> Option<DateTime<Utc>> {
        let text = self.timestamp.as_deref()?.trim();
        match text.parse::<i64>() {
            Ok(number) if number > 100_000_000_000 => DateTime::from_timestamp_millis(number),
            Ok(number) => DateTime::from_timestamp(number, 0),
            Err(_) => text.parse().ok(),
        }
    }
}

/// `PATCH /state/message/{messageId}`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct NewStatus {
    #[serde(deserialize_with = "read::lenient")]
    status: Option<String>,
}

impl NewStatus {
    pub(super) fn check(self) -> Result<String, Problem> {
        let status = self.status.filter(|status| is_word(status));
        status.ok_or_else(|| Problem::invalid(vec![STATUS.to_owned()]))
    }
}

const STATUS: &str = "status must be a word such as delivered";

/// What is stored in the clear must not be able to hold more than a word.
fn is_word(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-';
    (1..=30).contains(&text.len()) && text.bytes().all(known)
}
