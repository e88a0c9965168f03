//! `/api/auth`, and what is behind a role.

use axum::{Extension, Router, body::Body, middleware::from_fn_with_state, routing};
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::*;
use crate::sign_in::accounts::desk::require;

/// A server with the routes of `/api/auth`, and two pages behind roles.
fn app(desk: &Desk) -> Router {
    let behind = |role: &'static str| {
        let who = async |Extension(signed_in): Extension<SignedIn>| signed_in.account.email;
        let guard = from_fn_with_state((desk.clone(), role), require);
        Router::new()
            .route(&format!("/{role}"), routing::get(who))
            .route_layer(guard)
    };
    let routes = routes::routes(desk.clone())
        .merge(behind("operator"))
        .merge(behind("admin"));
    routes.layer(Extension(ClientIp(HERE.into())))
}

async fn ask(app: &Router, method: Method, path: &str, cookie: &str, body: Value) -> Asked {
    let request = Request::builder().method(method).uri(path);
    let request = request
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()));
    let response = app.clone().oneshot(request.unwrap()).await.unwrap();
    let set = response.headers().get(header::SET_COOKIE).map(cookie_of);
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), 10_000)
        .await
        .unwrap();
    Asked {
        status,
        set: set.unwrap_or_default(),
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    }
}

struct Asked {
    status: StatusCode,
    set: String,
    body: Value,
}

#[tokio::test]
async fn a_browser_signs_in_is_known_and_signs_out() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);
    let right = json!({ "email": ANA, "password": "swordfish" });

    let before = ask(&app, Method::GET, "/api/auth", "", json!({})).await;
    let sign_in = ask(&app, Method::POST, "/api/auth", "", right).await;
    let known = ask(&app, Method::GET, "/api/auth", &sign_in.set, json!({})).await;
    let sign_out = ask(&app, Method::DELETE, "/api/auth", &sign_in.set, json!({})).await;
    let after = ask(&app, Method::GET, "/api/auth", &sign_in.set, json!({})).await;

    assert_eq!(before.body, json!({ "account": null }));
    let account = json!({
        "email": ANA,
        "role": "operator",
        "genesysUserId": "gc-1",
        "until": "2026-03-02T17:00:00Z",
    });
    assert_eq!(sign_in.body, json!({ "account": account }));
    assert_eq!(known.body, sign_in.body);
    assert_eq!(
        (sign_out.status, &*sign_out.set),
        (StatusCode::OK, "desk_session=")
    );
    assert_eq!(after.body, before.body);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);
    let right = json!({ "email": ANA, "password": "swordfish" });

    let first = ask(&app, Method::POST, "/api/auth", "", right.clone()).await;
    let second = ask(&app, Method::POST, "/api/auth", &first.set, right).await;

    let of_first = ask(&app, Method::GET, "/operator", &first.set, json!({})).await;
    let of_second = ask(&app, Method::GET, "/operator", &second.set, json!({})).await;
    assert_eq!(of_first.status, StatusCode::UNAUTHORIZED);
    assert_eq!(of_second.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_behind_a_role_needs_it() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);
    let right = json!({ "email": ANA, "password": "swordfish" });
    let cookie = ask(&app, Method::POST, "/api/auth", "", right).await.set;

    for (path, cookie, status) in [
        ("/operator", &*cookie, StatusCode::OK),
        ("/admin", &cookie, StatusCode::FORBIDDEN),
        ("/operator", "", StatusCode::UNAUTHORIZED),
    ] {
        let asked = ask(&app, Method::GET, path, cookie, json!({})).await;
        assert_eq!(asked.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_no_sign_in_is_told_so() {
    let scene = Scene::new().await;
    let app = app(&scene.desk);

    for (body, status) in [
        (json!([]), StatusCode::BAD_REQUEST),
        (json!({ "email": ANA }), StatusCode::BAD_REQUEST),
        (
            json!({ "email": ANA, "password": " " }),
            StatusCode::BAD_REQUEST,
        ),
        (
            json!({ "email": ANA, "password": "wrong" }),
            StatusCode::UNAUTHORIZED,
        ),
    ] {
        let asked = ask(&app, Method::POST, "/api/auth", "", body).await;
        assert_eq!(asked.status, status, "{}", asked.body);
        assert_eq!(asked.set, "");
    }
}
