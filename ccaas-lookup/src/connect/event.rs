//! What a contact flow sends to its Lambda function.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// What Amazon Connect sends when a flow invokes an AWS Lambda function
/// ([docs](https://docs.aws.amazon.com/lambda/latest/dg/services-connect.html)).
///
/// A field that is missing or odd is as if it were absent: reading one never fails on any
/// JSON object, since a Lambda function that fails sends the call down its error branch.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ConnectEvent {
    /// `ContactFlowEvent`.
    #[serde(deserialize_with = "odd_as_absent")]
    pub name: Option<String>,
    /// All the rest.
    #[serde(deserialize_with = "odd_as_absent")]
    pub details: ConnectDetails,
}

/// The contact, and what the flow says of it.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ConnectDetails {
    /// The contact.
    #[serde(deserialize_with = "odd_as_absent")]
    pub contact_data: ContactData,
    /// What the flow's block sends along, such as `CustomerPhoneNumber`.
    #[serde(deserialize_with = "odd_as_absent")]
    pub parameters: Map<String, Value>,
}

/// A contact: a call, a chat, a task, an e-mail.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ContactData {
    /// The contact's user-defined attributes.
    #[serde(deserialize_with = "odd_as_absent")]
    pub attributes: Map<String, Value>,
    /// `VOICE`, `CHAT`, `TASK` or `EMAIL`.
    #[serde(deserialize_with = "odd_as_absent")]
    pub channel: Option<String>,
    /// Identifies the contact.
    #[serde(deserialize_with = "odd_as_absent")]
    pub contact_id: Option<String>,
    /// Where the customer is: a phone number in a call, else often nothing.
    #[serde(deserialize_with = "odd_as_absent")]
    pub customer_endpoint: Option<Endpoint>,
    /// The first contact of a chain of transfers.
    #[serde(deserialize_with = "odd_as_absent")]
    pub initial_contact_id: Option<String>,
    /// `INBOUND`, `OUTBOUND`, `TRANSFER`, `CALLBACK`, `API` and others.
    #[serde(deserialize_with = "odd_as_absent")]
    pub initiation_method: Option<String>,
    /// The instance of Amazon Connect.
    #[serde(rename = "InstanceARN", deserialize_with = "odd_as_absent")]
    pub instance_arn: Option<String>,
    /// The contact before this one.
    #[serde(deserialize_with = "odd_as_absent")]
    pub previous_contact_id: Option<String>,
    /// The queue, once there is one.
    #[serde(deserialize_with = "odd_as_absent")]
    pub queue: Option<Queue>,
    /// The number that was called.
    #[serde(deserialize_with = "odd_as_absent")]
    pub system_endpoint: Option<Endpoint>,
}

/// Where one end of a contact is.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Endpoint {
    /// A phone number in E.164 form, if it is one.
    #[serde(deserialize_with = "odd_as_absent")]
    pub address: Option<String>,
    /// `TELEPHONE_NUMBER`, or another kind.
    #[serde(rename = "Type", deserialize_with = "odd_as_absent")]
    pub kind: Option<String>,
}

/// A queue.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct Queue {
    /// Identifies it.
    #[serde(rename = "ARN", deserialize_with = "odd_as_absent")]
    pub arn: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "odd_as_absent")]
    pub name: Option<String>,
}

impl ConnectEvent {
    /// Reads the event that a Lambda runtime hands over as JSON.
    #[must_use]
    pub fn read(event: &Value) -> Self {
        Self::deserialize(event).unwrap_or_default()
    }

    /// The caller's number: the flow's own parameter `CustomerPhoneNumber` if it says one,
    /// else the customer's end of the line. A chat or a task has none.
    #[must_use]
    pub fn customer_phone_number(&self) -> Option<&str> {
        let told = self.details.parameters.get("CustomerPhoneNumber");
        let told = told.and_then(Value::as_str).filter(|it| !is_blank(it));
        told.or_else(|| {
            let endpoint = self.details.contact_data.customer_endpoint.as_ref()?;
            let is_phone = endpoint
                .kind
                .as_deref()
                .is_none_or(|it| it == "TELEPHONE_NUMBER");
            let address = endpoint.address.as_deref()?;
            (is_phone && !is_blank(address)).then_some(address)
        })
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Reads a value; one that cannot be read is as if it were absent.
fn odd_as_absent<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + for<'a> Deserialize<'a>,
{
    let value = Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_default())
}

impl fmt::Debug for ConnectEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectEvent")
            .field("details", &self.details)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ConnectDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectDetails")
            .field("contact_data", &self.contact_data)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ContactData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactData")
            .field("channel", &self.channel)
            .field("contact_id", &self.contact_id)
            .field("initiation_method", &self.initiation_method)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(parameters: Value, endpoint: Value) -> ConnectEvent {
        ConnectEvent::read(&json!({
            "Name": "ContactFlowEvent",
            "Details": {
                "ContactData": { "Channel": "VOICE", "CustomerEndpoint": endpoint },
                "Parameters": parameters,
            },
        }))
    }

    #[test]
    fn the_flows_own_parameter_comes_before_the_line() {
        let line = json!({ "Address": "+12025550147", "Type": "TELEPHONE_NUMBER" });
        for (parameters, endpoint, expected) in [
            (json!({}), line.clone(), Some("+12025550147")),
            (
                json!({ "CustomerPhoneNumber": "+12025550100" }),
                line.clone(),
                Some("+12025550100"),
            ),
            (
                json!({ "CustomerPhoneNumber": "" }),
                line.clone(),
                Some("+12025550147"),
            ),
            (
                json!({ "CustomerPhoneNumber": null }),
                line.clone(),
                Some("+12025550147"),
            ),
            (Value::Null, line, Some("+12025550147")),
            (json!({}), Value::Null, None),
            (json!({}), json!({ "Address": "" }), None),
            (
                json!({}),
                json!({ "Address": "robin@example.com", "Type": "EMAIL_ADDRESS" }),
                None,
            ),
        ] {
            let event = event(parameters, endpoint);
            assert_eq!(event.customer_phone_number(), expected);
        }
    }

    #[test]
    fn no_json_breaks_the_reading() {
        for odd in [
            json!(null),
            json!([]),
            json!("text"),
            json!({ "Details": 7 }),
            json!({ "Details": { "ContactData": [], "Parameters": "none" } }),
            json!({ "Details": { "ContactData": { "CustomerEndpoint": "+12025550147" } } }),
        ] {
            assert_eq!(ConnectEvent::read(&odd).customer_phone_number(), None);
        }
    }

    #[test]
    fn an_event_prints_no_number() {
        let event = event(
            json!({ "CustomerPhoneNumber": "+12025550100" }),
            json!({ "Address": "+12025550147", "Type": "TELEPHONE_NUMBER" }),
        );

        let printed = format!("{event:?}");

        assert!(printed.contains("VOICE"), "{printed}");
        assert!(!printed.contains("2025550"), "{printed}");
    }
}
