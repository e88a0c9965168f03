//! What is asked for.

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use crate::TemplateId;

/// How much time one number stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Granularity {
    /// Half an hour.
    HalfHour,
    /// A day.
    Day,
    /// A month.
    Month,
}

/// Which numbers about messages to read.
#[derive(Clone, PartialEq, Eq)]
pub struct GetAnalytics {
    /// From when, at most a year back.
    pub start: DateTime<Utc>,
    /// Until when.
    pub end: DateTime<Utc>,
    /// How much time one number stands for.
    pub granularity: Granularity,
    /// Only these phone numbers, without `+`.
    pub phone_numbers: Vec<String>,
    /// Only these countries, two letters each.
    pub country_codes: Vec<String>,
    /// Only these kinds of messages: 0 is notifications, 2 is customer support.
    pub product_types: Vec<u32>,
}

debug_allow_list! { GetAnalytics { start, end, granularity, country_codes, product_types } }

impl GetAnalytics {
    /// All messages of a time.
    #[must_use]
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>, granularity: Granularity) -> Self {
        Self {
            start,
            end,
            granularity,
            phone_numbers: Vec::new(),
            country_codes: Vec::new(),
            product_types: Vec::new(),
        }
    }

    #[cfg_attr(not(feature = "client"), expect(dead_code, reason = "only sent"))]
    pub(super) fn field(&self) -> String {
        let granularity = match self.granularity {
            Granularity::HalfHour => "HALF_HOUR",
            Granularity::Day => "DAY",
            Granularity::Month => "MONTH",
        };
        Expression::new("analytics", self.start, self.end, granularity)
            .list("phone_numbers", &self.phone_numbers)
            .list("product_types", &self.product_types)
            .list("country_codes", &self.country_codes)
            .0
    }
}

/// Which numbers about conversations to read.
#[derive(Clone, PartialEq, Eq)]
pub struct GetConversationAnalytics {
    /// From when, at most a year back.
    pub start: DateTime<Utc>,
    /// Until when.
    pub end: DateTime<Utc>,
    /// How much time one number stands for.
    pub granularity: Granularity,
    /// Only these phone numbers, without `+`.
    pub phone_numbers: Vec<String>,
    /// Only these countries, two letters each.
    pub country_codes: Vec<String>,
    /// `COST`, `CONVERSATION`; empty for both.
    pub metric_types: Vec<String>,
    /// Only `AUTHENTICATION`, `MARKETING`, `SERVICE`, `UTILITY` …
    pub conversation_categories: Vec<String>,
    /// Only `FREE_ENTRY`, `FREE_TIER`, `REGULAR` …
    pub conversation_types: Vec<String>,
    /// Only `BUSINESS_INITIATED`, `USER_INITIATED` …
    pub conversation_directions: Vec<String>,
    /// Broken down by `CONVERSATION_CATEGORY`, `CONVERSATION_DIRECTION`,
    /// `CONVERSATION_TYPE`, `COUNTRY`, `PHONE`.
    pub dimensions: Vec<String>,
}

debug_allow_list! { GetConversationAnalytics {
    start, end, granularity, country_codes, metric_types, conversation_categories,
    conversation_types, conversation_directions, dimensions
} }

impl GetConversationAnalytics {
    /// All conversations of a time.
    #[must_use]
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>, granularity: Granularity) -> Self {
        Self {
            start,
            end,
            granularity,
            phone_numbers: Vec::new(),
            country_codes: Vec::new(),
            metric_types: Vec::new(),
            conversation_categories: Vec::new(),
            conversation_types: Vec::new(),
            conversation_directions: Vec::new(),
            dimensions: Vec::new(),
        }
    }

    #[cfg_attr(not(feature = "client"), expect(dead_code, reason = "only sent"))]
    pub(super) fn field(&self) -> String {
        let granularity = daily(self.granularity);
        Expression::new("conversation_analytics", self.start, self.end, granularity)
            .list("phone_numbers", &self.phone_numbers)
            .list("country_codes", &self.country_codes)
            .list("metric_types", &self.metric_types)
            .list("conversation_categories", &self.conversation_categories)
            .list("conversation_types", &self.conversation_types)
            .list("conversation_directions", &self.conversation_directions)
            .list("dimensions", &self.dimensions)
            .0
    }
}

/// Which numbers about costs to read.
#[derive(Clone, PartialEq, Eq)]
pub struct GetPricingAnalytics {
    /// From when, at most a year back.
    pub start: DateTime<Utc>,
    /// Until when.
    pub end: DateTime<Utc>,
    /// How much time one number stands for.
    pub granularity: Granularity,
    /// Only these phone numbers, without `+`.
    pub phone_numbers: Vec<String>,
    /// Only these countries, two letters each.
    pub country_codes: Vec<String>,
    /// `COST`, `VOLUME`; empty for both.
    pub metric_types: Vec<String>,
    /// Only `FREE_CUSTOMER_SERVICE`, `FREE_ENTRY_POINT`, `REGULAR` …
    pub pricing_types: Vec<String>,
    /// Only `AUTHENTICATION`, `MARKETING`, `SERVICE`, `UTILITY` …
    pub pricing_categories: Vec<String>,
    /// Broken down by `COUNTRY`, `PHONE`, `PRICING_CATEGORY`, `PRICING_TYPE`, `TIER`.
    pub dimensions: Vec<String>,
}

debug_allow_list! { GetPricingAnalytics {
    start, end, granularity, country_codes, metric_types, pricing_types, pricing_categories,
    dimensions
} }

impl GetPricingAnalytics {
    /// All messages of a time.
    #[must_use]
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>, granularity: Granularity) -> Self {
        Self {
            start,
            end,
            granularity,
            phone_numbers: Vec::new(),
            country_codes: Vec::new(),
            metric_types: Vec::new(),
            pricing_types: Vec::new(),
            pricing_categories: Vec::new(),
            dimensions: Vec::new(),
        }
    }

    #[cfg_attr(not(feature = "client"), expect(dead_code, reason = "only sent"))]
    pub(super) fn field(&self) -> String {
        let granularity = daily(self.granularity);
        Expression::new("pricing_analytics", self.start, self.end, granularity)
            .list("phone_numbers", &self.phone_numbers)
            .list("country_codes", &self.country_codes)
            .list("metric_types", &self.metric_types)
            .list("pricing_types", &self.pricing_types)
            .list("pricing_categories", &self.pricing_categories)
            .list("dimensions", &self.dimensions)
            .0
    }
}

/// Which numbers about templates to read, day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetTemplateAnalytics {
    /// From when, at most 90 days back.
    pub start: DateTime<Utc>,
    /// Until when.
    pub end: DateTime<Utc>,
    /// The templates, at most 10.
    pub template_ids: Vec<TemplateId>,
    /// `COST`, `CLICKED`, `DELIVERED`, `READ`, `SENT` …; empty for all.
    pub metric_types: Vec<String>,
    /// `CLOUD_API` (Meta's default) or `MARKETING_MESSAGES_API_FOR_WHATSAPP`.
    pub product_type: Option<String>,
    /// How many items a page holds.
    pub limit: Option<u32>,
    /// Where the page starts: `next` of the page before.
    pub after: Option<String>,
}

impl GetTemplateAnalytics {
    /// All numbers of these templates.
    pub fn new(
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        template_ids: impl IntoIterator<Item = TemplateId>,
    ) -> Self {
        Self {
            start,
            end,
            template_ids: template_ids.into_iter().collect(),
            metric_types: Vec::new(),
            product_type: None,
            limit: None,
            after: None,
        }
    }
}

fn daily(granularity: Granularity) -> &'static str {
    match granularity {
        Granularity::HalfHour => "HALF_HOUR",
        Granularity::Day => "DAILY",
        Granularity::Month => "MONTHLY",
    }
}

/// A field with its arguments, as the Graph API takes them: `name.start(1).end(2)`.
struct Expression(String);

impl Expression {
    fn new(name: &str, start: DateTime<Utc>, end: DateTime<Utc>, granularity: &str) -> Self {
        let (start, end) = (start.timestamp(), end.timestamp());
        Self(format!(
            "{name}.start({start}).end({end}).granularity({granularity})"
        ))
    }

    /// Adds a list, quoted as JSON, so that no value can end it.
    fn list(mut self, name: &str, values: &[impl Serialize]) -> Self {
        if !values.is_empty() {
            self.0.push_str(&format!(".{name}({})", json!(values)));
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span() -> (DateTime<Utc>, DateTime<Utc>) {
        let time = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        (time(1_656_661_480), time(1_674_859_480))
    }

    #[test]
    fn fields_are_written_as_the_graph_api_takes_them() {
        let (start, end) = span();
        let messages = GetAnalytics {
            country_codes: vec!["US".to_owned(), "BR".to_owned()],
            product_types: vec![0, 2],
            ..GetAnalytics::new(start, end, Granularity::Day)
        };
        assert_eq!(
            messages.field(),
            "analytics.start(1656661480).end(1674859480).granularity(DAY)\
             .product_types([0,2]).country_codes([\"US\",\"BR\"])"
        );
        let conversations = GetConversationAnalytics {
            conversation_directions: vec!["BUSINESS_INITIATED".to_owned()],
            dimensions: vec!["CONVERSATION_TYPE".to_owned()],
            ..GetConversationAnalytics::new(start, end, Granularity::Month)
        };
        assert_eq!(
            conversations.field(),
            "conversation_analytics.start(1656661480).end(1674859480).granularity(MONTHLY)\
             .conversation_directions([\"BUSINESS_INITIATED\"])\
             .dimensions([\"CONVERSATION_TYPE\"])"
        );
        let pricing = GetPricingAnalytics {
            metric_types: vec!["COST".to_owned()],
            ..GetPricingAnalytics::new(start, end, Granularity::HalfHour)
        };
        assert_eq!(
            pricing.field(),
            "pricing_analytics.start(1656661480).end(1674859480).granularity(HALF_HOUR)\
             .metric_types([\"COST\"])"
        );
    }

    #[test]
    fn a_value_cannot_leave_its_list() {
        let (start, end) = span();
        let messages = GetAnalytics {
            phone_numbers: vec!["1\"]).id,name(\"".to_owned()],
            ..GetAnalytics::new(start, end, Granularity::Day)
        };
        assert!(
            messages
                .field()
                .ends_with(r#".phone_numbers(["1\"]).id,name(\""])"#)
        );
    }
}
