//! Sending what concerns a business account.

use ccaas_http::Response;
use http::Method;

use super::BusinessAccount;
use crate::{WabaId, client::WhatsAppClient, error::Error, management::listing::names};

impl WhatsAppClient {
    /// A WhatsApp Business Account.
    #[must_use]
    pub fn waba<'a>(&'a self, waba_id: &'a WabaId) -> Waba<'a> {
        Waba {
            client: self,
            waba_id,
        }
    }
}

/// The endpoints of a business account.
#[derive(Clone, Copy, Debug)]
pub struct Waba<'a> {
    client: &'a WhatsAppClient,
    waba_id: &'a WabaId,
}

impl Waba<'_> {
    /// Reads it, with the fields that Meta sends unasked.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self) -> Result<Response<BusinessAccount>, Error> {
        self.get_fields(&[] as &[&str]).await
    }

    /// Reads some of its fields.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_fields(
        &self,
        fields: &[impl AsRef<str>],
    ) -> Result<Response<BusinessAccount>, Error> {
        self.client
            .call(Method::GET, "/{version}/{waba_id}")
            .path("waba_id", self.waba_id.as_str())
            .query_opt("fields", names(fields))
            .send()
            .await
    }
}
