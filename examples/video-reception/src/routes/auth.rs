//! `/api/auth/login`, `register`, `logout` and `me`

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use chrono::Utc;
use http::{HeaderValue, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use server_kit::{
    audit,
    client_ip::ClientIp,
    problem::{ErrorBody, Problem},
    router::read_json,
    sign_in::{
        accounts::{
            NewAccount,
            check::{Credentials, Refused},
        },
        cookie,
        password::{MAX_PASSWORD, PasswordHash},
    },
};
use utoipa::ToSchema;

use super::{BODY_LIMIT, unwritable};
use crate::{
    access,
    sockets::COOKIE,
    staff::{Member, STAFF, SignedIn, profile_from},
    state::AppState,
    watch,
};

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
pub(super) struct Login {
    #[schema(example = "staff@demo.com")]
    email: String,
    #[schema(value_type = String)]
    password: SecretString,
    /// What the authenticator app shows, if the account has a second factor.
    #[schema(value_type = Option<String>)]
    code: Option<SecretString>,
}

/// Somebody of the staff.
#[derive(Serialize, ToSchema)]
pub(super) struct User {
    id: String,
    #[schema(example = "Alex Agent")]
    name: String,
    #[schema(example = "alex@example.com")]
    email: String,
    #[schema(example = "staff")]
    role: String,
    #[schema(example = "Front desk")]
    department: String,
}

impl User {
    pub(super) fn of(member: &Member) -> Self {
        Self {
            id: member.account.id.clone(),
            name: member.profile.name.clone(),
            email: member.account.email.clone(),
            role: member.account.role.name().to_owned(),
            department: member.profile.department.clone(),
        }
    }
}

/// Somebody who has signed in.
#[derive(Serialize, ToSchema)]
pub(super) struct LoggedIn {
    /// A JWT; good for 24 hours, or until the account changes.
    token: String,
    user: User,
}

/// Sign in.
///
/// The answer also sets a cookie with the token, for the server's own pages.
#[utoipa::path(
    post,
    path = "/api/auth/login",
    tag = "Authentication",
    request_body = Login,
    responses(
        (status = 200, description = "Signed in", body = LoggedIn),
        (status = 401, description = "Invalid credentials; with `codeRequired`, the second factor is missing", body = ErrorBody),
    )
)]
pub(super) async fn login(
    State(state): State<Arc<AppState>>,
    Extension(ClientIp(from)): Extension<ClientIp>,
    request: Request,
) -> Result<Response, Problem> {
    let login: Login = read(request, "email and password must be texts").await?;
    let given = Credentials {
        email: login.email.into(),
        password: login.password,
        code: login.code.filter(|code| !is_blank(code)),
    };
    let signed_in = state.directory.sign_in(from, given).await;
    let signed_in = signed_in.map_err(|why| match why {
        Refused::Wrong => Problem::new(StatusCode::UNAUTHORIZED, "Invalid credentials"),
        why => why.into(),
    })?;
    let token = state.directory.tokens().write(&signed_in.claims);
    let seconds = signed_in.claims.seconds_left(Utc::now());
    let cookie = cookie::strict(COOKIE, &token, seconds, state.is_https);
    let user = User::of(&signed_in.member);
    Ok((
        [(header::SET_COOKIE, cookie)],
        Json(LoggedIn { token, user }),
    )
        .into_response())
}

/// Sign out: the token that is shown is void from now on.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    tag = "Authentication",
    responses((status = 204, description = "Nobody is signed in any more"))
)]
pub(super) async fn logout(
    State(state): State<Arc<AppState>>,
    request: Request,
) -> Result<Response, Problem> {
    if let Some(signed_in) = access::who(&state, request.headers()).await? {
        let (directory, claims) = (state.directory.clone(), signed_in.claims.clone());
        let ended = state.work.run(async move {
            let ended = directory.sign_out(&claims).await;
            ended.map_err(|error| unwritable(&error))
        });
        ended.await?;
        audit::write("sign_out", signed_in.member.account.by(), None, "done");
    }
    let cookie: HeaderValue = cookie::strict(COOKIE, "", 0, state.is_https);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Who is signed in?
#[utoipa::path(
    get,
    path = "/api/auth/me",
    tag = "Authentication",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Whoever makes the request", body = User),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
    )
)]
pub(super) async fn me(Extension(who): Extension<SignedIn>) -> Json<User> {
    Json(User::of(&who.member))
}

/// Somebody to be added.
#[derive(Deserialize, ToSchema)]
pub(super) struct Register {
    #[schema(example = "Dana Desk")]
    name: String,
    #[schema(example = "dana@example.com")]
    email: String,
    #[schema(value_type = String)]
    password: SecretString,
    /// `staff` or `admin`.
    #[schema(example = "staff")]
    role: Option<String>,
    #[schema(example = "Billing")]
    department: String,
}

/// Somebody who was added.
#[derive(Serialize, ToSchema)]
pub(super) struct Registered {
    user: User,
}

/// Add somebody to the staff.
#[utoipa::path(
    post,
    path = "/api/auth/register",
    tag = "Authentication",
    security(("bearer" = [])),
    request_body = Register,
    responses(
        (status = 201, description = "They may sign in", body = Registered),
        (status = 400, description = "Email already registered, or the request breaks a rule", body = ErrorBody),
        (status = 401, description = "Nobody is signed in", body = ErrorBody),
        (status = 403, description = "Only admins add staff", body = ErrorBody),
    )
)]
pub(super) async fn register(
    State(state): State<Arc<AppState>>,
    Extension(who): Extension<SignedIn>,
    request: Request,
) -> Result<Response, Problem> {
    let rule = "name, email, password and department must be texts";
    let wanted: Register = read(request, rule).await?;
    let profile = profile_from(&wanted.name, &wanted.department).map_err(Problem::invalid)?;
    let new = NewAccount {
        email: wanted.email,
        role: wanted.role.unwrap_or_else(|| STAFF.to_owned()),
        password: hash(wanted.password).await?,
        genesys_user_id: None,
    };
    let by = who.member.account.by().to_string();
    let adding = Arc::clone(&state);
    let added = state.work.run(async move {
        let added = adding.directory.add(&new, Some(profile), Utc::now()).await;
        watch::staff(&adding).await;
        added.map_err(|error| refused(&error))
    });
    let Some(member) = added.await? else {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "Email already registered",
        ));
    };
    audit::write(
        "staff.add",
        audit::By::role(&by),
        Some(&audit::mark(&member.account.id)),
        "done",
    );
    let user = User::of(&member);
    Ok((StatusCode::CREATED, Json(Registered { user })).into_response())
}

/// What was wrong with an account, unless it was the disk.
pub(super) fn refused(error: &anyhow::Error) -> Problem {
    match error.downcast_ref::<sqlx::Error>() {
        Some(error) => unwritable(error),
        None => Problem::invalid(vec![error.to_string()]),
    }
}

/// The hash of a password that somebody is to have.
pub(super) async fn hash(password: SecretString) -> Result<PasswordHash, Problem> {
    let length = password.expose_secret().len();
    if is_blank(&password) || length > MAX_PASSWORD {
        let rule = format!("Password must have 1 to {MAX_PASSWORD} characters");
        return Err(Problem::invalid(vec![rule]));
    }
    let hashing = tokio::task::spawn_blocking(move || PasswordHash::of(&password).ok());
    let text = "The password cannot be stored at the moment";
    let hashed = hashing.await.ok().flatten();
    hashed.ok_or_else(|| Problem::new(StatusCode::SERVICE_UNAVAILABLE, text))
}

fn is_blank(secret: &SecretString) -> bool {
    secret.expose_secret().trim().is_empty()
}

/// Reads a JSON body of this form.
pub(super) async fn read<T: for<'de> Deserialize<'de>>(
    request: Request,
    rule: &'static str,
) -> Result<T, Problem> {
    let body = read_json(request, BODY_LIMIT).await?;
    // The decoder's own words could hold what was sent.
    T::deserialize(body).map_err(|_| Problem::invalid(vec![rule.to_owned()]))
}
