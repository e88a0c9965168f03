//! `/api/auth` of a server with accounts: who is signed in, signing in, signing out.

use axum::{
    Extension, Json, Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing,
};
use chrono::SecondsFormat;
use http::{HeaderMap, StatusCode, header};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{
    check::{Credentials, Refused},
    desk::{Desk, SignedIn},
};
use crate::{client_ip::ClientIp, problem::Problem, router::read_json, sign_in::password};

/// The longest body of a sign-in, in bytes.
const BODY_LIMIT: usize = 8 * 1024;

/// `GET`, `POST` and `DELETE /api/auth`. All answer `{"account": …}`: null, or the e-mail
/// address, role and `genesysUserId` of whoever is signed in, and until when.
///
/// `POST` takes `{"email", "password", "code"}`; without a code for an account that needs
/// one, the problem has `codeRequired`.
pub fn routes<S: Clone + Send + Sync + 'static>(desk: Desk) -> Router<S> {
    let all = routing::get(status).post(sign_in).delete(sign_out);
    Router::new().route("/api/auth", all).with_state(desk)
}

async fn status(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Problem> {
    let who = desk.who(&headers).await;
    let who = who.map_err(Refused::Store)?;
    Ok(shown(who.as_ref()).into_response())
}

async fn sign_in(
    State(desk): State<Desk>,
    Extension(ClientIp(from)): Extension<ClientIp>,
    request: Request,
) -> Result<Response, Problem> {
    let before = desk.who(request.headers()).await;
    let before = before.map_err(Refused::Store)?;
    let given = credentials(&read_json(request, BODY_LIMIT).await?)?;
    let signed_in = desk.sign_in(from, given).await?;
    if let Some(before) = before {
        desk.sign_out(&before);
    }
    let cookie = [(header::SET_COOKIE, desk.cookie(Some(&signed_in)))];
    Ok((cookie, shown(Some(&signed_in))).into_response())
}

async fn sign_out(State(desk): State<Desk>, headers: HeaderMap) -> Result<Response, Problem> {
    let who = desk.who(&headers).await;
    if let Some(signed_in) = who.map_err(Refused::Store)? {
        desk.sign_out(&signed_in);
    }
    let cookie = [(header::SET_COOKIE, desk.cookie(None))];
    Ok((StatusCode::OK, cookie, shown(None)).into_response())
}

fn shown(signed_in: Option<&SignedIn>) -> Json<Value> {
    let account = signed_in.map(|signed_in| {
        let account = &signed_in.account;
        json!({
            "email": account.email,
            "role": account.role.name(),
            "genesysUserId": account.genesys_user_id,
            "until": signed_in.until().to_rfc3339_opts(SecondsFormat::Secs, true),
        })
    });
    Json(json!({ "account": account }))
}

fn credentials(body: &Value) -> Result<Credentials, Problem> {
    let text = |name: &str| {
        let text = body.get(name).and_then(Value::as_str);
        let text = text.filter(|text| !text.trim().is_empty());
        text.filter(|text| text.len() <= password::MAX_PASSWORD)
            .map(SecretString::from)
    };
    let (Some(email), Some(password)) = (text("email"), text("password")) else {
        let rule = "E-mail address and password must be texts that are not empty";
        return Err(Problem::invalid(vec![rule.to_owned()]));
    };
    let code = text("code");
    Ok(Credentials {
        email,
        password,
        code,
    })
}
