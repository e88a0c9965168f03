//! The meeting scheduler's binary.

mod password;
mod running;
mod settings;

use chrono::{TimeDelta, Utc};
use reqwest::{Client, StatusCode, header};
use serde_json::json;
use tokio::process::Command;
use videoengager_client::fake::FakeVideoEngager;

use crate::binary::World;

const SERVER: &str = "meeting-scheduler";
const PASSWORD: &str = "crash-test-password";
/// Its hash, at a cost that suits tests.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$3HMtgiZdOiSDeXI9fzDM5llW3pFBjMitAHz79YVLGgg";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The command with what the document requires for one environment.
fn command(world: &World) -> Command {
    let mut command = world.bare(SERVER);
    command
        .env("OPERATOR_PASSWORD_HASH", HASH)
        .env("VE_DOMAIN", world.video_engager.url().as_str())
        .env("VE_PAK", FakeVideoEngager::PAK)
        .env("VE_EXTERNAL_ID", FakeVideoEngager::EXTERNAL_ID)
        .env("VE_EMAIL", FakeVideoEngager::EMAIL);
    command
}

/// Signs in as the operator and with the partner key; gives the session's cookie.
async fn sign_in(world: &World, password: &str) -> Option<String> {
    let client = Client::new();
    let mut cookie = String::new();
    for body in [
        json!({ "method": "operator", "password": password }),
        json!({ "method": "pak" }),
    ] {
        let request = client.post(world.url("/api/auth?env=dev")).json(&body);
        let answer = request.header(header::COOKIE, &cookie).send().await;
        let answer = answer.expect("the server answers");
        if answer.status() != StatusCode::OK {
            return None;
        }
        let set = answer.headers()[header::SET_COOKIE].to_str();
        let set = set.expect("a cookie is text");
        cookie = set.split(';').next().unwrap_or_default().to_owned();
    }
    Some(cookie)
}

/// A request for a meeting that can run on its own.
fn schedule(world: &World, cookie: &str) -> reqwest::RequestBuilder {
    let date = Utc::now() + TimeDelta::days(1);
    Client::new()
        .post(world.url("/api/schedules?env=dev&agentEmail=sam@example.com"))
        .header(header::COOKIE, cookie)
        .json(&json!({ "date": date.timestamp_millis(), "duration": 30 }))
}
