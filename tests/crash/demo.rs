//! The demo, as somebody who evaluates the project starts it.

use std::{net::TcpListener, process::Stdio, time::Duration};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::binary::{free_port, path, terminate, wait_for};

struct Demo {
    process: Child,
    base: u16,
    client: Client,
    _folder: TempDir,
}

/// The first port of a block whose ports were all free a moment ago.
fn free_block() -> u16 {
    loop {
        let base = free_port().min(65_000);
        let is_free = |offset: u16| TcpListener::bind(("127.0.0.1", base + offset)).is_ok();
        if (0..=15).all(is_free) {
            return base;
        }
    }
}

impl Demo {
    async fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let base = free_block();
        let mut process = Command::new(path("demo"))
            .current_dir(folder.path())
            .args(["--port-base", &base.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the demo can be started");
        let output = process.stdout.take().expect("the demo's output is read");
        let mut lines = BufReader::new(output).lines();
        let ready = async {
            while let Some(line) = lines.next_line().await.expect("the output is text") {
                if let Some(address) = line.strip_prefix("ready: ") {
                    return address.to_owned();
                }
            }
            panic!("the demo ended before it was ready");
        };
        let ready = tokio::time::timeout(Duration::from_secs(60), ready).await;
        let address = ready.expect("the demo is ready in time");
        assert_eq!(address, format!("http://127.0.0.1:{base}"));
        Self {
            process,
            base,
            client: Client::new(),
            _folder: folder,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.base)
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self
            .client
            .get(self.url(path))
            .send()
            .await
            .expect("the demo answers");
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.json().await.expect("the demo answers JSON")
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let answer = self.client.post(self.url(path)).json(&body).send().await;
        let answer = answer.expect("the demo answers");
        (
            answer.status(),
            answer.json().await.expect("the demo answers JSON"),
        )
    }

    async fn service(&self, name: &str) -> Value {
        let services = self.get("/api/demo/services").await;
        let list = services["services"].as_array().expect("a list of services");
        list.iter()
            .find(|one| one["name"] == name)
            .expect("the service is listed")
            .clone()
    }

    /// Books by the document's own call.
    async fn book(&self, number: &str) -> (StatusCode, Value) {
        let scheduler = self.service("callback-scheduler").await;
        let url = format!("{}/api/schedule-callback", text(&scheduler["url"]));
        let time = Utc::now() + TimeDelta::days(1);
        let body = json!({
            "firstName": "Test",
            "lastName": "User",
            "phoneNumber": number,
            "subject": "API Test",
            "desiredTime": time.to_rfc3339_opts(SecondsFormat::Millis, true),
        });
        let answer = self
            .client
            .post(url)
            .json(&body)
            .send()
            .await
            .expect("the scheduler answers");
        (
            answer.status(),
            answer.json().await.expect("the scheduler answers JSON"),
        )
    }

    /// Schedules a meeting by the credentials that the page shows; gives it and its join URL.
    async fn schedule_and_join(&self) -> (Value, String) {
        let scheduler = self.service("meeting-scheduler").await;
        let url = text(&scheduler["url"]);
        let mut cookie = String::new();
        let password = text(&scheduler["credentials"]["operatorPassword"]);
        let date = Utc::now() + TimeDelta::days(1);
        let meeting = json!({ "date": date.timestamp_millis(), "duration": 30 });
        let calls = [
            (
                "/api/auth",
                json!({ "method": "operator", "password": password }),
            ),
            ("/api/auth", json!({ "method": "pak" })),
            ("/api/schedules?agentEmail=sam@example.com", meeting),
        ];
        let mut meeting = Value::Null;
        for (path, body) in calls {
            let request = self.client.post(format!("{url}{path}")).json(&body);
            let answer = request.header("Cookie", &cookie).send().await;
            let answer = answer.expect("the scheduler answers");
            assert!(answer.status().is_success(), "{path}: {}", answer.status());
            if let Some(set) = answer.headers().get("set-cookie") {
                let set = set.to_str().expect("a cookie is text");
                cookie = set.split(';').next().unwrap_or_default().to_owned();
            }
            meeting = answer.json().await.expect("the scheduler answers JSON");
        }
        let path = format!("/api/schedules/{}/join", text(&meeting["_id"]));
        let join = self.client.post(format!("{url}{path}"));
        let join = join.header("Cookie", &cookie).send().await;
        let join: Value = join
            .expect("the scheduler answers")
            .json()
            .await
            .expect("the scheduler answers JSON");
        (meeting, text(&join["joinUrl"]))
    }

    async fn journal(&self, service: &str) -> Vec<String> {
        let journal = self
            .get(&format!("/api/demo/journal?service={service}"))
            .await;
        let entries = journal["entries"].as_array().expect("a list of entries");
        let line = |entry: &Value| format!("{} {}", text(&entry["method"]), text(&entry["path"]));
        entries.iter().map(line).collect()
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .expect("a text")
        .trim_end_matches('/')
        .to_owned()
}

/// How far the clock of the WhatsApp bridge is ahead, once it answers.
async fn hours_ahead(demo: &Demo) -> i64 {
    let bridge = demo.service("whatsapp-bridge").await;
    let url = format!("{}/health", text(&bridge["url"]));
    let said = wait_for("the bridge to answer", async || {
        let answer = demo.client.get(&url).send().await.ok()?;
        answer.json::<Value>().await.ok()
    })
    .await;
    let time: DateTime<Utc> = text(&said["timestamp"]).parse().expect("a time");
    (time - Utc::now() + TimeDelta::minutes(1)).num_hours()
}

#[tokio::test]
async fn all_clocks_move_and_a_server_that_was_killed_has_the_time_of_the_others() {
    let demo = Demo::start().await;
    assert_eq!(hours_ahead(&demo).await, 0);

    let by = json!({ "advance_seconds": 25 * 3600 });
    let (status, moved) = demo.post("/api/demo/clock", by).await;

    assert_eq!((status, &moved["refused"]), (StatusCode::OK, &json!([])));
    assert_eq!(hours_ahead(&demo).await, 25);
    let desk = demo.get("/api/demo/genesys/conversations").await;
    let now: DateTime<Utc> = text(&desk["now"]).parse().expect("a time");
    assert_eq!((now - Utc::now() + TimeDelta::minutes(1)).num_hours(), 25);
    let name = json!({ "service": "whatsapp-bridge" });
    demo.post("/api/demo/kill", name).await;
    assert_eq!(hours_ahead(&demo).await, 25);
}

#[tokio::test]
async fn the_demo_books_shows_what_the_vendors_received_and_stops_cleanly() {
    let mut demo = Demo::start().await;
    for name in [
        "callback-scheduler",
        "meeting-scheduler",
        "whatsapp-bridge",
        "fake-videoengager",
        "fake-genesys",
        "fake-whatsapp",
    ] {
        let service = demo.service(name).await;
        assert_eq!(service["healthy"], true, "{service}");
        assert!(
            !service["credentials"]
                .as_object()
                .expect("credentials")
                .is_empty()
        );
    }

    let (status, booked) = demo.book("+1-555-123-4567").await;

    assert_eq!(status, StatusCode::OK, "{booked}");
    assert_eq!(booked["linked"], true);
    let video_engager = demo.journal("fake-videoengager").await;
    let genesys = demo.journal("fake-genesys").await;
    let at = |journal: &[String], start: &str| {
        journal
            .iter()
            .position(|line| line.starts_with(start))
            .unwrap_or_else(|| {
                panic!("{start} is not in {journal:?}");
            })
    };
    let login = at(&video_engager, "GET /api/partners/impersonate/");
    let meeting = at(&video_engager, "POST /api/schedules/my");
    let link = at(&video_engager, "PUT /api/schedules/my/");
    assert!(login < meeting && meeting < link);
    let token = at(&genesys, "POST /oauth/token");
    let callback = at(&genesys, "POST /api/v2/conversations/callbacks");
    assert!(token < callback);

    let page = demo.client.get(demo.url("/")).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("'self'")
    );

    let status = terminate(&mut demo.process).await;
    assert_eq!(status.code(), Some(0));
    TcpListener::bind(("127.0.0.1", demo.base + 1)).expect("the scheduler is stopped too");
}

#[tokio::test]
async fn the_demo_schedules_a_meeting_and_its_agent_joins() {
    let demo = Demo::start().await;
    let service = demo.service("meeting-scheduler").await;
    assert_eq!(service["healthy"], true, "{service}");

    let (meeting, join_url) = demo.schedule_and_join().await;

    assert_eq!(meeting["agentId"], "agent-fake-2");
    let page = reqwest::get(&join_url).await.expect("the fake answers");
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.expect("a page");
    assert!(page.contains("as its agent"), "{page}");
    let journal = demo.journal("fake-videoengager").await;
    let agent = "GET /api/partners/impersonate/FAKEPAK/fake-external-id/agent-fake-2";
    for expected in ["POST /api/schedules/tenant", agent] {
        assert!(
            journal.iter().any(|line| line == expected),
            "{expected}: {journal:?}"
        );
    }
}

#[tokio::test]
async fn a_fault_breaks_a_vendor_and_ends_again() {
    let demo = Demo::start().await;
    let fault = |kind: &str| json!({"service": "fake-genesys", "kind": kind, "seconds": 60});
    // With a booking behind it, the scheduler has its tokens, and the fault meets the callback.
    assert_eq!(demo.book("+12025550146").await.0, StatusCode::OK);

    let (status, view) = demo.post("/api/demo/faults", fault("500")).await;
    assert_eq!(status, StatusCode::OK, "{view}");
    let (status, refused) = demo.book("+12025550147").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{refused}");
    assert_eq!(refused["error"], "Failed to schedule callback");
    let deleted = demo
        .journal("fake-videoengager")
        .await
        .iter()
        .any(|line| line.starts_with("DELETE "));
    assert!(deleted, "the meeting is undone");

    let (status, _) = demo.post("/api/demo/faults", fault("none")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(demo.book("+12025550147").await.0, StatusCode::OK);

    for wrong in [
        fault("sulk"),
        json!({"service": "nobody", "kind": "slow", "seconds": 5}),
        json!({}),
    ] {
        let (status, body) = demo.post("/api/demo/faults", wrong).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        assert!(body["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn a_killed_server_comes_back_with_its_bookings() {
    let demo = Demo::start().await;
    let (_, booked) = demo.book("+12025550147").await;
    let service = demo.service("callback-scheduler").await;
    let admin = text(&service["credentials"]["adminToken"]);

    let (status, _) = demo
        .post("/api/demo/kill", json!({"service": "callback-scheduler"}))
        .await;
    assert_eq!(status, StatusCode::OK);
    wait_for("the server to be down", async || {
        (demo.service("callback-scheduler").await["healthy"] == false).then_some(())
    })
    .await;
    wait_for("the server to be back", async || {
        (demo.service("callback-scheduler").await["healthy"] == true).then_some(())
    })
    .await;

    let customer = format!(
        "{}/api/customer/{}",
        text(&service["url"]),
        text(&booked["customerId"])
    );
    let read = demo
        .client
        .get(customer)
        .bearer_auth(admin)
        .send()
        .await
        .unwrap();
    assert_eq!(read.status(), StatusCode::OK);
    let read: Value = read.json().await.unwrap();
    assert_eq!(read["firstName"], "Test");
}

#[tokio::test]
async fn an_occupied_port_is_one_clear_line_and_exit_code_1() {
    let base = free_block();
    let _taken = TcpListener::bind(("127.0.0.1", base)).unwrap();
    let mut command = Command::new(path("demo"));
    command
        .args(["--port-base", &base.to_string()])
        .kill_on_drop(true);

    let output = tokio::time::timeout(Duration::from_secs(30), command.output()).await;
    let output = output
        .expect("the demo ends by itself")
        .expect("the demo can be started");

    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(
        error.contains(&base.to_string()) && error.contains("--port-base"),
        "{error}"
    );
}
