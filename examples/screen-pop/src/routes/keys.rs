//! `/api/keys`: API keys, for admins.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use server_kit::{
    audit::By,
    problem::{ErrorBody, Problem},
    router::read_json,
};
use utoipa::ToSchema;

use super::cases::unwritable;
use crate::{
    access::Who,
    keys::{ApiKey, Kind, Scope, Secret, Terms},
    state::AppState,
    store::Change,
};

const BODY_LIMIT: usize = 8 * 1024;
/// How long the old key may go on counting after a rotation.
const LONGEST_OVERLAP: i64 = 24 * 90;

/// A key to be made.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewKey {
    /// What people call it.
    #[schema(example = "IVR of the front desk")]
    name: String,
    /// `server` unless given.
    kind: Option<Kind>,
    /// The one origin whose pages may use it; for a browser's key.
    #[schema(example = "https://apps.example.com")]
    origin: Option<String>,
    /// Such as `production` or `test`; for people.
    environment: Option<String>,
    /// `lookup` unless given; a browser's key allows nothing else.
    scopes: Option<Vec<Scope>>,
    /// Requests a minute; 0 is no limit. Of its kind unless given: 1,000 or 60.
    limit_per_minute: Option<u32>,
    /// Until when it can be used; for ever unless given.
    expires_at: Option<DateTime<Utc>>,
}

impl From<NewKey> for Terms {
    fn from(wanted: NewKey) -> Self {
        Self {
            name: wanted.name.trim().to_owned(),
            kind: wanted.kind.unwrap_or(Kind::Server),
            origin: wanted.origin,
            environment: wanted.environment,
            scopes: wanted.scopes.unwrap_or_else(|| vec![Scope::Lookup]),
            limit_per_minute: wanted.limit_per_minute,
            expires_at: wanted.expires_at,
        }
    }
}

/// A key, without its secret.
#[derive(Serialize, ToSchema)]
pub(super) struct KeyBody {
    id: String,
    name: String,
    kind: Kind,
    origin: Option<String>,
    environment: Option<String>,
    scopes: Vec<Scope>,
    limit_per_minute: Option<u32>,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    /// Until when the key before the last rotation counts, too.
    old_until: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    uses: u64,
}

/// A key with its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
pub(super) struct KeyOnce {
    #[serde(flatten)]
    shown: KeyBody,
    /// To be sent as `x-api-key`.
    key: String,
}

/// All keys.
#[derive(Serialize, ToSchema)]
pub(super) struct KeysBody {
    keys: Vec<KeyBody>,
}

/// For how long the old key goes on counting.
#[derive(Deserialize, ToSchema)]
pub(super) struct Rotation {
    /// Hours, up to 2160; 24 unless given.
    #[schema(example = 24)]
    overlap_hours: Option<i64>,
}

/// Lists the keys, and how they are used.
#[utoipa::path(
    get,
    path = "/api/keys",
    tag = "Keys",
    responses((status = 200, description = "All keys, the newest first", body = KeysBody))
)]
pub(super) async fn list(State(state): State<Arc<AppState>>) -> Json<KeysBody> {
    let keys = state.keys.list().iter().map(shown).collect();
    Json(KeysBody { keys })
}

/// Makes a key.
#[utoipa::path(
    post,
    path = "/api/keys",
    tag = "Keys",
    request_body = NewKey,
    responses(
        (status = 201, description = "The key, with its secret", body = KeyOnce),
        (status = 400, description = "What is wrong with which field", body = ErrorBody),
        (status = 503, description = "The database cannot be written", body = ErrorBody),
    )
)]
pub(super) async fn create(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    request: Request,
) -> Result<Response, Problem> {
    let wanted = NewKey::deserialize(read_json(request, BODY_LIMIT).await?);
    let wanted = wanted.map_err(|_| {
        let rule = "A key has a name, a kind (server or browser), and what else the API describes";
        Problem::invalid(vec![rule.to_owned()])
    })?;
    let terms = Terms::from(wanted).checked().map_err(Problem::invalid)?;
    let (key, secret) = ApiKey::new(terms, Utc::now());
    let change = Change::now(who.by(), "key.create").of(&key.id);
    let (work, made) = (state.work.clone(), key.clone());
    let written = work.run(async move {
        let written = state.cases.store().put_api_key(&made, &change).await;
        written.map_err(unwritable)?;
        state.keys.reload().await.map_err(unwritable)
    });
    written.await?;
    Ok((StatusCode::CREATED, once(&key, &secret)).into_response())
}

/// Gives a key another secret; the old one counts until the overlap is over.
///
/// Within an overlap there is no other one: with 0 hours both secrets end at once.
#[utoipa::path(
    post,
    path = "/api/keys/{id}/rotate",
    tag = "Keys",
    params(("id" = String, Path, description = "The key's id")),
    request_body = Rotation,
    responses(
        (status = 200, description = "The key, with its new secret", body = KeyOnce),
        (status = 404, description = "There is no such key, or it cannot be used", body = ErrorBody),
        (status = 409, description = "The key before the last rotation still works", body = ErrorBody),
    )
)]
pub(super) async fn rotate(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let rotation = Rotation::deserialize(read_json(request, BODY_LIMIT).await?);
    let hours = rotation.map(|rotation| rotation.overlap_hours.unwrap_or(24));
    let hours = hours
        .ok()
        .filter(|hours| (0..=LONGEST_OVERLAP).contains(hours));
    let hours = hours.ok_or_else(|| {
        Problem::invalid(vec![format!(
            "overlap_hours must be 0 to {LONGEST_OVERLAP}"
        )])
    })?;
    let now = Utc::now();
    let rotated = change(&state, &id, who.by(), "key.rotate", move |key| {
        let mut key = key.filter(|key| key.is_live(now)).ok_or_else(no_such_key)?;
        // Its secret would end at once, and whoever still uses it would not know.
        if hours > 0 && key.is_rotating(now) {
            return Err(still_rotating());
        }
        let secret = key.rotate(now + TimeDelta::hours(hours));
        Ok((key, secret))
    });
    let (key, secret) = rotated.await?;
    Ok(once(&key, &secret).into_response())
}

/// Revokes a key: it is refused from now on.
#[utoipa::path(
    delete,
    path = "/api/keys/{id}",
    tag = "Keys",
    params(("id" = String, Path, description = "The key's id")),
    responses(
        (status = 200, description = "The key, revoked", body = KeyBody),
        (status = 404, description = "There is no such key", body = ErrorBody),
    )
)]
pub(super) async fn revoke(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<Who>,
    Path(id): Path<String>,
) -> Result<Json<KeyBody>, Problem> {
    let live = state.keys.named(&id).ok_or_else(no_such_key)?;
    if live.key.revoked_at.is_some() {
        return Ok(Json(shown(&live.key)));
    }
    let now = Utc::now();
    let revoked = change(&state, &id, who.by(), "key.revoke", move |key| {
        let mut key = key.ok_or_else(no_such_key)?;
        key.revoked_at = key.revoked_at.or(Some(now));
        Ok((key, ()))
    });
    let (key, ()) = revoked.await?;
    Ok(Json(shown(&key)))
}

/// Changes a key to the end, even if whoever asked for it has gone away.
async fn change<T: Send + 'static>(
    state: &Arc<AppState>,
    id: &str,
    by: By<'_>,
    action: &'static str,
    changed: impl FnOnce(Option<ApiKey>) -> Result<(ApiKey, T), Problem> + Send + 'static,
) -> Result<(ApiKey, T), Problem> {
    let change = Change::now(by, action).of(id);
    let (state, id) = (Arc::clone(state), id.to_owned());
    let work = state.work.clone();
    let done = work.run(async move {
        let store = state.cases.store();
        let done = store.change_api_key(&id, &change, changed).await;
        let done = done.map_err(unwritable)??;
        state.keys.reload().await.map_err(unwritable)?;
        Ok(done)
    });
    done.await
}

fn no_such_key() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "There is no such key, or it cannot be used any more",
    )
}

fn still_rotating() -> Problem {
    let text = "The key before the last rotation still works: wait until it does not, or rotate \
                with overlap_hours 0, which ends both at once";
    Problem::new(StatusCode::CONFLICT, text)
}

fn once(key: &ApiKey, secret: &Secret) -> Json<KeyOnce> {
    Json(KeyOnce {
        shown: shown(key),
        key: secret.expose().to_owned(),
    })
}

fn shown(key: &ApiKey) -> KeyBody {
    let (key, terms) = (key.clone(), key.terms.clone());
    KeyBody {
        id: key.id,
        name: terms.name,
        kind: terms.kind,
        origin: terms.origin,
        environment: terms.environment,
        scopes: terms.scopes,
        limit_per_minute: terms.limit_per_minute,
        created_at: key.created_at,
        expires_at: terms.expires_at,
        revoked_at: key.revoked_at,
        old_until: key.old.map(|(_, until)| until),
        last_used_at: key.last_used_at,
        uses: key.uses,
    }
}
