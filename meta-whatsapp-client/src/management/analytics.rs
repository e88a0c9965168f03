//! Numbers about messages, conversations, costs and templates.
//!
//! - `GET /{waba_id}?fields=analytics…`, `conversation_analytics…`, `pricing_analytics…`
//! - `GET /{waba_id}/template_analytics`
//! - `POST /{waba_id}?is_enabled_for_insights=true`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics)

#[cfg(feature = "client")]
mod endpoints;
mod points;
mod query;

#[cfg(feature = "client")]
pub use endpoints::Analytics;
pub use points::{
    AnalyticsPoint, ButtonClicks, ConversationPoint, CostMetric, MessageAnalytics, PricingPoint,
    TemplateAnalytics, TemplatePoint,
};
pub use query::{
    GetAnalytics, GetConversationAnalytics, GetPricingAnalytics, GetTemplateAnalytics, Granularity,
};
