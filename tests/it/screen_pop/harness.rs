//! The screen pop in process, with the documented case and an API key.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use chrono::Utc;
use reqwest::{Client, Method, RequestBuilder};
use screen_pop::{
    keys::{ApiKey, Kind, Scope, Terms},
    routes,
    settings::Arguments,
    setup,
    state::AppState,
    store::Change,
    watch,
};
use serde_json::{Value, json};
use server_kit::audit::By;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(super) use crate::in_process::{Answer, Logs};
use crate::in_process::{Flags, OwnRuntime};

pub(super) const EMAIL: &str = "ana@example.com";
pub(super) const PASSWORD: &str = "operator-canary-password";
/// Its hash, at a cost that suits tests.
pub(super) const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";
/// Base64 of 32 bytes.
const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
/// Where pages of cases are.
pub(super) const BASE: &str = "https://crm.example.com";
/// A page that may call the API.
pub(super) const PAGE: &str = "https://apps.example.com";

/// The document's number that has a case.
pub(super) const KNOWN: &str = "+39 06 2222 4444";

/// A running server.
pub(super) struct Server {
    pub(super) url: String,
    pub(super) state: Arc<AppState>,
    /// A key for lookups, without a limit.
    pub(super) key: String,
    pub(super) http: Client,
    folder: TempDir,
    own: OwnRuntime,
}

impl Server {
    pub(super) async fn start() -> Self {
        Self::with(&[]).await
    }

    /// Starts with further settings, by flag.
    pub(super) async fn with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let mut flags = Flags::default();
        for (flag, value) in settings {
            flags.set(flag, value);
        }
        let own = [
            ("--public-url", BASE),
            ("--cors-origins", PAGE),
            ("--data-keys", KEY),
            ("--session-keys", KEY),
            ("--admin-email", EMAIL),
            ("--admin-password-hash", PASSWORD_HASH),
            ("--seed", "true"),
        ];
        let arguments: Arguments = flags.parse(folder.path(), &own);
        let own = OwnRuntime::new(&folder.path().join("logs"));
        let started = own.runtime().spawn(async move {
            let state = setup::state(&arguments).await.expect("the server starts");
            watch::start(&state);
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound listener");
            let app = routes::app(Arc::clone(&state));
            let app = app.into_make_service_with_connect_info::<SocketAddr>();
            tokio::spawn(async move { axum::serve(listener, app).await });
            (address, state)
        });
        let (address, state) = started.await.expect("the server starts");
        let mut server = Self {
            url: format!("http://{address}"),
            state,
            key: String::new(),
            http: Client::new(),
            folder,
            own,
        };
        server.key = server
            .make_key(|terms| terms.limit_per_minute = Some(0))
            .await;
        server
    }

    /// Makes a key for lookups, changed as the test needs it.
    pub(super) async fn make_key(&self, change: impl FnOnce(&mut Terms)) -> String {
        let mut terms = Terms {
            name: "test".to_owned(),
            kind: Kind::Server,
            origin: None,
            environment: None,
            scopes: vec![Scope::Lookup],
            limit_per_minute: None,
            expires_at: None,
        };
        change(&mut terms);
        let (key, secret) = ApiKey::new(terms, Utc::now());
        let change = Change::now(By::role("test"), "key.create");
        let store = self.state.cases.store();
        store
            .put_api_key(&key, &change)
            .await
            .expect("the key is written");
        self.state.keys.reload().await.expect("the keys are read");
        secret.expose().to_owned()
    }

    /// A request that shows nothing.
    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url))
    }

    /// A lookup of a number by GET, as the document's curl sends it.
    pub(super) async fn look_up(&self, phone: &str) -> Answer {
        let request = self.request(Method::GET, "/api/lookup");
        Answer::to(
            request
                .header("x-api-key", &self.key)
                .query(&[("phone", phone)]),
        )
        .await
    }

    /// A lookup by POST.
    pub(super) async fn post(&self, body: Value) -> Answer {
        let request = self.request(Method::POST, "/api/lookup");
        Answer::to(request.header("x-api-key", &self.key).json(&body)).await
    }

    /// A request of the admin, who signs in for it.
    pub(super) async fn admin(&self, method: Method, path: &str) -> RequestBuilder {
        let cookie = self.sign_in(EMAIL, PASSWORD).await;
        self.request(method, path).header("cookie", cookie)
    }

    /// The cookie of somebody who signs in.
    pub(super) async fn sign_in(&self, email: &str, password: &str) -> String {
        let given = json!({"email": email, "password": password});
        let answer = Answer::to(self.request(Method::POST, "/api/auth").json(&given)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let cookie = answer.header("set-cookie");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// A case that is added, as it is answered.
    pub(super) async fn add(&self, fields: Value) -> Value {
        let request = self.admin(Method::POST, "/api/cases").await;
        let answer = Answer::to(request.json(&fields)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()
    }

    pub(super) fn database(&self) -> PathBuf {
        self.folder.path().join("data/screen-pop.db")
    }

    /// Ends the server, and reads what it logged.
    pub(super) async fn logs(self) -> Logs {
        drop(self.state);
        self.own.end().await;
        Logs::read(&self.folder.path().join("logs"))
    }
}
