//! Sending what concerns the phone numbers of a business account.

use ccaas_http::{Page, Response};
use http::Method;
use serde_json::json;

use super::{AddPhoneNumber, AddedPhoneNumber, ListPhoneNumbers, PhoneNumber};
use crate::{
    WabaId,
    client::WhatsAppClient,
    error::Error,
    management::listing::{ListPager, after, names, page, pager},
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
    pub fn pager(&self, list: ListPhoneNumbers) -> ListPager<PhoneNumber> {
        let first = list.after.clone();
        let of = (self.client.clone(), self.waba_id.clone(), list);
        pager(first, of, |(client, waba_id, list), cursor| async move {
            let after = Some(cursor);
            client
                .phone_numbers(&waba_id)
                .list(&ListPhoneNumbers { after, ..list })
                .await
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
