//! Payments inside a chat.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::webhooks::field::{lenient, unix_time};

/// A payment for an order.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Payment {
    /// The business's own id, from the order.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reference_id: Option<String>,
    /// How much.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub amount: Option<PaymentAmount>,
    /// The currency's code.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The payment as the gateway knows it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub transaction: Option<PaymentTransaction>,
    /// The receipt, as the business named it.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}
ccaas_http::debug_allow_list! { Payment { currency, transaction } }

/// An amount: `value` divided by `offset`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentAmount {
    /// The amount, multiplied.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// What it is multiplied by.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
}
ccaas_http::debug_allow_list!(PaymentAmount { value, offset });

/// A payment as the gateway knows it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentTransaction {
    /// The gateway's id.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The gateway.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `success`, `failed` or `pending`.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Since when.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<DateTime<Utc>>,
    /// When it last changed.
    #[serde(with = "unix_time", skip_serializing_if = "Option::is_none")]
    pub updated_timestamp: Option<DateTime<Utc>>,
    /// How much.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub amount: Option<PaymentAmount>,
    /// The currency's code.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// How it was paid.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub method: Option<PaymentMethod>,
    /// Why it failed.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub error: Option<PaymentError>,
}
ccaas_http::debug_allow_list! { PaymentTransaction {
    kind, status, created_timestamp, updated_timestamp, method, error
} }

/// How something was paid.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentMethod {
    /// Such as `upi` or `card`.
    #[serde(rename = "type")]
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
ccaas_http::debug_allow_list!(PaymentMethod { kind });

/// Why a payment failed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentError {
    /// The gateway's code.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The gateway's reason.
    #[serde(with = "lenient", skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
ccaas_http::debug_allow_list!(PaymentError { code });
