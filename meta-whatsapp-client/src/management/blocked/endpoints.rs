//! Sending what concerns blocked users.

use ccaas_http::{DecodeError, Page, Response, VendorError, read};
use http::Method;
use serde::{Deserialize, Serialize};

use super::{BlockResult, BlockedUser, ListBlockedUsers, UserToBlock};
use crate::{
    PhoneNumberId,
    client::WhatsAppClient,
    error::Error,
    management::{
        limits,
        listing::{ListPager, after, page, pager},
        product::ForWhatsApp,
    },
};

const BLOCK_USERS: &str = "/{version}/{phone_number_id}/block_users";

impl WhatsAppClient {
    /// The users that a phone number does not hear from.
    #[must_use]
    pub fn blocked_users<'a>(&'a self, phone_number_id: &'a PhoneNumberId) -> BlockedUsers<'a> {
        BlockedUsers {
            client: self,
            phone_number_id,
        }
    }
}

/// The endpoints of the block list.
#[derive(Clone, Copy, Debug)]
pub struct BlockedUsers<'a> {
    client: &'a WhatsAppClient,
    phone_number_id: &'a PhoneNumberId,
}

#[derive(Serialize)]
struct Body<'a> {
    block_users: &'a [UserToBlock],
}

/// The answer to blocking and unblocking.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    /// What became of each user.
    #[serde(deserialize_with = "read::raw_lenient")]
    block_users: Option<BlockResult>,
}

impl BlockedUsers<'_> {
    /// Reads one page of the block list.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(
        &self,
        list: &ListBlockedUsers,
    ) -> Result<Response<Page<BlockedUser, String>>, Error> {
        let call = self
            .client
            .call(Method::GET, BLOCK_USERS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        page(call).await
    }

    /// Reads blocked users one by one, over all pages from `list.after` on.
    #[must_use]
    pub fn pager(&self, list: ListBlockedUsers) -> ListPager<BlockedUser> {
        let first = list.after.clone();
        let of = (self.client.clone(), self.phone_number_id.clone(), list);
        pager(
            first,
            of,
            |(client, phone_number_id, list), cursor| async move {
                let after = Some(cursor);
                client
                    .blocked_users(&phone_number_id)
                    .list(&ListBlockedUsers { after, ..list })
                    .await
            },
        )
    }

    /// Blocks users, who must have written in the last 24 hours.
    ///
    /// Meta answers with an error if it failed for some of them. That is a success here:
    /// the result says what became of each.
    ///
    /// # Errors
    /// `InvalidRequest` for no users and for more than 1,000; else all variants of
    /// [`Error`].
    pub async fn block(
        &self,
        users: impl IntoIterator<Item = impl Into<UserToBlock>>,
    ) -> Result<Response<BlockResult>, Error> {
        self.change(Method::POST, users.into_iter().map(Into::into).collect())
            .await
    }

    /// Unblocks users. Like [`block`](Self::block), it tells what became of each.
    ///
    /// # Errors
    /// As [`block`](Self::block).
    pub async fn unblock(
        &self,
        users: impl IntoIterator<Item = impl Into<UserToBlock>>,
    ) -> Result<Response<BlockResult>, Error> {
        self.change(Method::DELETE, users.into_iter().map(Into::into).collect())
            .await
    }

    async fn change(
        &self,
        method: Method,
        users: Vec<UserToBlock>,
    ) -> Result<Response<BlockResult>, Error> {
        limits::not_empty("block_users", users.is_empty())?;
        let field = || "block_users".to_owned();
        limits::count(field, users.len(), limits::BLOCK_USERS)?;
        let answer = self
            .client
            .call(method, BLOCK_USERS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(&ForWhatsApp::new(&Body {
                block_users: &users,
            }))
            .idempotent(true)
            .send::<Answer>()
            .await;
        let (result, meta) = match answer {
            Ok(answer) => {
                let meta = answer.meta().clone();
                (answer.into_inner().block_users, meta)
            }
            Err(Error::Api(error)) => match error.block_users() {
                Some(result) => (Some(result), error.meta().clone()),
                None => return Err(Error::Api(error)),
            },
            Err(error) => return Err(error),
        };
        match result {
            Some(result) => Ok(Response::new(result, meta)),
            None => Err(Error::Decode(DecodeError::Field {
                field: "block_users",
            })),
        }
    }
}
