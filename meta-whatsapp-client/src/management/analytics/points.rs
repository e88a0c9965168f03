//! What is received.

use chrono::{DateTime, Utc};

use crate::{TemplateId, management::received::received};

received! {
    /// Numbers about messages.
    pub struct MessageAnalytics {
        /// The phone numbers that they are about.
        pub phone_numbers: Vec<String>,
        /// The countries that they are about.
        pub country_codes: Vec<String>,
        /// How much time one number stands for.
        pub granularity: Option<String>,
        /// The numbers.
        pub data_points: Vec<AnalyticsPoint>,
    }
    debug [country_codes, granularity, data_points]
}
received! {
    /// How many messages were sent in a time.
    pub struct AnalyticsPoint {
        /// From when.
        pub start: Option<DateTime<Utc>>,
        /// Until when.
        pub end: Option<DateTime<Utc>>,
        /// How many were sent.
        pub sent: Option<i64>,
        /// How many arrived.
        pub delivered: Option<i64>,
    }
    debug [start, end, sent, delivered]
}

received! {
    /// How many conversations there were in a time, and what they cost.
    pub struct ConversationPoint {
        /// From when.
        pub start: Option<DateTime<Utc>>,
        /// Until when.
        pub end: Option<DateTime<Utc>>,
        /// How many.
        pub conversation: Option<i64>,
        /// What they cost, about, in the account's currency.
        pub cost: Option<f64>,
        /// Of this phone number.
        pub phone_number: Option<String>,
        /// With customers of this country.
        pub country: Option<String>,
        /// Of this type.
        pub conversation_type: Option<String>,
        /// Begun by this side.
        pub conversation_direction: Option<String>,
        /// Of this category.
        pub conversation_category: Option<String>,
    }
    debug [start, end, conversation, cost, country, conversation_type, conversation_category]
}
received! {
    /// How many messages arrived in a time, and what they cost.
    pub struct PricingPoint {
        /// From when.
        pub start: Option<DateTime<Utc>>,
        /// Until when.
        pub end: Option<DateTime<Utc>>,
        /// How many.
        pub volume: Option<i64>,
        /// What they cost, about, in the account's currency.
        pub cost: Option<f64>,
        /// Of this phone number.
        pub phone_number: Option<String>,
        /// To customers of this country.
        pub country: Option<String>,
        /// Of this type.
        pub pricing_type: Option<String>,
        /// Of this category.
        pub pricing_category: Option<String>,
        /// In this volume tier, `0:750000`.
        pub tier: Option<String>,
    }
    debug [start, end, volume, cost, country, pricing_type, pricing_category, tier]
}

received! {
    /// Numbers about templates.
    pub struct TemplateAnalytics {
        /// How much time one number stands for: a day.
        pub granularity: Option<String>,
        /// Over which API the messages went.
        pub product_type: Option<String>,
        /// The time zone of the days, if it is not UTC.
        pub waba_timezone: Option<String>,
        /// The numbers.
        pub data_points: Vec<TemplatePoint>,
    }
    debug [granularity, product_type, data_points]
}
received! {
    /// What became of a template's messages in a day.
    pub struct TemplatePoint {
        /// The template.
        pub template_id: Option<TemplateId>,
        /// From when.
        pub start: Option<DateTime<Utc>>,
        /// Until when.
        pub end: Option<DateTime<Utc>>,
        /// How many were sent.
        pub sent: Option<i64>,
        /// How many arrived.
        pub delivered: Option<i64>,
        /// How many were read.
        pub read: Option<i64>,
        /// How often its buttons were tapped.
        pub clicked: Vec<ButtonClicks>,
        /// What they cost, about, in the account's currency.
        pub cost: Vec<CostMetric>,
    }
    debug [template_id, start, end, sent, delivered, read, clicked, cost]
}
received! {
    /// How often a button was tapped.
    pub struct ButtonClicks {
        /// What is counted: `quick_reply_button`, `url_button`, `unique_url_button`.
        pub kind: Option<String> = "type",
        /// The button's label.
        pub button_content: Option<String>,
        /// How often.
        pub count: Option<i64>,
    }
    debug [kind, button_content, count]
}
received! {
    /// A cost.
    pub struct CostMetric {
        /// Of what: `amount_spent`, `cost_per_delivered`, `cost_per_url_button_click`.
        pub kind: Option<String> = "type",
        /// How much.
        pub value: Option<f64>,
    }
    debug [kind, value]
}
