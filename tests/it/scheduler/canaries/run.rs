//! Canaries, and where they are looked for.

use std::path::Path;

use serde_json::{Value, json};

use super::super::harness::{ADMIN_TOKEN, Answer, BOOK, DATA_KEY, Scheduler, Setup, manage_path};

pub(super) const FIRST: &str = "Canarina";
pub(super) const LAST: &str = "Fringuello";
pub(super) const SUBJECT: &str = "My secret canary matter";
pub(super) const KEY: &str = "canary-key-3d8a6c0f";
pub(super) const WRONG_TOKEN: &str = "wrong-canary-token";
/// What vendors say who repeat in their errors what they were sent.
pub(super) const ECHO: &str = "Canarina Fringuello +12017654321 201-765-4321 My secret canary matter FAKEPAK \
    fake-genesys-client-secret fake-genesys-token-1 eyJhbGciOiJIUzI1NiJ9.e30.AA";

/// What must not be found anywhere, by name.
fn canaries() -> Vec<(&'static str, String)> {
    let basic = "MjIyMjIyMjItMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAxOmZha2UtZ2VuZXN5";
    let fixed = [
        ("first name", FIRST),
        ("last name", LAST),
        ("subject", "canary matter"),
        ("number", "7654321"),
        ("number as typed", "765-4321"),
        ("idempotency key", KEY),
        ("wrong admin token", WRONG_TOKEN),
        ("admin token", ADMIN_TOKEN),
        ("data key", DATA_KEY),
        ("partner key", "FAKEPAK"),
        ("client secret", "fake-genesys-client-secret"),
        ("credentials for Basic", basic),
        ("access token", "fake-genesys-token"),
        ("JWT", "eyJhbGci"),
    ];
    let fixed = fixed.into_iter();
    fixed.map(|(name, text)| (name, text.to_owned())).collect()
}

#[track_caller]
fn assert_clean(canaries: &[(&'static str, String)], place: &str, bytes: &[u8]) {
    if let Some((name, at)) = find(canaries, bytes) {
        let around = &bytes[at.saturating_sub(200)..(at + 100).min(bytes.len())];
        panic!("{name} in {place}: {}", String::from_utf8_lossy(around));
    }
}

/// The first canary, and where it is.
fn find(canaries: &[(&'static str, String)], bytes: &[u8]) -> Option<(&'static str, usize)> {
    canaries.iter().find_map(|(name, canary)| {
        bytes
            .windows(canary.len())
            .position(|part| part.eq_ignore_ascii_case(canary.as_bytes()))
            .map(|at| (*name, at))
    })
}

/// Every file below a folder must be clean; returns all their bytes.
#[track_caller]
fn assert_clean_folder(canaries: &[(&'static str, String)], folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(assert_clean_folder(canaries, &path));
            continue;
        }
        // SQLite removes its log when the last connection goes.
        let Ok(bytes) = std::fs::read(&path) else {
            assert!(!path.exists(), "{} can be read", path.display());
            continue;
        };
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

/// Runs flows with canaries in every field, and looks for them everywhere.
pub(super) struct Run {
    pub(super) scheduler: Scheduler,
    canaries: Vec<(&'static str, String)>,
    forms: i64,
}

impl Run {
    pub(super) async fn start() -> Self {
        Self {
            scheduler: Setup::new()
                .impatient()
                .argument("--allowed-countries", "US,CA,BS,BB")
                .start()
                .await,
            canaries: canaries(),
            forms: 0,
        }
    }

    /// A form of its own number and time, with canaries in every field.
    pub(super) fn form(&mut self) -> Value {
        self.forms += 1;
        json!({
            "firstName": FIRST,
            "lastName": LAST,
            "phoneNumber": format!("+1-{}-765-4321", 200 + self.forms),
            "subject": SUBJECT,
            "desiredTime": self.scheduler.in_hours(20 + self.forms),
        })
    }

    pub(super) fn check(&self, answer: Answer) -> Answer {
        if answer.status >= 400 {
            let all = format!("{:?} {}", answer.headers, answer.text);
            assert_clean(&self.canaries, "an error", all.as_bytes());
        }
        answer
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.check(self.scheduler.post(path, body).await)
    }

    pub(super) async fn book(&mut self) -> Answer {
        let form = self.form();
        self.post(BOOK, &form).await
    }

    /// Books; the link's token is a canary from then on.
    pub(super) async fn booked(&mut self) -> String {
        let answer = self.book().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        self.keep_secret(&answer)
    }

    pub(super) fn keep_secret(&mut self, booked: &Answer) -> String {
        let manage = manage_path(booked);
        let token = manage.rsplit('/').next().unwrap().to_owned();
        self.canaries.push(("manage token", token));
        let video_url = booked.json()["videoUrl"].as_str().unwrap().to_owned();
        self.canaries.push(("meeting link", video_url));
        manage
    }

    /// Looks for canaries in metrics, data and logs; `expected` must be in the logs.
    pub(super) async fn finish(self, expected: &[&str]) {
        let Self {
            scheduler,
            canaries,
            ..
        } = self;
        scheduler.settle_for_an_hour().await;
        let metrics = scheduler.get("/metrics").await;
        assert!(
            metrics.text.contains("http_requests_total"),
            "{}",
            metrics.text
        );
        assert_clean(&canaries, "the metrics", metrics.text.as_bytes());
        let folder = scheduler.keep_folder();
        let data = assert_clean_folder(&canaries, &folder.path().join("data"));
        assert!(contains(&data, "cust_"), "the data folder has the bookings");

        scheduler.logs().await;

        assert_clean_folder(&canaries, &folder.path().join("data"));
        let logs = assert_clean_folder(&canaries, &folder.path().join("logs"));
        for text in expected {
            assert!(contains(&logs, text), "the logs do not say {text:?}");
        }
    }
}

#[test]
fn every_canary_would_be_found() {
    let canaries = canaries();
    for (name, canary) in &canaries {
        let text = format!("before{}after", canary.to_uppercase());
        let found = find(&canaries, text.as_bytes());
        assert_eq!(found, Some((*name, 6)));
    }
    assert_eq!(find(&canaries, b"nothing of the kind"), None);
    let echoed = find(&canaries, ECHO.as_bytes());
    assert_eq!(echoed, Some(("first name", 0)));
}
