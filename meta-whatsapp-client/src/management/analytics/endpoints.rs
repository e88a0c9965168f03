//! Sending what concerns analytics.

use ccaas_http::{Call, Page, Response, read};
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ConversationPoint, GetAnalytics, GetConversationAnalytics, GetPricingAnalytics,
    GetTemplateAnalytics, MessageAnalytics, PricingPoint, TemplateAnalytics,
};
use crate::{
    ApiError, WabaId,
    client::WhatsAppClient,
    error::Error,
    management::{
        limits,
        listing::{ListPager, after, done, page, pager},
    },
};

const WABA: &str = "/{version}/{waba_id}";

impl WhatsAppClient {
    /// Numbers about a business account.
    #[must_use]
    pub fn analytics<'a>(&'a self, waba_id: &'a WabaId) -> Analytics<'a> {
        Analytics {
            client: self,
            waba_id,
        }
    }
}

/// The endpoints of analytics.
#[derive(Clone, Copy, Debug)]
pub struct Analytics<'a> {
    client: &'a WhatsAppClient,
    waba_id: &'a WabaId,
}

/// A business account with the numbers that were asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    /// About messages.
    #[serde(deserialize_with = "read::raw_lenient")]
    analytics: Option<MessageAnalytics>,
    /// About conversations.
    #[serde(deserialize_with = "read::lenient")]
    conversation_analytics: Option<Conversations>,
    /// About costs.
    #[serde(deserialize_with = "read::lenient")]
    pricing_analytics: Option<Prices>,
}

/// Numbers about conversations, in parts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Conversations {
    /// The parts.
    #[serde(deserialize_with = "read::list")]
    data: Vec<ConversationPart>,
}

/// Numbers about conversations.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ConversationPart {
    /// The numbers.
    #[serde(deserialize_with = "read::raw_list")]
    data_points: Vec<ConversationPoint>,
}

/// Numbers about costs, in parts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Prices {
    /// The parts.
    #[serde(deserialize_with = "read::list")]
    data: Vec<PricePart>,
}

/// Numbers about costs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PricePart {
    /// The numbers.
    #[serde(deserialize_with = "read::raw_list")]
    data_points: Vec<PricingPoint>,
}

impl<'a> Analytics<'a> {
    fn call(&self, method: Method) -> Call<'a, ApiError> {
        self.client
            .call(method, WABA)
            .path("waba_id", self.waba_id.as_str())
    }

    async fn read(&self, field: String) -> Result<Response<Answer>, Error> {
        self.call(Method::GET).query("fields", field).send().await
    }

    /// Reads how many messages were sent and arrived; `None` if Meta has no numbers.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn messages(
        &self,
        get: &GetAnalytics,
    ) -> Result<Response<Option<MessageAnalytics>>, Error> {
        let answer = self.read(get.field()).await?;
        Ok(answer.map(|answer| answer.analytics))
    }

    /// Reads how many conversations there were, and what they cost.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn conversations(
        &self,
        get: &GetConversationAnalytics,
    ) -> Result<Response<Vec<ConversationPoint>>, Error> {
        let answer = self.read(get.field()).await?;
        Ok(answer.map(|answer| {
            let parts = answer.conversation_analytics.map(|answer| answer.data);
            let parts = parts.unwrap_or_default().into_iter();
            parts.flat_map(|part| part.data_points).collect()
        }))
    }

    /// Reads how many messages arrived, and what they cost.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn pricing(
        &self,
        get: &GetPricingAnalytics,
    ) -> Result<Response<Vec<PricingPoint>>, Error> {
        let answer = self.read(get.field()).await?;
        Ok(answer.map(|answer| {
            let parts = answer.pricing_analytics.map(|answer| answer.data);
            let parts = parts.unwrap_or_default().into_iter();
            parts.flat_map(|part| part.data_points).collect()
        }))
    }

    /// Reads one page of what became of templates' messages, day by day.
    ///
    /// They must be [confirmed](Self::confirm_template_analytics) before, once.
    ///
    /// # Errors
    /// `InvalidRequest` for no templates and for more than 10; else all variants of
    /// [`Error`].
    pub async fn templates(
        &self,
        get: &GetTemplateAnalytics,
    ) -> Result<Response<Page<TemplateAnalytics, String>>, Error> {
        limits::not_empty("template_ids", get.template_ids.is_empty())?;
        let field = || "template_ids".to_owned();
        limits::count(field, get.template_ids.len(), limits::ANALYTICS_TEMPLATES)?;
        let metric_types = (!get.metric_types.is_empty()).then(|| json!(get.metric_types));
        let call = self
            .client
            .call(Method::GET, "/{version}/{waba_id}/template_analytics")
            .path("waba_id", self.waba_id.as_str())
            .query("start", get.start.timestamp())
            .query("end", get.end.timestamp())
            .query("granularity", "DAILY")
            .query("template_ids", json!(get.template_ids))
            .query_opt("metric_types", metric_types.as_ref().map(Value::to_string))
            .query_opt("product_type", get.product_type.as_ref())
            .query_opt("limit", get.limit)
            .query_opt("after", after(get.after.as_ref()));
        page(call).await
    }

    /// Reads what became of templates' messages, over all pages from `get.after` on.
    #[must_use]
    pub fn templates_pager(&self, get: GetTemplateAnalytics) -> ListPager<TemplateAnalytics> {
        let first = get.after.clone();
        let of = (self.client.clone(), self.waba_id.clone(), get);
        pager(first, of, |(client, waba_id, get), cursor| async move {
            let after = Some(cursor);
            let get = GetTemplateAnalytics { after, ..get };
            client.analytics(&waba_id).templates(&get).await
        })
    }

    /// Lets Meta count what becomes of templates' messages; for good.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn confirm_template_analytics(&self) -> Result<Response<()>, Error> {
        let call = self
            .call(Method::POST)
            .query("is_enabled_for_insights", true)
            .idempotent(true);
        done(call).await
    }
}
