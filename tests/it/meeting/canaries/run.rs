//! Canaries, and where they are looked for.

use std::path::Path;

use serde_json::{Value, json};
use videoengager_client::fake::FakeVideoEngager;

use super::super::harness::{
    ADMIN_TOKEN, Answer, Browser, PASSWORD, PASSWORD_HASH, SESSION_KEY, Server, Setup,
};

pub(super) const KEY: &str = "canary-key-3d8a6c0f";
pub(super) const WRONG_PASSWORD: &str = "wrong-canary-password";
pub(super) const TYPED_PAK: &str = "TYPED-CANARY-PAK";
pub(super) const TYPED_ID: &str = "typed-canary-id";
/// What a vendor says who repeats in its errors what it was sent.
pub(super) const ECHO: &str = "Canarina Fringuello canarina@fringuello.example.com \
    +12017654321 201-765-4321 My canary matter FAKEPAK fake-external-id \
    eyJhbGciOiJIUzI1NiJ9.e30.AA";

type Canaries = Vec<(&'static str, String)>;

/// What no answer of ours may hold.
fn secrets() -> Canaries {
    let fixed = [
        ("partner key", FakeVideoEngager::PAK),
        ("typed partner key", TYPED_PAK),
        ("typed external id", TYPED_ID),
        ("password", FakeVideoEngager::PASSWORD),
        ("operator's password", PASSWORD),
        ("hash of it", "iEERsH1OQkNIyP1CuaskYBn33LtTvOYVhcxVN6n0Sro"),
        ("wrong password", WRONG_PASSWORD),
        ("admin token", ADMIN_TOKEN),
        ("session key", SESSION_KEY),
        ("token", "eyJ"),
    ];
    named(&fixed)
}

/// What belongs to a meeting, and so into answers about it.
fn personal() -> Canaries {
    let fixed = [
        ("first name", "Canarina"),
        ("last name", "Fringuello"),
        ("title", "canary matter"),
        ("number", "7654321"),
        ("number as typed", "765-4321"),
        ("idempotency key", KEY),
        ("agent's address", "sam@example"),
        ("agent's address in a path", "agent%40example"),
        ("own address", FakeVideoEngager::EMAIL),
        ("agent's name", "Sam Second"),
        ("meeting link", "/ve/"),
    ];
    named(&fixed)
}

fn named(canaries: &[(&'static str, &str)]) -> Canaries {
    let canaries = canaries.iter();
    canaries
        .map(|(name, text)| (*name, (*text).to_owned()))
        .collect()
}

#[track_caller]
fn assert_clean(canaries: &Canaries, place: &str, bytes: &[u8]) {
    if let Some((name, at)) = find(canaries, bytes) {
        let around = &bytes[at.saturating_sub(200)..(at + 100).min(bytes.len())];
        panic!("{name} in {place}: {}", String::from_utf8_lossy(around));
    }
}

/// The first canary, and where it is.
fn find(canaries: &Canaries, bytes: &[u8]) -> Option<(&'static str, usize)> {
    canaries.iter().find_map(|(name, canary)| {
        bytes
            .windows(canary.len())
            .position(|part| part.eq_ignore_ascii_case(canary.as_bytes()))
            .map(|at| (*name, at))
    })
}

/// Every file below a folder must be clean; returns all their bytes.
#[track_caller]
fn assert_clean_folder(canaries: &Canaries, folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return all;
    };
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            all.extend(assert_clean_folder(canaries, &path));
            continue;
        }
        let bytes = std::fs::read(&path).expect("the file can be read");
        assert_clean(canaries, &path.display().to_string(), &bytes);
        all.extend(bytes);
    }
    all
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

fn whole(answer: &Answer) -> String {
    format!("{:?} {}", answer.headers, answer.text)
}

/// Runs flows with canaries in every field, and looks for them everywhere.
pub(super) struct Run {
    pub(super) server: Server,
    secrets: Canaries,
    personal: Canaries,
    /// What belongs into one answer and from then on nowhere.
    seen: Canaries,
}

impl Run {
    pub(super) async fn start() -> Self {
        let setup = Setup::new()
            .impatient()
            .argument("--allow-pak-entry", "true");
        Self {
            server: setup.start().await,
            secrets: secrets(),
            personal: personal(),
            seen: Vec::new(),
        }
    }

    /// Somebody who is signed in; the cookie is a canary from then on.
    pub(super) async fn partner(&mut self) -> Browser {
        let browser = self.server.partner().await;
        self.keep_cookie(&browser);
        browser
    }

    pub(super) fn keep_cookie(&mut self, browser: &Browser) {
        let cookie = browser.cookie().expect("somebody is signed in");
        let (id, signature) = cookie.split_once('.').expect("the id is signed");
        self.seen.push(("session id", id.to_owned()));
        self.seen.push(("signature", signature.to_owned()));
    }

    /// The one answer that may carry a token.
    pub(super) fn keep_join_url(&mut self, joined: &Answer) {
        assert_eq!(joined.status, 200, "{}", joined.text);
        let body = joined.json();
        let url = body["joinUrl"].as_str().expect("a URL");
        let (_, token) = url.split_once("token=").expect("a token");
        let token = token.split(['&', '#']).next().expect("a first part");
        self.seen.push(("agent's token", token.to_owned()));
    }

    /// A form with canaries in every field.
    pub(super) fn form(&self) -> Value {
        json!({
            "date": self.server.in_hours(30),
            "duration": 30,
            "visitor": {
                "name": "Canarina Fringuello",
                "email": "canarina@fringuello.example.com",
                "phone": "+1-201-765-4321",
                "subject": "My canary matter",
            },
        })
    }

    /// An answer about a meeting: it may hold what belongs to the meeting.
    #[track_caller]
    pub(super) fn shown(&self, answer: Answer) -> Answer {
        assert_clean(&self.secrets, "an answer", whole(&answer).as_bytes());
        answer
    }

    /// An answer that may hold a sentence of the vendor's. Only a join may carry a token.
    #[track_caller]
    pub(super) fn told(&self, answer: Answer) -> Answer {
        let joined = answer.status == 200 && answer.text.contains("joinUrl");
        if !joined {
            assert_clean(&self.secrets, "an answer", whole(&answer).as_bytes());
        }
        answer
    }

    /// An answer that may hold nothing of all that.
    #[track_caller]
    pub(super) fn checked(&self, answer: Answer) -> Answer {
        let all = whole(&answer);
        assert_clean(&self.secrets, "an answer", all.as_bytes());
        assert_clean(&self.personal, "an answer", all.as_bytes());
        answer
    }

    /// Looks for canaries in metrics, data and logs; `expected` must be in the logs.
    pub(super) async fn finish(self, expected: &[&str]) {
        let mut canaries = self.secrets;
        canaries.extend(self.personal);
        canaries.extend(self.seen);
        canaries.push(("hash of a password", PASSWORD_HASH.to_owned()));
        let metrics = self.server.get("/metrics").await;
        assert!(
            metrics.text.contains("http_requests_total"),
            "{}",
            metrics.text
        );
        assert_clean(&canaries, "the metrics", metrics.text.as_bytes());
        let folder = self.server.keep_folder();

        self.server.logs().await;

        assert_clean_folder(&canaries, &folder.path().join("data"));
        let logs = assert_clean_folder(&canaries, &folder.path().join("logs"));
        for text in expected {
            assert!(contains(&logs, text), "the logs do not say {text:?}");
        }
    }
}

#[test]
fn every_canary_would_be_found() {
    let mut canaries = secrets();
    canaries.extend(personal());
    for (name, canary) in &canaries {
        let text = format!("before{}after", canary.to_uppercase());
        let found = find(&vec![(*name, canary.clone())], text.as_bytes());
        assert_eq!(found, Some((*name, 6)));
    }
    assert_eq!(find(&canaries, b"nothing of the kind"), None);
    assert!(find(&secrets(), ECHO.as_bytes()).is_some());
    assert!(find(&personal(), ECHO.as_bytes()).is_some());
}
