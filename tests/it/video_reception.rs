//! The video-reception server in process: who may sign in, and what they are told.

use std::net::SocketAddr;

use clap::Parser;
use reqwest::{Client, StatusCode, header};
use serde_json::{Value, json};
use server_kit::serve::{self, ConnectionLimits};
use tempfile::TempDir;
use video_reception::{routes, settings::Arguments, setup};

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
            "video-reception",
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
async fn who_signs_in_is_greeted() {
    let server = Server::start().await;

    let answer = server.sign_in(PASSWORD).await;

    assert_eq!(answer.status(), StatusCode::OK);
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let (status, greeting) = server.get("/api/greeting", &cookie).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(greeting, json!({"greeting": "Hello, ana@example.com."}));
}

#[tokio::test]
async fn nobody_is_greeted_without_the_password() {
    let server = Server::start().await;

    let answer = server.sign_in("operator").await;

    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let (status, problem) = server.get("/api/greeting", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(problem["error"], "Sign-in required");
}

#[tokio::test]
async fn the_page_its_files_and_the_probes_are_served() {
    let server = Server::start().await;

    for path in [
        "/",
        "/assets/js/main.js",
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
