//! The video reception's binary: the documented `.env`, the documented log lines, and a stop.

use std::{fs, time::Instant};

use serde_json::{Value, json};
use switchboard_tests::socket_io::Client;
use tokio::process::Command;

use crate::binary::{World, terminate, wait_for};

/// As the document has it, but for the port.
const DOCUMENTED: &str = "MONGODB_URI=mongodb://localhost:27017/clara_db\n\
    JWT_SECRET=your_jwt_secret\n\
    DEMO_STAFF_EMAIL=staff@demo.com\n\
    DEMO_STAFF_PASSWORD=demo123\n";

fn command(world: &World) -> Command {
    let written = fs::write(world.folder.path().join(".env"), DOCUMENTED);
    written.expect("the folder can be written");
    world.bare("video-reception")
}

async fn client(world: &World) -> Client {
    let url = world.url("");
    let connected = Client::connect(&url, &json!({}), &[]).await;
    connected.expect("a connection without an origin is let in")
}

fn log(world: &World, name: &str) -> String {
    let path = world.folder.path().join("logs").join(name);
    fs::read_to_string(path).unwrap_or_default()
}

#[tokio::test]
async fn the_documented_env_file_starts_it_and_its_account_takes_a_call() {
    let world = World::new().await;
    let mut server = world.start_as(command(&world)).await;
    let (mut staff, mut visitor) = (client(&world).await, client(&world).await);

    let login = json!({"email": "staff@demo.com", "password": "demo123"});
    staff.emit("staff-login", login).await;
    staff.see("login-success").await;
    let wish = json!({
        "name": "Robin Canary", "email": "canary@example.com", "purpose": "Ask about canaries",
        "selectedStaffId": "staff@demo.com",
    });
    visitor.emit("start-conversation", wish).await;
    let rings = staff.see("new-call-request").await;
    let call = json!({"callId": rings["callId"]});
    staff.request("accept-call", call.clone()).await;
    visitor.see("call-accepted").await;
    let decision = json!({"callId": rings["callId"], "decision": "canary", "notes": "Canary"});
    staff.request("call-decision", decision).await;
    visitor.request("end-call", call).await;
    staff.see("call-ended").await;

    let id = rings["callId"].as_str().unwrap();
    let lines = wait_for("the last line of the call", async || {
        let lines = log(&world, "combined.log");
        lines.contains("Call ended: ").then_some(lines)
    })
    .await;
    for line in [
        "MONGODB_URI is ignored".to_owned(),
        "User connected: ".to_owned(),
        "Staff login successful: ".to_owned(),
        format!("New call request: {id}"),
        format!("Call accepted: {id}"),
        format!("Call ended: {id}"),
    ] {
        assert!(lines.contains(&line), "{line}");
    }
    assert!(terminate(&mut server).await.success());
    for name in ["combined.log", "error.log", "access.log", "audit.log"] {
        let lines = log(&world, name).to_lowercase();
        for personal in [
            "canary",
            "staff@demo",
            "demo123",
            "your_jwt_secret",
            "clara_db",
        ] {
            assert!(!lines.contains(personal), "{personal} in {name}");
        }
    }
}

#[tokio::test]
async fn without_a_secret_it_does_not_start_but_for_a_trial() {
    let world = World::new().await;

    let output = world
        .run_to_the_end(&mut world.bare("video-reception"))
        .await;

    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("JWT_SECRET"), "{error}");
    let mut trial = world.bare("video-reception");
    trial.arg("--sandbox").env("NODE_ENV", "production");
    let refused = world.run_to_the_end(&mut trial).await;
    assert_eq!(refused.status.code(), Some(1));
    let mut trial = world.bare("video-reception");
    trial.arg("--sandbox");
    let _server = world.start_as(trial).await;
    let mut staff = client(&world).await;
    let login = json!({"email": "alex@example.com", "password": "demo123"});
    assert_eq!(staff.request("staff-login", login).await["ok"], true);
}

#[tokio::test]
async fn it_stops_at_once_with_open_calls_and_goes_on_with_them() {
    let world = World::new().await;
    let mut server = world.start_as(command(&world)).await;
    let (mut staff, mut visitor) = (client(&world).await, client(&world).await);
    let login = json!({"email": "staff@demo.com", "password": "demo123"});
    staff.emit("staff-login", login).await;
    staff.see("login-success").await;
    let wish = json!({
        "name": "Robin", "email": "robin@example.com", "purpose": "Talk",
        "selectedStaffId": "staff@demo.com",
    });
    visitor.emit("start-conversation", wish).await;
    let started = visitor.see("conversation-started").await;
    let call = json!({"callId": started["callId"]});
    assert_eq!(staff.request("accept-call", call).await["ok"], true);

    let began = Instant::now();
    assert!(terminate(&mut server).await.success());
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    let _server = world.start_as(command(&world)).await;

    let mut visitor = client(&world).await;
    visitor
        .emit("resume", json!({"resumeToken": started["resumeToken"]}))
        .await;
    let resumed: Value = visitor.see("resumed").await;
    assert_eq!(resumed["calls"][0]["callId"], started["callId"]);
    assert_eq!(resumed["calls"][0]["state"], "live");
}
