//! What is received.

use ccaas_http::read;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::TemplateId;

/// Numbers about messages.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct MessageAnalytics {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// The phone numbers that they are about.
    #[serde(default, deserialize_with = "read::list")]
    pub phone_numbers: Vec<String>,
    /// The countries that they are about.
    #[serde(default, deserialize_with = "read::list")]
    pub country_codes: Vec<String>,
    /// How much time one number stands for.
    #[serde(default, deserialize_with = "read::filled")]
    pub granularity: Option<String>,
    /// The numbers.
    #[serde(default, deserialize_with = "read::list")]
    pub data_points: Vec<AnalyticsPoint>,
}
ccaas_http::keep_raw!(MessageAnalytics);
ccaas_http::debug_allow_list! { MessageAnalytics { country_codes, granularity, data_points } }

/// How many messages were sent in a time.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AnalyticsPoint {
    /// From when.
    #[serde(deserialize_with = "read::time")]
    pub start: Option<DateTime<Utc>>,
    /// Until when.
    #[serde(deserialize_with = "read::time")]
    pub end: Option<DateTime<Utc>>,
    /// How many were sent.
    #[serde(deserialize_with = "read::lenient")]
    pub sent: Option<i64>,
    /// How many arrived.
    #[serde(deserialize_with = "read::lenient")]
    pub delivered: Option<i64>,
}
ccaas_http::debug_allow_list! { AnalyticsPoint { start, end, sent, delivered } }

/// How many conversations there were in a time, and what they cost.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct ConversationPoint {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// From when.
    #[serde(default, deserialize_with = "read::time")]
    pub start: Option<DateTime<Utc>>,
    /// Until when.
    #[serde(default, deserialize_with = "read::time")]
    pub end: Option<DateTime<Utc>>,
    /// How many.
    #[serde(default, deserialize_with = "read::lenient")]
    pub conversation: Option<i64>,
    /// What they cost, about, in the account's currency.
    #[serde(default, deserialize_with = "read::lenient")]
    pub cost: Option<f64>,
    /// Of this phone number.
    #[serde(default, deserialize_with = "read::filled")]
    pub phone_number: Option<String>,
    /// With customers of this country.
    #[serde(default, deserialize_with = "read::filled")]
    pub country: Option<String>,
    /// Of this type.
    #[serde(default, deserialize_with = "read::filled")]
    pub conversation_type: Option<String>,
    /// Begun by this side.
    #[serde(default, deserialize_with = "read::filled")]
    pub conversation_direction: Option<String>,
    /// Of this category.
    #[serde(default, deserialize_with = "read::filled")]
    pub conversation_category: Option<String>,
}
ccaas_http::keep_raw!(ConversationPoint);
ccaas_http::debug_allow_list! { ConversationPoint {
    start, end, conversation, cost, country, conversation_type, conversation_category
} }

/// How many messages arrived in a time, and what they cost.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct PricingPoint {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// From when.
    #[serde(default, deserialize_with = "read::time")]
    pub start: Option<DateTime<Utc>>,
    /// Until when.
    #[serde(default, deserialize_with = "read::time")]
    pub end: Option<DateTime<Utc>>,
    /// How many.
    #[serde(default, deserialize_with = "read::lenient")]
    pub volume: Option<i64>,
    /// What they cost, about, in the account's currency.
    #[serde(default, deserialize_with = "read::lenient")]
    pub cost: Option<f64>,
    /// Of this phone number.
    #[serde(default, deserialize_with = "read::filled")]
    pub phone_number: Option<String>,
    /// To customers of this country.
    #[serde(default, deserialize_with = "read::filled")]
    pub country: Option<String>,
    /// Of this type.
    #[serde(default, deserialize_with = "read::filled")]
    pub pricing_type: Option<String>,
    /// Of this category.
    #[serde(default, deserialize_with = "read::filled")]
    pub pricing_category: Option<String>,
    /// In this volume tier, `0:750000`.
    #[serde(default, deserialize_with = "read::filled")]
    pub tier: Option<String>,
}
ccaas_http::keep_raw!(PricingPoint);
ccaas_http::debug_allow_list! { PricingPoint {
    start, end, volume, cost, country, pricing_type, pricing_category, tier
} }

/// Numbers about templates.
#[derive(Clone, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct TemplateAnalytics {
    #[serde(skip)]
    raw: Box<RawValue>,
    /// How much time one number stands for: a day.
    #[serde(default, deserialize_with = "read::filled")]
    pub granularity: Option<String>,
    /// Over which API the messages went.
    #[serde(default, deserialize_with = "read::filled")]
    pub product_type: Option<String>,
    /// The time zone of the days, if it is not UTC.
    #[serde(default, deserialize_with = "read::filled")]
    pub waba_timezone: Option<String>,
    /// The numbers.
    #[serde(default, deserialize_with = "read::list")]
    pub data_points: Vec<TemplatePoint>,
}
ccaas_http::keep_raw!(TemplateAnalytics);
ccaas_http::debug_allow_list! { TemplateAnalytics { granularity, product_type, data_points } }

/// What became of a template's messages in a day.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TemplatePoint {
    /// The template.
    #[serde(deserialize_with = "read::filled")]
    pub template_id: Option<TemplateId>,
    /// From when.
    #[serde(deserialize_with = "read::time")]
    pub start: Option<DateTime<Utc>>,
    /// Until when.
    #[serde(deserialize_with = "read::time")]
    pub end: Option<DateTime<Utc>>,
    /// How many were sent.
    #[serde(deserialize_with = "read::lenient")]
    pub sent: Option<i64>,
    /// How many arrived.
    #[serde(deserialize_with = "read::lenient")]
    pub delivered: Option<i64>,
    /// How many were read.
    #[serde(deserialize_with = "read::lenient")]
    pub read: Option<i64>,
    /// How often its buttons were tapped.
    #[serde(deserialize_with = "read::list")]
    pub clicked: Vec<ButtonClicks>,
    /// What they cost, about, in the account's currency.
    #[serde(deserialize_with = "read::list")]
    pub cost: Vec<CostMetric>,
}
ccaas_http::debug_allow_list! { TemplatePoint {
    template_id, start, end, sent, delivered, read, clicked, cost
} }

/// How often a button was tapped.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ButtonClicks {
    /// What is counted: `quick_reply_button`, `url_button`, `unique_url_button`.
    #[serde(rename = "type", deserialize_with = "read::filled")]
    pub kind: Option<String>,
    /// The button's label.
    #[serde(deserialize_with = "read::filled")]
    pub button_content: Option<String>,
    /// How often.
    #[serde(deserialize_with = "read::lenient")]
    pub count: Option<i64>,
}
ccaas_http::debug_allow_list! { ButtonClicks { kind, button_content, count } }

/// A cost.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CostMetric {
    /// Of what: `amount_spent`, `cost_per_delivered`, `cost_per_url_button_click`.
    #[serde(rename = "type", deserialize_with = "read::filled")]
    pub kind: Option<String>,
    /// How much.
    #[serde(deserialize_with = "read::lenient")]
    pub value: Option<f64>,
}
ccaas_http::debug_allow_list!(CostMetric { kind, value });
