//! The endpoint group.

use std::fmt;

use ccaas_http::{HttpClient, Response, Token};
use http::Method;
use serde_json::value::RawValue;

use super::{Agent, JoinError, JoinUrl, join::FullUrl};
use crate::{
    auth::Account,
    error::{ApiError, Error},
    schedules::{AgentId, Schedule},
};

/// The agents of the tenant: `client.agents()`.
#[derive(Clone, Copy)]
pub struct Agents<'a> {
    http: &'a HttpClient<ApiError>,
    account: &'a Account,
}

impl fmt::Debug for Agents<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agents")
            .field("http", self.http)
            .finish_non_exhaustive()
    }
}

impl<'a> Agents<'a> {
    pub(crate) fn new(http: &'a HttpClient<ApiError>, account: &'a Account) -> Self {
        Self { http, account }
    }

    /// Reads all agents: `GET /api/brokerages/agents`.
    ///
    /// Those without an account come too; [`Agent::is_schedulable`] tells them apart.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self) -> Result<Response<Vec<Agent>>, Error> {
        let answer = self
            .http
            .call(Method::GET, "/api/brokerages/agents")
            .send::<Box<RawValue>>()
            .await?;
        answer.try_map(Agent::read_all).map_err(Error::Decode)
    }

    /// Signs in as an agent of the tenant, with the own partner key and external id.
    ///
    /// Each call obtains a token of its own; the client goes on as whom it was.
    ///
    /// # Errors
    /// `Auth` as for one's own sign-in; `InvalidRequest` if the client has no
    /// [`Partner`](crate::Partner).
    pub async fn sign_in(&self, agent_id: &AgentId) -> Result<Token, Error> {
        self.account.sign_in_as(agent_id).await
    }

    /// The way into a meeting for its agent, who is signed in by a fresh token.
    ///
    /// # Errors
    /// [`JoinError`]; nothing is sent for a schedule without a usable `fullUrl`.
    pub async fn join(&self, schedule: &Schedule) -> Result<JoinUrl, JoinError> {
        let url = FullUrl::of(schedule, self.http.base_url())?;
        let agent_id = schedule.agent_id.as_ref().ok_or(JoinError::NoAgentId)?;
        let token = self.sign_in(agent_id).await.map_err(JoinError::SignIn)?;
        Ok(url.with_token(token.secret()))
    }

    /// The way into a meeting as the account that this client is signed in as.
    ///
    /// For a client with an agent's own password. The URL carries the client's own
    /// token: give it to nobody else.
    ///
    /// # Errors
    /// [`JoinError`]; nothing is sent for a schedule without a usable `fullUrl`.
    ///
    /// # Panics
    /// Never: every client has a token cache.
    pub async fn join_as_self(&self, schedule: &Schedule) -> Result<JoinUrl, JoinError> {
        let url = FullUrl::of(schedule, self.http.base_url())?;
        let tokens = self.http.tokens().expect("every client has a token cache");
        let token = tokens
            .get()
            .await
            .map_err(|error| JoinError::SignIn(Error::Auth(error)))?;
        Ok(url.with_token(token.secret()))
    }
}
