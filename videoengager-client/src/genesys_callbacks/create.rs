//! What is sent to create a callback.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

use crate::schedules::AgentId;

/// A Genesys callback with a video meeting, to be created.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CreateGenesysCallback {
    /// The customer's first name.
    pub firstname: String,
    /// The customer's last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lastname: Option<String>,
    /// The customer's e-mail address.
    pub customer_email: String,
    /// The customer's phone number: a plus and at least 5 digits.
    ///
    /// The vendor names the field `_customer_number`, without the underscore in the
    /// public call.
    #[serde(skip)]
    pub customer_number: String,
    /// When the customer is to be called.
    #[serde(rename = "_desired_time", serialize_with = "iso_millis")]
    pub desired_time: DateTime<Utc>,
    /// How long the meeting lasts, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
    /// The subject of the meeting.
    #[serde(rename = "veSubject", skip_serializing_if = "Option::is_none")]
    pub ve_subject: Option<String>,
    /// The customer's own words on the subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_subject: Option<String>,
    /// The agent to be preferred; spelled as the vendor spells it.
    #[serde(rename = "preferedAgent", skip_serializing_if = "Option::is_none")]
    pub prefered_agent: Option<AgentId>,
    /// Whether the callback belongs to the preferred agent. Only such one can be moved.
    #[serde(rename = "callbackOwned", skip_serializing_if = "is_false")]
    pub callback_owned: bool,
    /// The Genesys Cloud queue; without it, that of the tenant's settings.
    #[serde(rename = "queueId", skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// The Genesys Cloud script; without it, that of the tenant's settings.
    #[serde(rename = "scriptId", skip_serializing_if = "Option::is_none")]
    pub script_id: Option<String>,
    /// The Genesys Cloud environment, such as `mypurecloud.de`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// Who creates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
}

ccaas_http::debug_allow_list!(CreateGenesysCallback {
    desired_time,
    duration,
    prefered_agent,
    callback_owned,
    queue_id,
    script_id,
    environment
});

impl CreateGenesysCallback {
    /// A callback with what the vendor requires.
    #[must_use]
    pub fn new(
        firstname: impl Into<String>,
        customer_email: impl Into<String>,
        customer_number: impl Into<String>,
        desired_time: DateTime<Utc>,
    ) -> Self {
        Self {
            firstname: firstname.into(),
            lastname: None,
            customer_email: customer_email.into(),
            customer_number: customer_number.into(),
            desired_time,
            duration: None,
            ve_subject: None,
            customer_subject: None,
            prefered_agent: None,
            callback_owned: false,
            queue_id: None,
            script_id: None,
            environment: None,
            creator: None,
        }
    }
}

pub(super) fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub(super) fn iso_millis<S: Serializer>(
    time: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*time))
}

fn is_false(flag: &bool) -> bool {
    !flag
}
