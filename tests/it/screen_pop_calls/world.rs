//! A screen pop that listens to a queue of a fake Genesys Cloud, and an agent's open page.

use std::time::Duration;

use clap::Parser;
use genesys_client::fake::FakeGenesys;
use reqwest::{Client, Response, StatusCode, header};
use screen_pop::{
    pop::{
        hub::Listening,
        listen::{self, Listener},
    },
    routes,
    settings::Arguments,
    setup,
};
use serde_json::{Value, json};
use server_kit::serve::{self, ConnectionLimits};
use tempfile::TempDir;

use crate::in_process::until;

/// The documented number, whose case is seeded.
pub(super) const KNOWN: &str = "+39 06 2222 4444";

const EMAIL: &str = "ana@example.com";
const PASSWORD: &str = "operator-canary-password";
/// Its hash, at a cost that suits tests.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro";
/// After this long an event does not come any more.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct World {
    pub(super) genesys: FakeGenesys,
    url: String,
    client: Client,
    cookie: String,
    _listener: Listener,
    _folder: TempDir,
}

impl World {
    pub(super) async fn start() -> Self {
        let genesys = FakeGenesys::start().await;
        let folder = TempDir::new().expect("a temporary folder can be made");
        let data_dir = folder.path().join("data");
        let given = [
            "screen-pop".to_owned(),
            format!("--data-dir={}", data_dir.display()),
            format!("--admin-email={EMAIL}"),
            format!("--admin-password-hash={HASH}"),
            format!("--admin-genesys-user-id={}", FakeGenesys::AGENT_ID),
            format!("--genesys-queues={}", FakeGenesys::QUEUE_ID),
            format!("--genesys-environment={}", genesys.url()),
            format!("--genesys-client-id={}", FakeGenesys::CLIENT_ID),
            format!("--genesys-client-secret={}", FakeGenesys::CLIENT_SECRET),
            "--rate-limit-api=100000/1m".to_owned(),
            "--seed".to_owned(),
        ];
        let arguments = Arguments::parse_from(given);
        let state = setup::state(&arguments).await.expect("the settings fit");
        let queues = arguments.genesys.queues().expect("the settings fit");
        let queues = queues.expect("a queue is listened to");
        let listener = listen::start(queues, state.clone());
        let pops = state.pops.clone();
        let tcp = serve::bind([127, 0, 0, 1].into(), 0).expect("loopback has a free port");
        let address = tcp.local_addr().expect("a bound listener has an address");
        let limits = ConnectionLimits::default();
        let app = routes::app(state);
        tokio::spawn(serve::serve(tcp, app, None, limits, std::future::pending()));
        until("the first channel", || pops.listening() == Listening::On).await;
        let mut world = Self {
            genesys,
            url: format!("http://{address}"),
            client: Client::new(),
            cookie: String::new(),
            _listener: listener,
            _folder: folder,
        };
        world.sign_in().await;
        world
    }

    async fn sign_in(&mut self) {
        let given = json!({ "email": EMAIL, "password": PASSWORD });
        let request = self.client.post(format!("{}/api/auth", self.url));
        let answer = request
            .json(&given)
            .send()
            .await
            .expect("the server answers");
        let cookie = answer.headers()[header::SET_COOKIE].to_str();
        let pair = cookie.expect("a cookie is text").split(';').next();
        self.cookie = pair.unwrap_or_default().to_owned();
    }

    pub(super) async fn sign_out(&self) {
        let request = self.client.delete(format!("{}/api/auth", self.url));
        let sent = request.header(header::COOKIE, &self.cookie).send().await;
        assert_eq!(sent.expect("the server answers").status(), StatusCode::OK);
    }

    /// The status that whoever was signed in gets.
    pub(super) async fn status(&self, path: &str) -> StatusCode {
        let request = self.client.get(format!("{}{path}", self.url));
        let sent = request.header(header::COOKIE, &self.cookie).send().await;
        sent.expect("the server answers").status()
    }

    /// The agent's page, which follows.
    pub(super) async fn agent(&self) -> Page {
        self.agent_after(None).await
    }

    /// The agent's page, which had the event of this id last.
    pub(super) async fn agent_after(&self, last: Option<&str>) -> Page {
        let request = self.client.get(format!("{}/api/events", self.url));
        let request = request.header(header::COOKIE, &self.cookie);
        let request = match last {
            Some(last) => request.header("Last-Event-ID", last),
            None => request,
        };
        let answer = request.send().await.expect("the server answers");
        assert_eq!(answer.status(), StatusCode::OK);
        let mut page = Page {
            answer,
            text: String::new(),
            last_id: None,
        };
        let calls = page.next("calls").await;
        assert_eq!(calls["listening"], "on");
        page
    }
}

/// An open stream of events.
pub(super) struct Page {
    answer: Response,
    text: String,
    /// The id of the last event that had one.
    pub(super) last_id: Option<String>,
}

impl Page {
    /// The data of the next event, which has this name.
    pub(super) async fn next(&mut self, name: &str) -> Value {
        let event = tokio::time::timeout(PATIENCE, self.event()).await;
        let event = event.expect("an event comes in time");
        let event = event.expect("the stream goes on");
        let field = |wanted: &str| {
            let mut lines = event.lines().filter_map(|line| line.split_once(": "));
            lines.find_map(|(field, value)| (field == wanted).then_some(value))
        };
        assert_eq!(field("event"), Some(name), "{event}");
        if let Some(id) = field("id") {
            self.last_id = Some(id.to_owned());
        }
        let data = field("data").unwrap_or_default();
        serde_json::from_str(data).expect("the data is JSON")
    }

    /// Whether the stream ends without another event.
    pub(super) async fn ends(&mut self) -> bool {
        let event = tokio::time::timeout(PATIENCE, self.event()).await;
        event.is_ok_and(|event| event.is_none())
    }

    async fn event(&mut self) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                // A line that begins with a colon keeps the connection open.
                if event.starts_with(':') {
                    continue;
                }
                return Some(event);
            }
            let chunk = self.answer.chunk().await.ok()??;
            self.text
                .push_str(std::str::from_utf8(&chunk).expect("events are text"));
        }
    }
}
