//! A reception on a free port of this machine, and its clients.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Parser;
use reqwest::{Client as Http, Method, StatusCode};
use serde_json::{Value, json};
use server_kit::{
    serve::{self, ConnectionLimits},
    sign_in::{accounts::NewAccount, password::PasswordHash},
};
use switchboard_tests::socket_io::PATIENCE;
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};
use video_reception::{routes, settings::Arguments, setup, state::AppState, store::Profile, watch};

pub(super) use switchboard_tests::socket_io::{Client, Poller};

pub(super) const PASSWORD: &str = "operator-canary-password";
/// Its hash, at a cost that suits tests.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";
pub(super) const SECRET: &str = "a secret of tests that nobody else knows";

/// Whoever is called.
pub(super) const ALEX: &str = "alex@example.com";
/// Somebody else who could be.
pub(super) const DANA: &str = "dana@example.com";
/// Whoever looks after them.
pub(super) const ADA: &str = "ada@example.com";

/// A reception that can be stopped and started again.
pub(super) struct Reception {
    pub(super) url: String,
    pub(super) http: Http,
    state: Arc<AppState>,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
    watching: JoinHandle<()>,
    folder: Option<TempDir>,
    settings: Vec<String>,
}

impl Reception {
    pub(super) async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With more settings; the limit of the API is out of the way unless it is set.
    pub(super) async fn start_with(more: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut settings = vec![
            format!("--data-dir={}", folder.path().join("data").display()),
            format!("--jwt-secret={SECRET}"),
            "--stun-urls=none".to_owned(),
        ];
        if !more
            .iter()
            .any(|setting| setting.starts_with("--rate-limit-api"))
        {
            settings.push("--rate-limit-api=100000/15m".to_owned());
        }
        settings.extend(more.iter().map(|setting| (*setting).to_owned()));
        people(&settings).await;
        Self::in_folder(folder, settings).await
    }

    async fn in_folder(folder: TempDir, settings: Vec<String>) -> Self {
        let name = "video-reception".to_owned();
        let arguments = Arguments::parse_from([&name].into_iter().chain(&settings));
        let state = setup::state(&arguments).await.unwrap();
        let listener = serve::bind([127, 0, 0, 1].into(), 0).unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let app = routes::app(Arc::clone(&state));
        let served = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            let limits = ConnectionLimits::default();
            serve::serve(listener, app, None, limits, stopped)
                .await
                .unwrap();
        });
        Self {
            url: format!("http://{address}"),
            http: Http::new(),
            watching: watch::start(&state, 90),
            state,
            stop: Some(stop),
            served: Some(served),
            folder: Some(folder),
            settings,
        }
    }

    /// Ends as the process does, and starts again on the same folder.
    pub(super) async fn restart(mut self) -> Self {
        self.state.lobby.stop().await;
        self.state.io.close().await;
        self.end().await;
        self.state.directory.store().database().close().await;
        self.state.directory.accounts().database().close().await;
        self.again().await
    }

    /// Ends without a word, as a process does that is killed, and starts again.
    pub(super) async fn crash(mut self) -> Self {
        self.end().await;
        self.again().await
    }

    async fn again(&mut self) -> Self {
        let folder = self.folder.take().unwrap();
        Self::in_folder(folder, std::mem::take(&mut self.settings)).await
    }

    async fn end(&mut self) {
        self.watching.abort();
        let _ = self.stop.take().unwrap().send(());
        // Connections that are open are not waited for.
        self.served.take().unwrap().abort();
    }

    /// Somebody who has signed in over Socket.IO, and what they were told.
    pub(super) async fn staff(&self, email: &str) -> (Client, Value) {
        let mut client = self.visitor().await;
        client
            .emit("staff-login", json!({"email": email, "password": PASSWORD}))
            .await;
        let told = client.see("login-success").await;
        (client, told)
    }

    /// A connection of whom nothing is known.
    pub(super) async fn visitor(&self) -> Client {
        self.connect(json!({"page": "visitor"})).await
    }

    /// A visitor who comes from this address, if the proxy on this machine is believed.
    pub(super) async fn visitor_from(&self, address: &str) -> Client {
        let headers = [("x-forwarded-for", address)];
        let auth = json!({"page": "visitor"});
        Client::connect(&self.url, &auth, &headers).await.unwrap()
    }

    pub(super) async fn connect(&self, auth: Value) -> Client {
        Client::connect(&self.url, &auth, &[]).await.unwrap()
    }

    /// A visitor whose call rings at a staff member, and what they were told.
    pub(super) async fn caller(&self, staff: &str) -> (Client, Value) {
        let mut client = self.visitor().await;
        client.emit("start-conversation", conversation(staff)).await;
        let told = client.see("conversation-started").await;
        (client, told)
    }

    /// A visitor and a staff member who are in a call, and its id.
    pub(super) async fn call(&self) -> Call {
        let (mut staff, signed_in) = self.staff(ALEX).await;
        let (visitor, started) = self.caller(ALEX).await;
        staff.see("new-call-request").await;
        self.accept(staff, signed_in, visitor, started).await
    }

    pub(super) async fn accept(
        &self,
        mut staff: Client,
        signed_in: Value,
        mut visitor: Client,
        started: Value,
    ) -> Call {
        let id = started["callId"].as_str().unwrap().to_owned();
        let accepted = staff.request("accept-call", json!({"callId": id})).await;
        assert_eq!(accepted["ok"], true, "{accepted}");
        staff.see("call-started").await;
        visitor.see("call-accepted").await;
        Call {
            staff,
            visitor,
            id,
            signed_in,
            started,
        }
    }

    /// The token of somebody who signs in over HTTP.
    pub(super) async fn token(&self, email: &str) -> String {
        let given = json!({"email": email, "password": PASSWORD});
        let (status, answer) = self.post("/api/auth/login", "", given).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer["token"].as_str().unwrap().to_owned()
    }

    pub(super) async fn get(&self, path: &str, token: &str) -> (StatusCode, Value) {
        self.send(Method::GET, path, token, None).await
    }

    pub(super) async fn post(&self, path: &str, token: &str, body: Value) -> (StatusCode, Value) {
        self.send(Method::POST, path, token, Some(body)).await
    }

    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }

    /// Asks until the answer is what it is to be.
    pub(super) async fn until(
        &self,
        path: &str,
        token: &str,
        is_it: impl Fn(&Value) -> bool,
    ) -> Value {
        let began = std::time::Instant::now();
        loop {
            let (_, answer) = self.get(path, token).await;
            if is_it(&answer) {
                return answer;
            }
            assert!(began.elapsed() < PATIENCE, "{path} still answers {answer}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Reception {
    fn drop(&mut self) {
        self.watching.abort();
        if let Some(served) = &self.served {
            served.abort();
        }
    }
}

/// Two people who talk.
pub(super) struct Call {
    pub(super) staff: Client,
    pub(super) visitor: Client,
    pub(super) id: String,
    /// What the staff member was told at sign-in.
    pub(super) signed_in: Value,
    /// What the visitor was told when it began to ring.
    pub(super) started: Value,
}

/// What a visitor starts a conversation with.
pub(super) fn conversation(staff: &str) -> Value {
    json!({
        "name": "Robin Canary", "email": "robin@example.com",
        "purpose": "Ask about opening hours", "selectedStaffId": staff,
    })
}

/// Makes the accounts.
async fn people(settings: &[String]) {
    let name = "video-reception".to_owned();
    let arguments = Arguments::parse_from([&name].into_iter().chain(settings));
    let (accounts, store) = setup::open(&arguments).await.unwrap();
    for (email, name, department, role) in [
        (ALEX, "Alex Agent", "Front desk", "staff"),
        (DANA, "Dana Desk", "Billing", "staff"),
        (ADA, "Ada Admin", "Office", "admin"),
    ] {
        let new = NewAccount {
            email: email.to_owned(),
            role: role.to_owned(),
            password: PasswordHash::read(PASSWORD_HASH).unwrap(),
            genesys_user_id: None,
        };
        assert!(accounts.add(&new, chrono::Utc::now()).await.unwrap());
        let account = accounts.by_email(email).await.unwrap().unwrap();
        let profile = Profile {
            name: name.to_owned(),
            department: department.to_owned(),
        };
        store.put_profile(&account.id, &profile).await.unwrap();
    }
    accounts.database().close().await;
    store.database().close().await;
}

/// For what must not happen: long enough to be seen if it did.
pub(super) async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(700)).await;
}
