//! What is sent.

use chrono::{DateTime, Utc, serde::ts_milliseconds, serde::ts_milliseconds_option};
use serde::Serialize;

/// A video meeting to be created.
///
/// ```
/// use chrono::{TimeDelta, Utc};
/// use videoengager_client::CreateSchedule;
///
/// let in_an_hour = Utc::now() + TimeDelta::hours(1);
/// let request = CreateSchedule {
///     customer_id: Some("cust_example1".to_owned()),
///     ..CreateSchedule::new(in_an_hour, 30)
/// };
/// # assert_eq!(request.duration, 30);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSchedule {
    /// When the meeting starts.
    #[serde(with = "ts_milliseconds")]
    pub date: DateTime<Utc>,
    /// How long it lasts, in minutes. The vendor's limits differ between its documents.
    pub duration: u32,
    /// Who is expected. Empty if the vendor shall not know.
    pub visitor: Visitor,
    /// The caller's own id of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// A code that the visitor must type in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// The Genesys Cloud conversation that belongs to the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// Whether the vendor sends e-mails about it to visitor and agent.
    #[serde(skip)]
    pub send_notification_email: bool,
}

impl CreateSchedule {
    /// A meeting at `date` of `duration` minutes, and nothing else.
    #[must_use]
    pub fn new(date: DateTime<Utc>, duration: u32) -> Self {
        Self {
            date,
            duration,
            visitor: Visitor::default(),
            customer_id: None,
            pin: None,
            conversation_id: None,
            send_notification_email: false,
        }
    }
}

ccaas_http::debug_allow_list!(CreateSchedule {
    date,
    duration,
    send_notification_email
});

/// What shall change; what is `None` stays as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSchedule {
    /// When the meeting starts.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "ts_milliseconds_option"
    )]
    pub date: Option<DateTime<Utc>>,
    /// How long it lasts, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
    /// Who is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor: Option<Visitor>,
    /// The caller's own id of the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// A code that the visitor must type in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// The Genesys Cloud conversation that belongs to the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
}

ccaas_http::debug_allow_list!(UpdateSchedule { date, duration });

/// Who is expected at a meeting, as far as the vendor shall know.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// The visitor's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The visitor's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The visitor's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What the meeting is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// A code that the visitor must type in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    /// Whether the visitor is let in without the agent's click.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_answer: Option<bool>,
}

ccaas_http::debug_allow_list!(Visitor { auto_answer });

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    fn date() -> DateTime<Utc> {
        "2026-12-01T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn an_empty_visitor_is_sent_as_an_empty_object() {
        let request = CreateSchedule {
            customer_id: Some("cust_example1".to_owned()),
            send_notification_email: true,
            ..CreateSchedule::new(date(), 30)
        };
        assert_eq!(
            to_value(&request).unwrap(),
            json!({
                "customerId": "cust_example1", "date": 1_796_119_200_000_i64,
                "duration": 30, "visitor": {}
            })
        );
    }

    #[test]
    fn an_update_sends_only_what_changes() {
        let link = UpdateSchedule {
            conversation_id: Some("c-1".into()),
            ..Default::default()
        };
        assert_eq!(to_value(&link).unwrap(), json!({ "conversationId": "c-1" }));

        let move_it = UpdateSchedule {
            date: Some(date()),
            ..Default::default()
        };
        assert_eq!(
            to_value(&move_it).unwrap(),
            json!({ "date": 1_796_119_200_000_i64 })
        );
    }
}
