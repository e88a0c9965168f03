//! Sending what concerns flows.

use ccaas_http::{Call, Multipart, Page, Response, SendBody};
use http::Method;

use super::{CreateFlow, CreatedFlow, Flow, FlowAsset, ListFlows, UpdateFlow, UpdatedFlowJson};
use crate::{
    ApiError, FlowId, WabaId,
    client::WhatsAppClient,
    error::Error,
    management::listing::{ListPager, after, done, names, page, pager},
};

const FLOWS: &str = "/{version}/{waba_id}/flows";
const FLOW: &str = "/{version}/{flow_id}";
const ASSETS: &str = "/{version}/{flow_id}/assets";

impl WhatsAppClient {
    /// The flows of a business account.
    #[must_use]
    pub fn flows<'a>(&'a self, waba_id: &'a WabaId) -> Flows<'a> {
        Flows {
            client: self,
            waba_id,
        }
    }
}

/// The endpoints of flows.
#[derive(Clone, Copy, Debug)]
pub struct Flows<'a> {
    client: &'a WhatsAppClient,
    waba_id: &'a WabaId,
}

impl<'a> Flows<'a> {
    fn call<'c>(
        &self,
        method: Method,
        template: &'static str,
        flow_id: &'c FlowId,
    ) -> Call<'c, ApiError>
    where
        'a: 'c,
    {
        self.client
            .call(method, template)
            .path("flow_id", flow_id.as_str())
    }

    /// Reads one page of flows.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self, list: &ListFlows) -> Result<Response<Page<Flow, String>>, Error> {
        let call = self
            .client
            .call(Method::GET, FLOWS)
            .path("waba_id", self.waba_id.as_str())
            .query_opt("fields", names(&list.fields))
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        page(call).await
    }

    /// Reads flows one by one, over all pages from `list.after` on.
    #[must_use]
    pub fn pager(&self, list: ListFlows) -> ListPager<Flow> {
        let first = list.after.clone();
        let of = (self.client.clone(), self.waba_id.clone(), list);
        pager(first, of, |(client, waba_id, list), cursor| async move {
            let after = Some(cursor);
            client
                .flows(&waba_id)
                .list(&ListFlows { after, ..list })
                .await
        })
    }

    /// Creates a flow, or copies one.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn create(&self, flow: &CreateFlow) -> Result<Response<CreatedFlow>, Error> {
        self.client
            .call(Method::POST, FLOWS)
            .path("waba_id", self.waba_id.as_str())
            .json(flow)
            .send()
            .await
    }

    /// Reads one flow, with the fields that Meta sends unasked.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, flow_id: &FlowId) -> Result<Response<Flow>, Error> {
        self.get_fields(flow_id, &[] as &[&str]).await
    }

    /// Reads some fields of one flow; [`Flow::FIELDS`] are all.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_fields(
        &self,
        flow_id: &FlowId,
        fields: &[impl AsRef<str>],
    ) -> Result<Response<Flow>, Error> {
        self.call(Method::GET, FLOW, flow_id)
            .query_opt("fields", names(fields))
            .send()
            .await
    }

    /// Reads the page that shows a flow; the last one while it is valid.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn preview(&self, flow_id: &FlowId) -> Result<Response<Flow>, Error> {
        self.get_fields(flow_id, &["preview.invalidate(false)"])
            .await
    }

    /// Makes a new page that shows a flow, and ends the last one.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn renew_preview(&self, flow_id: &FlowId) -> Result<Response<Flow>, Error> {
        self.get_fields(flow_id, &["preview.invalidate(true)"])
            .await
    }

    /// Changes a flow's name, categories or endpoint.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn update(
        &self,
        flow_id: &FlowId,
        update: &UpdateFlow,
    ) -> Result<Response<()>, Error> {
        let call = self.call(Method::POST, FLOW, flow_id).json(update);
        done(call.idempotent(true)).await
    }

    /// Stores new Flow JSON. Faults in it are in the answer.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn update_json(
        &self,
        flow_id: &FlowId,
        flow_json: impl Into<String>,
    ) -> Result<Response<UpdatedFlowJson>, Error> {
        let file = SendBody::bytes(flow_json.into());
        let form = Multipart::new()
            .text("name", "flow.json")
            .text("asset_type", "FLOW_JSON")
            .file("file", "flow.json", "application/json", file);
        self.call(Method::POST, ASSETS, flow_id)
            .multipart(form)
            .send()
            .await
    }

    /// Lists the files of a flow.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn assets(
        &self,
        flow_id: &FlowId,
    ) -> Result<Response<Page<FlowAsset, String>>, Error> {
        page(self.call(Method::GET, ASSETS, flow_id)).await
    }

    /// Publishes a flow, for good: it cannot be changed any more.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn publish(&self, flow_id: &FlowId) -> Result<Response<()>, Error> {
        done(self.call(Method::POST, "/{version}/{flow_id}/publish", flow_id)).await
    }

    /// Ends a published flow, for good.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn deprecate(&self, flow_id: &FlowId) -> Result<Response<()>, Error> {
        done(self.call(Method::POST, "/{version}/{flow_id}/deprecate", flow_id)).await
    }

    /// Deletes a flow that was not published.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn delete(&self, flow_id: &FlowId) -> Result<Response<()>, Error> {
        done(self.call(Method::DELETE, FLOW, flow_id)).await
    }
}
