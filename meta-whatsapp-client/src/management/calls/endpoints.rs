//! Sending what concerns calls.

use ccaas_http::{DecodeError, Response, read};
use http::Method;
use serde::{Deserialize, Serialize};

use super::{CallId, CallPermissions, Session, StartCall, StartedCall};
use crate::{
    PhoneNumberId, UserId, WaId,
    client::WhatsAppClient,
    error::Error,
    management::{listing::done, product::ForWhatsApp},
};

const CALLS: &str = "/{version}/{phone_number_id}/calls";
const PERMISSIONS: &str = "/{version}/{phone_number_id}/call_permissions";

impl WhatsAppClient {
    /// The calls of a phone number.
    #[must_use]
    pub fn calls<'a>(&'a self, phone_number_id: &'a PhoneNumberId) -> Calls<'a> {
        Calls {
            client: self,
            phone_number_id,
        }
    }
}

/// The endpoints of calls. None of them is repeated after an ambiguous failure.
#[derive(Clone, Copy, Debug)]
pub struct Calls<'a> {
    client: &'a WhatsAppClient,
    phone_number_id: &'a PhoneNumberId,
}

#[derive(Serialize)]
struct Start<'a> {
    action: &'static str,
    #[serde(flatten)]
    call: &'a StartCall,
}

#[derive(Serialize)]
struct Change<'a> {
    call_id: &'a CallId,
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<&'a Session>,
}

/// The answer to a call that was started.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Started {
    /// The call, alone.
    #[serde(deserialize_with = "read::raw_list")]
    calls: Vec<StartedCall>,
}

impl Calls<'_> {
    /// Calls a customer, who must have allowed it.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`StartCall::check`] finds; else all variants of
    /// [`Error`].
    pub async fn connect(&self, call: &StartCall) -> Result<Response<StartedCall>, Error> {
        call.check()?;
        let answer = self
            .client
            .call(Method::POST, CALLS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(&ForWhatsApp::new(&Start {
                action: "connect",
                call,
            }))
            .send::<Started>()
            .await?;
        let meta = answer.meta().clone();
        match answer.into_inner().calls.into_iter().next() {
            Some(call) => Ok(Response::new(call, meta)),
            None => Err(Error::Decode(DecodeError::Field { field: "calls" })),
        }
    }

    /// Prepares to accept a customer's call, so that it connects faster.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn pre_accept(
        &self,
        call_id: &CallId,
        session: &Session,
    ) -> Result<Response<()>, Error> {
        self.change(call_id, "pre_accept", Some(session)).await
    }

    /// Accepts a customer's call.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn accept(&self, call_id: &CallId, session: &Session) -> Result<Response<()>, Error> {
        self.change(call_id, "accept", Some(session)).await
    }

    /// Refuses a customer's call.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn reject(&self, call_id: &CallId) -> Result<Response<()>, Error> {
        self.change(call_id, "reject", None).await
    }

    /// Ends a call.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn terminate(&self, call_id: &CallId) -> Result<Response<()>, Error> {
        self.change(call_id, "terminate", None).await
    }

    async fn change(
        &self,
        call_id: &CallId,
        action: &'static str,
        session: Option<&Session>,
    ) -> Result<Response<()>, Error> {
        let call = self
            .client
            .call(Method::POST, CALLS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(&ForWhatsApp::new(&Change {
                call_id,
                action,
                session,
            }));
        done(call).await
    }

    /// Reads whether a customer may be called.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn permissions(&self, wa_id: &WaId) -> Result<Response<CallPermissions>, Error> {
        self.client
            .call(Method::GET, PERMISSIONS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .query("user_wa_id", wa_id.as_str())
            .send()
            .await
    }

    /// Reads whether a customer with a business-scoped user id may be called.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn permissions_of_user(
        &self,
        user_id: &UserId,
    ) -> Result<Response<CallPermissions>, Error> {
        self.client
            .call(Method::GET, PERMISSIONS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .query("recipient", user_id.as_str())
            .send()
            .await
    }
}
