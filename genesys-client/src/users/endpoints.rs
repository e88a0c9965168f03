//! Sending what concerns users.

use ccaas_http::{Call, Response};
use http::Method;

use super::{UpdatePresence, User, UserExpand, UserPresence};
use crate::{
    client::GenesysClient,
    error::{ApiError, Error},
    ids::UserId,
};

const PRESENCE: &str = "/api/v2/users/{userId}/presences/{sourceId}";
/// The source that is the user's own choice.
const OWN_CHOICE: &str = "PURECLOUD";

/// The endpoints of users.
#[derive(Clone, Copy, Debug)]
pub struct Users<'a> {
    client: &'a GenesysClient,
}

impl<'a> Users<'a> {
    pub(crate) fn new(client: &'a GenesysClient) -> Self {
        Self { client }
    }

    /// Reads the user whose token it is: `GET /api/v2/users/me`.
    ///
    /// A token of client credentials belongs to no user: the vendor answers
    /// `not.a.user`. `tokens().me` tells whose it is.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn me(&self, expand: &[UserExpand]) -> Result<Response<User>, Error> {
        let call = self.client.http().call(Method::GET, "/api/v2/users/me");
        expanded(call, expand).send().await
    }

    /// Reads a user: `GET /api/v2/users/{userId}`.
    ///
    /// Permission: `directory:user:view`, but for oneself.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(
        &self,
        user_id: &UserId,
        expand: &[UserExpand],
    ) -> Result<Response<User>, Error> {
        let http = self.client.http();
        let call = http.call(Method::GET, "/api/v2/users/{userId}");
        expanded(call.path("userId", user_id.as_str()), expand)
            .send()
            .await
    }

    /// Reads the presence that a user chose:
    /// `GET /api/v2/users/{userId}/presences/PURECLOUD`.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn presence(&self, user_id: &UserId) -> Result<Response<UserPresence>, Error> {
        self.presence_call(Method::GET, user_id).send().await
    }

    /// Sets a user's presence: `PATCH /api/v2/users/{userId}/presences/PURECLOUD`.
    ///
    /// Setting it twice is the same as setting it once, so it is repeated after every
    /// transient failure.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn set_presence(
        &self,
        user_id: &UserId,
        presence: &UpdatePresence,
    ) -> Result<Response<UserPresence>, Error> {
        self.presence_call(Method::PATCH, user_id)
            .json(presence)
            .idempotent(true)
            .send()
            .await
    }

    fn presence_call<'b>(&self, method: Method, user_id: &'b UserId) -> Call<'b, ApiError>
    where
        'a: 'b,
    {
        self.client
            .http()
            .call(method, PRESENCE)
            .path("userId", user_id.as_str())
            .path("sourceId", OWN_CHOICE)
    }
}

fn expanded<'c>(call: Call<'c, ApiError>, expand: &[UserExpand]) -> Call<'c, ApiError> {
    expand
        .iter()
        .fold(call, |call, part| call.query("expand", part.as_str()))
}
