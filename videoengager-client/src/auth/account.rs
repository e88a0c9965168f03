//! Whoever a client is signed in as.

use std::sync::Arc;

use ccaas_http::{Clock, HttpClient, InvalidRequest, Token};

use super::{Login, impersonate, impersonate_create, local};
use crate::{
    error::{ApiError, Error},
    schedules::AgentId,
};

/// The credentials of a client, and a way to send without a token.
pub(crate) struct Account {
    http: HttpClient<ApiError>,
    login: Login,
    clock: Clock,
}

impl Account {
    pub(crate) fn new(http: HttpClient<ApiError>, login: Login, clock: Clock) -> Self {
        Self { http, login, clock }
    }

    /// Sends without an `Authorization` header.
    pub(crate) fn public(&self) -> &HttpClient<ApiError> {
        &self.http
    }

    /// Obtains a token of the own account.
    pub(crate) async fn sign_in(&self) -> Result<Token, Error> {
        match &self.login {
            Login::Partner(partner) => {
                impersonate::impersonate(&self.http, partner, &partner.email, &self.clock).await
            }
            Login::Local(login) => local::sign_in(&self.http, login, &self.clock).await,
            Login::ImpersonateCreate(login) => {
                impersonate_create::sign_in(&self.http, login, &self.clock).await
            }
        }
    }

    /// Obtains a token of another agent of the tenant.
    pub(crate) async fn sign_in_as(&self, agent_id: &AgentId) -> Result<Token, Error> {
        let Login::Partner(partner) = &self.login else {
            let problem = "is needed, with an external id, to sign in as another agent";
            return Err(InvalidRequest::new("pak", problem).into());
        };
        impersonate::impersonate(&self.http, partner, agent_id.as_str(), &self.clock)
            .await
            .map_err(|error| Error::Auth(Arc::new(error)))
    }
}
