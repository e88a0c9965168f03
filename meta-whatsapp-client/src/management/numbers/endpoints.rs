//! Sending what concerns the phone numbers of a business account.

use ccaas_http::{Page, Pager, Response};
use http::Method;
use serde_json::json;

use super::{AddPhoneNumber, AddedPhoneNumber, ListPhoneNumbers, PhoneNumber};
use crate::{
    WabaId,
    client::WhatsAppClient,
    error::Error,
    management::listing::{PageFuture, after, names, page},
};

const PHONE_NUMBERS: &str = "/{version}/{waba_id}/phone_numbers";

impl WhatsAppClient {
    /// The phone numbers of a business account.
    #[must_use]
    pub fn phone_numbers<'a>(&'a self, waba_id: &'a WabaId) -> PhoneNumbers<'a> {
        PhoneNumbers {
            client: self,
            waba_id,
        }
    }
}

/// The endpoints of a business account's phone numbers.
#[derive(Clone, Copy, Debug)]
pub struct PhoneNumbers<'a> {
    client: &'a WhatsAppClient,
    waba_id: &'a WabaId,
}

impl PhoneNumbers<'_> {
    /// Reads one page of phone numbers.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(
        &self,
        list: &ListPhoneNumbers,
    ) -> Result<Response<Page<PhoneNumber, String>>, Error> {
        let filtering = (!list.filtering.is_empty()).then(|| json!(list.filtering));
        let call = self
            .client
            .call(Method::GET, PHONE_NUMBERS)
            .path("waba_id", self.waba_id.as_str())
            .query_opt("fields", names(&list.fields))
            .query_opt("filtering", filtering)
            .query_opt("sort", list.sort.as_ref())
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        page(call).await
    }

    /// Reads phone numbers one by one, over all pages from `list.after` on.
    #[must_use]
    pub fn pager(
        &self,
        list: ListPhoneNumbers,
    ) -> Pager<PhoneNumber, String, impl FnMut(String) -> PageFuture<PhoneNumber> + Send + use<>>
    {
        let (client, waba_id) = (self.client.clone(), self.waba_id.clone());
        let first = list.after.clone().unwrap_or_default();
        Pager::new(first, move |cursor| -> PageFuture<PhoneNumber> {
            let (client, waba_id) = (client.clone(), waba_id.clone());
            let list = ListPhoneNumbers {
                after: Some(cursor),
                ..list.clone()
            };
            Box::pin(async move {
                let page = client.phone_numbers(&waba_id).list(&list).await;
                page.map(Response::into_inner)
            })
        })
    }

    /// Adds a phone number, which must be verified and registered then.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn add(
        &self,
        phone_number: &AddPhoneNumber,
    ) -> Result<Response<AddedPhoneNumber>, Error> {
        self.client
            .call(Method::POST, PHONE_NUMBERS)
            .path("waba_id", self.waba_id.as_str())
            .json(phone_number)
            .send()
            .await
    }
}
