//! Starting, checking and stopping.

use std::{fs, net::TcpListener, process::Stdio, time::Duration};

use ccaas_http::test_util::Provoke;
use reqwest::{Client, Method, StatusCode, header};
use serde_json::{Value, json};
use tokio::process::Command;
use videoengager_client::fake::FakeVideoEngager;

use super::{HASH, PASSWORD, SERVER, command, schedule, sign_in, text};
use crate::binary::{World, free_port, path, terminate, wait_for};

#[tokio::test]
async fn a_port_in_use_is_one_clear_line_and_exit_code_1() {
    let world = World::new().await;
    let _taken = TcpListener::bind(("127.0.0.1", world.port)).unwrap();
    let mut command = command(&world);
    command.env_remove("HOST");

    let output = world.run_to_the_end(&mut command).await;

    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    let documented = format!("EADDRINUSE: address already in use :::{}", world.port);
    assert!(
        error.contains(&documented) && error.contains("PORT"),
        "{error}"
    );
}

#[tokio::test]
async fn check_tells_each_fact_with_its_cure_and_schedules_nothing() {
    let world = World::new().await;
    let check = async |staging: bool| {
        let mut command = command(&world);
        command.arg("check");
        if staging {
            command
                .env("VE_DOMAIN_STAGING", world.video_engager.url().as_str())
                .env("VE_PAK_STAGING", "WRONG-CANARY")
                .env("VE_EXTERNAL_ID_STAGING", "wrong")
                .env("VE_EMAIL_STAGING", "wrong@example.com");
        }
        world.run_to_the_end(&mut command).await
    };

    let well = check(false).await;
    let lines = text(&well.stdout);
    assert_eq!(
        well.status.code(),
        Some(0),
        "{lines} {}",
        text(&well.stderr)
    );
    assert!(
        lines.contains("not checkable without side effects"),
        "{lines}"
    );
    assert!(
        lines.contains("without an account") || lines.contains("no account"),
        "{lines}"
    );

    let half = check(true).await;
    let lines = text(&half.stdout);
    assert_eq!(half.status.code(), Some(1), "{lines}");
    assert!(
        lines.contains("WRONG") && lines.contains("VE_PAK_STAGING"),
        "{lines}"
    );
    assert!(
        lines.contains("ok "),
        "the other environment is well: {lines}"
    );

    world.video_engager.refuse_sign_in();
    let wrong = check(false).await;
    let lines = text(&wrong.stdout);
    assert_eq!(wrong.status.code(), Some(1), "{lines}");
    assert!(
        lines.contains("WRONG") && lines.contains("VE_PAK"),
        "{lines}"
    );

    for output in [well, half, wrong] {
        let all = text(&output.stdout) + &text(&output.stderr);
        for secret in [FakeVideoEngager::PAK, "WRONG-CANARY", HASH, "eyJ"] {
            assert!(!all.contains(secret), "{secret}: {all}");
        }
    }
    let journal = world.video_engager.host().journal();
    assert!(
        journal.iter().all(|entry| entry.method == "GET"),
        "{journal:?}"
    );
    assert!(world.video_engager.schedules().is_empty());
}

#[tokio::test]
async fn the_sandbox_needs_no_settings_and_no_operator_and_is_refused_in_production() {
    let world = World::new().await;
    let port = free_port();
    let sandbox = |environment: &str| {
        let mut command = Command::new(path(SERVER));
        command
            .env_clear()
            .current_dir(world.folder.path())
            .args([
                "--sandbox",
                "--host",
                "127.0.0.1",
                "--port",
                &port.to_string(),
            ])
            .args(["--node-env", environment])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    };
    let url = |path: &str| format!("http://127.0.0.1:{port}{path}");

    let _process = sandbox("development").spawn().unwrap();
    wait_for("the sandbox to answer", async || {
        reqwest::get(url("/livez")).await.ok()
    })
    .await;
    for environment in ["dev", "staging", "production"] {
        let pak = json!({ "method": "pak" });
        let sign_in = url(&format!("/api/auth?env={environment}"));
        let answer = Client::new().post(sign_in).json(&pak).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{environment}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["authenticated"], true, "{body}");
    }
    let page = reqwest::get(url("/")).await.unwrap().text().await.unwrap();
    assert!(page.contains("sandbox&quot;:true"), "{page}");
    assert!(page.contains("operatorRequired&quot;:false"), "{page}");

    let refused = world.run_to_the_end(&mut sandbox("production")).await;
    let error = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{error}");
    assert!(error.contains("--sandbox"), "{error}");
}

#[tokio::test]
async fn log_files_have_the_documented_names_and_a_stop_is_clean() {
    let world = World::new().await;
    let mut process = world.start_as(command(&world)).await;
    let cookie = sign_in(&world, PASSWORD)
        .await
        .expect("the password is right");
    let created = schedule(&world, &cookie).send().await.unwrap();
    assert_eq!(created.status(), StatusCode::CREATED);
    let join = world.url("/api/schedules/schedule-1/join?env=dev");
    let join = Client::new().post(join).header(header::COOKIE, &cookie);
    assert_eq!(join.send().await.unwrap().status(), StatusCode::OK);

    let status = terminate(&mut process).await;

    assert_eq!(status.code(), Some(0));
    let log = |name: &str| fs::read_to_string(world.folder.path().join("logs").join(name)).unwrap();
    let access = log("access.log");
    for line in access.lines().chain(log("audit.log").lines()) {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    assert!(access.contains("/api/schedules/{id}/join"), "{access}");
    assert!(log("audit.log").contains("schedule-1"));
    assert!(log("combined.log").contains("listening"));
    assert_eq!(log("error.log"), "");
}

#[tokio::test]
async fn a_meeting_that_is_under_way_at_the_stop_is_still_scheduled_and_answered() {
    let world = World::new().await;
    let mut process = world.start_as(command(&world)).await;
    let cookie = sign_in(&world, PASSWORD)
        .await
        .expect("the password is right");
    let late = Provoke::Late(Duration::from_secs(1));
    let host = world.video_engager.host();
    let pattern = "/api/schedules/tenant/";
    host.provoke(Method::POST, pattern, late);
    let request = tokio::spawn(schedule(&world, &cookie).send());
    wait_for("the meeting to be asked for", async || {
        (!host.received(&Method::POST, pattern).is_empty()).then_some(())
    })
    .await;

    let status = terminate(&mut process).await;

    assert_eq!(status.code(), Some(0));
    let answer = request.await.unwrap().expect("the request is answered");
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert_eq!(world.video_engager.schedules().len(), 1);
}
