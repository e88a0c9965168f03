//! Sending what concerns groups.

use ccaas_http::{Call, Page, Response, read};
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    CreateGroup, Group, GroupInviteLink, GroupRequest, JoinRequest, JoinRequestId,
    JoinRequestsResult, ListGroups, UpdateGroup,
};
use crate::{
    ApiError, GroupId, PhoneNumberId,
    client::WhatsAppClient,
    error::Error,
    management::{
        UserToBlock as User, limits,
        listing::{after, done, names, page},
        product::ForWhatsApp,
    },
};

const GROUPS: &str = "/{version}/{phone_number_id}/groups";
const GROUP: &str = "/{version}/{group_id}";
const INVITE_LINK: &str = "/{version}/{group_id}/invite_link";
const JOIN_REQUESTS: &str = "/{version}/{group_id}/join_requests";

impl WhatsAppClient {
    /// The groups of a phone number.
    #[must_use]
    pub fn groups<'a>(&'a self, phone_number_id: &'a PhoneNumberId) -> Groups<'a> {
        Groups {
            client: self,
            phone_number_id,
        }
    }
}

/// The endpoints of groups.
#[derive(Clone, Copy, Debug)]
pub struct Groups<'a> {
    client: &'a WhatsAppClient,
    phone_number_id: &'a PhoneNumberId,
}

/// A listing of groups: they are one level deeper than usual.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Listed {
    /// The groups.
    #[serde(deserialize_with = "read::raw_list")]
    groups: Vec<Group>,
}

impl<'a> Groups<'a> {
    fn call<'c>(
        &self,
        method: Method,
        template: &'static str,
        group_id: &'c GroupId,
    ) -> Call<'c, ApiError>
    where
        'a: 'c,
    {
        self.client
            .call(method, template)
            .path("group_id", group_id.as_str())
    }

    /// Creates a group. A webhook tells its id and link.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`CreateGroup::check`] finds; else all variants of
    /// [`Error`].
    pub async fn create(&self, group: &CreateGroup) -> Result<Response<GroupRequest>, Error> {
        group.check()?;
        self.client
            .call(Method::POST, GROUPS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(&ForWhatsApp::new(group))
            .send()
            .await
    }

    /// Reads one page of groups.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self, list: &ListGroups) -> Result<Response<Page<Group, String>>, Error> {
        let call = self
            .client
            .call(Method::GET, GROUPS)
            .path("phone_number_id", self.phone_number_id.as_str())
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        let listed = page::<Listed>(call).await?;
        Ok(listed.map(|page| {
            let groups = page.items.into_iter().flat_map(|listed| listed.groups);
            Page::new(groups.collect(), page.next)
        }))
    }

    /// Reads a group, with all of [`Group::FIELDS`].
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, group_id: &GroupId) -> Result<Response<Group>, Error> {
        self.call(Method::GET, GROUP, group_id)
            .query_opt("fields", names(Group::FIELDS))
            .send()
            .await
    }

    /// Changes a group's name or description. A webhook tells when it is done.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`UpdateGroup::check`] finds; else all variants of
    /// [`Error`].
    pub async fn update(
        &self,
        group_id: &GroupId,
        update: &UpdateGroup,
    ) -> Result<Response<GroupRequest>, Error> {
        update.check()?;
        self.call(Method::POST, GROUP, group_id)
            .json(&ForWhatsApp::new(update))
            .idempotent(true)
            .send()
            .await
    }

    /// Deletes a group.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn delete(&self, group_id: &GroupId) -> Result<Response<()>, Error> {
        done(self.call(Method::DELETE, GROUP, group_id)).await
    }

    /// Reads the link with which customers join.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn invite_link(
        &self,
        group_id: &GroupId,
    ) -> Result<Response<GroupInviteLink>, Error> {
        self.call(Method::GET, INVITE_LINK, group_id).send().await
    }

    /// Makes a new link with which customers join, and ends the last one.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn reset_invite_link(
        &self,
        group_id: &GroupId,
    ) -> Result<Response<GroupInviteLink>, Error> {
        self.call(Method::POST, INVITE_LINK, group_id)
            .json(&json!({ "messaging_product": "whatsapp" }))
            .send()
            .await
    }

    /// Removes customers from a group. A webhook tells when it is done.
    ///
    /// # Errors
    /// `InvalidRequest` for nobody and for more than 8; else all variants of [`Error`].
    pub async fn remove_participants(
        &self,
        group_id: &GroupId,
        users: impl IntoIterator<Item = impl Into<User>>,
    ) -> Result<Response<GroupRequest>, Error> {
        let users: Vec<User> = users.into_iter().map(Into::into).collect();
        limits::not_empty("participants", users.is_empty())?;
        let field = || "participants".to_owned();
        limits::count(field, users.len(), limits::GROUP_PARTICIPANTS)?;
        self.call(
            Method::DELETE,
            "/{version}/{group_id}/participants",
            group_id,
        )
        .json(&json!({ "messaging_product": "whatsapp", "participants": users }))
        .send()
        .await
    }

    /// Reads one page of the wishes to join.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn join_requests(
        &self,
        group_id: &GroupId,
        list: &ListGroups,
    ) -> Result<Response<Page<JoinRequest, String>>, Error> {
        let call = self
            .call(Method::GET, JOIN_REQUESTS, group_id)
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        page(call).await
    }

    /// Lets customers in.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn approve_join_requests(
        &self,
        group_id: &GroupId,
        join_requests: &[JoinRequestId],
    ) -> Result<Response<JoinRequestsResult>, Error> {
        self.call(Method::POST, JOIN_REQUESTS, group_id)
            .json(&answer_to(join_requests))
            .send()
            .await
    }

    /// Does not let customers in.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn reject_join_requests(
        &self,
        group_id: &GroupId,
        join_requests: &[JoinRequestId],
    ) -> Result<Response<JoinRequestsResult>, Error> {
        self.call(Method::DELETE, JOIN_REQUESTS, group_id)
            .json(&answer_to(join_requests))
            .send()
            .await
    }
}

fn answer_to(join_requests: &[JoinRequestId]) -> Value {
    json!({ "messaging_product": "whatsapp", "join_requests": join_requests })
}
