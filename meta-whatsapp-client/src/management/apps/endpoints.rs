//! Sending what concerns subscribed apps.

use ccaas_http::{Call, Page, Response};
use http::Method;

use super::{Subscribe, SubscribedApp};
use crate::{
    ApiError, WabaId,
    client::WhatsAppClient,
    error::Error,
    management::listing::{done, page},
};

impl WhatsAppClient {
    /// The apps that receive the webhooks of a business account.
    #[must_use]
    pub fn subscribed_apps<'a>(&'a self, waba_id: &'a WabaId) -> SubscribedApps<'a> {
        SubscribedApps {
            client: self,
            waba_id,
        }
    }
}

/// The endpoints of subscribed apps.
#[derive(Clone, Copy, Debug)]
pub struct SubscribedApps<'a> {
    client: &'a WhatsAppClient,
    waba_id: &'a WabaId,
}

impl<'a> SubscribedApps<'a> {
    fn call(&self, method: Method) -> Call<'a, ApiError> {
        self.client
            .call(method, "/{version}/{waba_id}/subscribed_apps")
            .path("waba_id", self.waba_id.as_str())
    }

    /// Subscribes the app of the token.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn subscribe(&self, subscribe: &Subscribe) -> Result<Response<()>, Error> {
        done(self.call(Method::POST).json(subscribe).idempotent(true)).await
    }

    /// Lists the subscribed apps; all on one page.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self) -> Result<Response<Page<SubscribedApp, String>>, Error> {
        page(self.call(Method::GET)).await
    }

    /// Unsubscribes the app of the token.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn unsubscribe(&self) -> Result<Response<()>, Error> {
        done(self.call(Method::DELETE)).await
    }
}
