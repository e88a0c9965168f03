//! `/api/staff`

use std::{collections::HashMap, sync::Arc};

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
};
use http::StatusCode;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use server_kit::{
    audit,
    problem::{ErrorBody, Problem},
    sign_in::{accounts::Account, password::PasswordHash},
};
use signaling_core::StaffEntry;
use utoipa::ToSchema;

use super::{
    auth::{hash, read, refused},
    unreadable, unwritable,
};
use crate::{
    routes::SITE,
    staff::{Member, SignedIn, profile_from},
    state::AppState,
    store::Profile,
    watch,
};

/// Somebody who can be called.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Available {
    id: String,
    /// The same, as the documentation calls it.
    #[serde(rename = "_id")]
    documented_id: String,
    #[schema(example = "Alex Agent")]
    name: String,
    #[schema(example = "Front desk")]
    department: String,
    /// `available`, `busy` or `away`.
    #[schema(example = "available")]
    status: String,
    /// When they last did anything.
    #[schema(example = "2026-11-20T09:20:00.000Z")]
    last_active: String,
}

impl From<StaffEntry> for Available {
    fn from(entry: StaffEntry) -> Self {
        Self {
            id: entry.id.as_str().to_owned(),
            documented_id: entry.id.as_str().to_owned(),
            name: entry.name.as_str().to_owned(),
            department: entry.department.as_str().to_owned(),
            status: entry.status.to_string(),
            last_active: entry.last_active.to_string(),
        }
    }
}

/// Who can be called?
#[utoipa::path(
    get,
    path = "/api/staff/available",
    tag = "Staff",
    responses((status = 200, description = "Whoever is signed in", body = Vec<Available>))
)]
pub(super) async fn available(State(state): State<Arc<AppState>>) -> Json<Vec<Available>> {
    let list = state.lobby.ask(|reception| reception.staff_list()).await;
    let list = list.unwrap_or_default();
    Json(list.into_iter().map(Available::from).collect())
}

/// Somebody of the staff, for admins.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed {
    id: String,
    name: String,
    email: String,
    department: String,
    #[schema(example = "staff")]
    role: String,
    /// Whether they may not sign in.
    disabled: bool,
    /// Whether signing in takes a code, too.
    has_totp: bool,
    /// `available`, `busy` or `away`; none while they are not signed in.
    status: Option<String>,
    /// When they last did anything, while they are signed in.
    last_active: Option<String>,
}

impl Listed {
    fn of(member: &Member, entry: Option<&StaffEntry>) -> Self {
        let account = &member.account;
        Self {
            id: account.id.clone(),
            name: member.profile.name.clone(),
            email: account.email.clone(),
            department: member.profile.department.clone(),
            role: account.role.name().to_owned(),
            disabled: account.disabled,
            has_totp: account.has_totp,
            status: entry.map(|entry| entry.status.to_string()),
            last_active: entry.map(|entry| entry.last_active.to_string()),
        }
    }
}

/// The whole staff.
#[utoipa::path(
    get,
    path = "/api/staff",
    tag = "Staff",
    security(("bearer" = [])),
    responses((status = 200, description = "Everybody who has an account", body = Vec<Listed>))
)]
pub(super) async fn list(State(state): State<Arc<AppState>>) -> Result<Json<Vec<Listed>>, Problem> {
    let members = state.directory.all().await;
    let members = members.map_err(|error| unreadable(&error))?;
    let present = state.lobby.ask(|reception| reception.staff_list()).await;
    let present: HashMap<String, StaffEntry> = present
        .into_iter()
        .flatten()
        .map(|entry| (entry.id.as_str().to_owned(), entry))
        .collect();
    let listed = |member: &Member| Listed::of(member, present.get(&member.account.id));
    Ok(Json(members.iter().map(listed).collect()))
}

/// What is to be different; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(super) struct Change {
    name: Option<String>,
    department: Option<String>,
    /// `staff` or `admin`.
    role: Option<String>,
    /// `true` keeps them from signing in.
    disabled: Option<bool>,
    /// Another password, which also lets somebody in again who was disabled.
    #[schema(value_type = Option<String>)]
    password: Option<SecretString>,
}

/// What is to be different, read and checked.
struct Wanted {
    profile: Profile,
    role: Option<String>,
    password: Option<PasswordHash>,
    is_disabled: bool,
}

impl Wanted {
    async fn apply(self, state: &AppState, member: &Member) -> anyhow::Result<()> {
        let accounts = state.directory.accounts();
        let Account { id, email, .. } = &member.account;
        if self.profile != member.profile {
            let store = state.directory.store();
            store.put_profile(id, &self.profile).await?;
        }
        if let Some(role) = &self.role {
            accounts.set_role(id, role).await?;
        }
        if let Some(password) = &self.password {
            accounts.set_password(email, password).await?;
        }
        if self.is_disabled {
            accounts.disable(email).await?;
        }
        Ok(())
    }
}

/// Change what somebody is, may, or signs in with. But for name and department it ends their
/// sessions.
#[utoipa::path(
    patch,
    path = "/api/staff/{id}",
    tag = "Staff",
    security(("bearer" = [])),
    request_body = Change,
    responses(
        (status = 200, description = "As they are now", body = Listed),
        (status = 400, description = "The request breaks a rule", body = ErrorBody),
        (status = 404, description = "There is no such staff member", body = ErrorBody),
        (status = 409, description = "Nobody takes their own rights away", body = ErrorBody),
    )
)]
pub(super) async fn change(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<Listed>, Problem> {
    let rule = "name, department, role and password must be texts, disabled true or false";
    let change: Change = read(request, rule).await?;
    let member = member(&state, &id).await?;
    let is_own = who.member.account.id == id;
    if is_own && (change.disabled == Some(true) || change.role.is_some()) {
        return Err(own_rights());
    }
    let name = change.name.as_deref().unwrap_or(&member.profile.name);
    let department = change
        .department
        .as_deref()
        .unwrap_or(&member.profile.department);
    let profile = profile_from(name, department).map_err(Problem::invalid)?;
    if let Some(role) = change.role.as_deref()
        && state.directory.accounts().role(role).is_none()
    {
        return Err(Problem::invalid(vec![
            "role must be staff or admin".to_owned(),
        ]));
    }
    let password = match change.password {
        Some(password) => Some(hash(password).await?),
        None => None,
    };
    let changing = Arc::clone(&state);
    let wanted = Wanted {
        profile,
        role: change.role,
        password,
        is_disabled: change.disabled == Some(true),
    };
    let changed = state.work.run(async move {
        let done = wanted.apply(&changing, &member).await;
        watch::staff(&changing).await;
        done.map_err(|error| refused(&error))
    });
    changed.await?;
    note("staff.change", &who, &id);
    let member = self::member(&state, &id).await?;
    Ok(Json(Listed::of(&member, None)))
}

/// Remove somebody from the staff: their pages are closed, their calls end.
#[utoipa::path(
    delete,
    path = "/api/staff/{id}",
    tag = "Staff",
    security(("bearer" = [])),
    responses(
        (status = 204, description = "They are gone"),
        (status = 404, description = "There is no such staff member", body = ErrorBody),
        (status = 409, description = "Nobody takes their own rights away", body = ErrorBody),
    )
)]
pub(super) async fn remove(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    if who.member.account.id == id {
        return Err(own_rights());
    }
    let member = member(&state, &id).await?;
    let (removing, gone) = (Arc::clone(&state), member.account.id);
    let removed = state.work.run(async move {
        let directory = &removing.directory;
        let removed = async {
            directory.accounts().remove(&gone).await?;
            directory.store().remove_profile(&gone).await
        };
        let removed = removed.await;
        watch::staff(&removing).await;
        removed.map_err(|error| unwritable(&error))
    });
    removed.await?;
    note("staff.remove", &who, &id);
    Ok(StatusCode::NO_CONTENT)
}

/// A second factor, shown once.
#[derive(Serialize, ToSchema)]
pub(super) struct NewFactor {
    /// What is typed into an authenticator app.
    key: String,
    /// What an authenticator app reads.
    url: String,
}

/// Give somebody a second factor in place of the one that they may have; it ends their sessions.
#[utoipa::path(
    post,
    path = "/api/staff/{id}/totp",
    tag = "Staff",
    security(("bearer" = [])),
    responses(
        (status = 201, description = "What the authenticator app needs; it is not shown again", body = NewFactor),
        (status = 404, description = "There is no such staff member", body = ErrorBody),
    )
)]
pub(super) async fn factor(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<NewFactor>), Problem> {
    let member = member(&state, &id).await?;
    let (giving, email) = (Arc::clone(&state), member.account.email);
    let given = state.work.run(async move {
        let given = giving
            .directory
            .accounts()
            .give_factor(&email, SITE.name)
            .await;
        watch::staff(&giving).await;
        given.map_err(|error| refused(&error))
    });
    let factor = given.await?.ok_or_else(nobody)?;
    note("staff.totp", &who, &id);
    let shown = NewFactor {
        key: factor.key(),
        url: factor.url().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(shown)))
}

async fn member(state: &AppState, id: &str) -> Result<Member, Problem> {
    let account = state.directory.accounts().by_id(id).await;
    let account = account.map_err(|error| unreadable(&error))?;
    let member = state.directory.member(account.ok_or_else(nobody)?).await;
    member.map_err(|error| unreadable(&error))
}

fn note(action: &str, who: &SignedIn, id: &str) {
    let by = who.member.account.by();
    audit::write(action, by, Some(&audit::mark(id)), "done");
}

fn nobody() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "There is no such staff member")
}

fn own_rights() -> Problem {
    let text = "You cannot take your own rights away; another admin can";
    Problem::new(StatusCode::CONFLICT, text)
}
