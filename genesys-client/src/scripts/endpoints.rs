//! Sending what concerns scripts.

use ccaas_http::{Page, Pager, Response};
use http::Method;

use super::{ListPublishedScripts, ListScripts, Script};
use crate::{
    client::GenesysClient,
    error::Error,
    ids::{DivisionId, ScriptId},
    listing::{EntityListing, FIND_PAGE_SIZE, PageFuture},
    sort_order::SortOrder,
};

/// The endpoints of scripts. Permission: `scripter:script:view`.
#[derive(Clone, Copy, Debug)]
pub struct Scripts<'a> {
    client: &'a GenesysClient,
}

impl<'a> Scripts<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads one page of scripts: `GET /api/v2/scripts`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self, list: &ListScripts) -> Result<Response<Page<Script>>, Error> {
        let page_number = list.page_number.unwrap_or(1);
        let call = self
            .client
            .http()
            .call(Method::GET, "/api/v2/scripts")
            .query("pageNumber", page_number)
            .query_opt("pageSize", list.page_size)
            .query_opt("sortBy", list.sort_by.as_ref())
            .query_opt("sortOrder", list.sort_order.map(SortOrder::as_str))
            .query_opt("name", list.name.as_ref())
            .query_opt("feature", list.feature.as_ref());
        let listing = call.send::<EntityListing<Script>>().await?;
        Ok(listing.map(|listing| listing.into_page(page_number)))
    }

    /// Reads scripts one by one, over all pages from `list.page_number` on.
    #[must_use]
    pub fn pager(
        &self,
        list: ListScripts,
    ) -> Pager<Script, u32, impl FnMut(u32) -> PageFuture<Script> + Send + use<>> {
        let client = self.client.clone();
        Pager::new(
            list.page_number.unwrap_or(1),
            move |page_number| -> PageFuture<Script> {
                let client = client.clone();
                let list = ListScripts {
                    page_number: Some(page_number),
                    ..list.clone()
                };
                Box::pin(
                    async move { client.scripts().list(&list).await.map(Response::into_inner) },
                )
            },
        )
    }

    /// Reads one page of published scripts, those that agents see:
    /// `GET /api/v2/scripts/published`.
    ///
    /// Permission: `scripter:publishedScript:view`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list_published(
        &self,
        list: &ListPublishedScripts,
    ) -> Result<Response<Page<Script>>, Error> {
        let page_number = list.page_number.unwrap_or(1);
        let divisions: Vec<_> = list.division_ids.iter().map(DivisionId::as_str).collect();
        let divisions = (!divisions.is_empty()).then(|| divisions.join(","));
        let listing = self
            .client
            .http()
            .call(Method::GET, "/api/v2/scripts/published")
            .query("pageNumber", page_number)
            .query_opt("pageSize", list.page_size)
            .query_opt("name", list.name.as_ref())
            .query_opt("feature", list.feature.as_ref())
            .query_opt("divisionIds", divisions)
            .send::<EntityListing<Script>>()
            .await?;
        Ok(listing.map(|listing| listing.into_page(page_number)))
    }

    /// Reads one published script: `GET /api/v2/scripts/published/{scriptId}`.
    ///
    /// Permission: `scripter:publishedScript:view`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_published(&self, script_id: &ScriptId) -> Result<Response<Script>, Error> {
        self.client
            .http()
            .call(Method::GET, "/api/v2/scripts/published/{scriptId}")
            .path("scriptId", script_id.as_str())
            .send()
            .await
    }

    /// Reads one script: `GET /api/v2/scripts/{scriptId}`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, script_id: &ScriptId) -> Result<Response<Script>, Error> {
        self.client
            .http()
            .call(Method::GET, "/api/v2/scripts/{scriptId}")
            .path("scriptId", script_id.as_str())
            .send()
            .await
    }

    /// Finds the script of exactly this name.
    ///
    /// The vendor's own filter is wider: it is a filter, not a key.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn find_by_name(&self, name: &str) -> Result<Option<Script>, Error> {
        let mut scripts = self.pager(ListScripts {
            name: Some(name.to_owned()),
            page_size: Some(FIND_PAGE_SIZE),
            ..ListScripts::default()
        });
        while let Some(script) = scripts.next().await? {
            if script.name.as_deref() == Some(name) {
                return Ok(Some(script));
            }
        }
        Ok(None)
    }
}
