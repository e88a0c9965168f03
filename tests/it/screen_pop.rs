//! The screen-pop server in process: who may sign in, and what they are told.

use std::net::SocketAddr;

use clap::Parser;
use reqwest::{Client, StatusCode, header};
use screen_pop::{routes, settings::Arguments, setup};
use serde_json::{Value, json};
use server_kit::serve::{self, ConnectionLimits};
use tempfile::TempDir;

const PASSWORD: &str = "operator-canary-password";
/// Its hash, at a cost that suits tests.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";

/// A server on a free port of this machine.
struct Server {
    url: String,
    client: Client,
    _folder: TempDir,
}

impl Server {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let data_dir = folder.path().join("data");
        let arguments = Arguments::parse_from([
            "screen-pop",
            "--data-dir",
            data_dir.to_str().unwrap(),
            "--admin-email=ana@example.com",
            &format!("--admin-password-hash={PASSWORD_HASH}"),
        ]);
        let state = setup::state(&arguments).await.unwrap();
        let listener = serve::bind([127, 0, 0, 1].into(), 0).unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let never = std::future::pending();
        tokio::spawn(serve::serve(
            listener,
            routes::app(state),
            None,
            ConnectionLimits::default(),
            never,
        ));
        Self {
            url: format!("http://{address}"),
            client: Client::new(),
            _folder: folder,
        }
    }

    async fn sign_in(&self, password: &str) -> reqwest::Response {
        let given = json!({"email": "ana@example.com", "password": password});
        let request = self.client.post(format!("{}/api/auth", self.url));
        request.json(&given).send().await.unwrap()
    }

    async fn get(&self, path: &str, cookie: &str) -> (StatusCode, Value) {
        let request = self.client.get(format!("{}{path}", self.url));
        let answer = request.header(header::COOKIE, cookie).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }
}

#[tokio::test]
async fn who_signs_in_sees_the_cases() {
    let server = Server::start().await;

    let answer = server.sign_in(PASSWORD).await;

    assert_eq!(answer.status(), StatusCode::OK);
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let (status, cases) = server.get("/api/cases", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(cases, json!({"cases": [], "more": false}));
}

#[tokio::test]
async fn nobody_sees_cases_without_the_password() {
    let server = Server::start().await;

    let answer = server.sign_in("operator").await;

    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let (status, problem) = server.get("/api/cases", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(problem["error"], "Sign-in required");
}

#[tokio::test]
async fn the_page_its_files_and_the_probes_are_served() {
    let server = Server::start().await;

    for path in [
        "/",
        "/admin",
        "/it/cases/9",
        "/assets/js/agent/main.js",
        "/kit/css/tokens.css",
        "/api/openapi.json",
        "/livez",
        "/readyz",
        "/metrics",
    ] {
        assert_eq!(server.get(path, "").await.0, StatusCode::OK, "{path}");
    }
    assert_eq!(server.get("/nonsense", "").await.0, StatusCode::NOT_FOUND);
}
