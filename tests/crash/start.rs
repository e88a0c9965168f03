//! How the scheduler starts, refuses to start, and stops.

use std::{fs, net::TcpListener};

use serde_json::{Value, json};

use crate::binary::{World, free_port, path, terminate, wait_for};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn every_missing_setting_is_named_in_one_line_and_the_exit_code_is_1() {
    let world = World::new().await;
    let mut command = world.command();
    command.env_clear();

    let output = world.run_to_the_end(&mut command).await;

    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    for name in [
        "VE_PAK",
        "VE_EXTERNAL_ID",
        "VE_EMAIL",
        "GENESYS_ENVIRONMENT",
        "GENESYS_CLIENT_ID",
        "GENESYS_CLIENT_SECRET",
        "GENESYS_QUEUE_ID",
        "GENESYS_SCRIPT_ID",
    ] {
        assert!(error.contains(name), "{name} is not named: {error}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_one_clear_line_and_exit_code_1() {
    let world = World::new().await;
    let _taken = TcpListener::bind(("127.0.0.1", world.port)).unwrap();
    let mut command = world.command();
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
async fn folders_that_cannot_be_made_are_one_clear_line_and_exit_code_1() {
    let world = World::new().await;
    // A file in the way stops even an administrator.
    let file = world.folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    for name in ["LOG_DIR", "DATA_DIR"] {
        let mut command = world.command();
        command
            .env(name, file.join("below"))
            .env("LOG_LEVEL", "error");

        let output = world.run_to_the_end(&mut command).await;

        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{name}: {error}");
        assert_eq!(error.lines().count(), 1, "{name}: {error}");
        assert!(error.contains("below"), "{name}: {error}");
    }
}

#[tokio::test]
async fn the_env_file_of_the_working_folder_is_read_and_real_variables_win() {
    let world = World::new().await;
    fs::write(
        world.folder.path().join(".env"),
        "NODE_ENV=from-file\nLOG_LEVEL=warn\n",
    )
    .unwrap();

    let environment = async |command| {
        let mut process = world.start_as(command).await;
        let health: Value = reqwest::get(world.url("/api/health"))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        terminate(&mut process).await;
        health["environment"].as_str().unwrap().to_owned()
    };

    assert_eq!(environment(world.command()).await, "from-file");
    let mut command = world.command();
    command.env("NODE_ENV", "from-variable");
    assert_eq!(environment(command).await, "from-variable");
}

#[tokio::test]
async fn an_empty_variable_counts_as_one_that_is_not_set() {
    let world = World::new().await;
    let mut command = world.command();
    for name in [
        "TLS_CERT",
        "TLS_KEY",
        "VE_PAK_FILE",
        "LOG_DIR",
        "KEEP_UNTIL_SLOT",
        "SANDBOX",
    ] {
        command.env(name, "");
    }

    let mut process = world.start_as(command).await;

    assert!(terminate(&mut process).await.success());
}

#[tokio::test]
async fn without_port_the_server_listens_on_3002() {
    let help = World::new().await;
    let mut command = help.command();
    command.arg("--help").env_remove("PORT");

    let output = help.run_to_the_end(&mut command).await;

    let text = text(&output.stdout);
    assert!(
        text.contains("[env: PORT=]") && text.contains("[default: 3002]"),
        "{text}"
    );
}

#[tokio::test]
async fn log_files_have_the_documented_names_and_a_stop_is_clean() {
    let world = World::new().await;
    let mut process = world.start().await;
    reqwest::get(world.url("/")).await.unwrap();
    let client = reqwest::Client::new();
    let refused = client
        .post(world.url("/api/schedule-callback"))
        .json(&Value::Null)
        .send()
        .await;
    assert_eq!(refused.unwrap().status(), 400);

    let status = terminate(&mut process).await;

    assert_eq!(status.code(), Some(0));
    let log = |name: &str| fs::read_to_string(world.folder.path().join("logs").join(name)).unwrap();
    let access = log("access.log");
    assert!(
        access
            .lines()
            .all(|line| serde_json::from_str::<Value>(line).is_ok()),
        "{access}"
    );
    assert!(
        access.contains("/api/schedule-callback") && access.contains("400"),
        "{access}"
    );
    assert!(log("combined.log").contains("listening"));
    assert_eq!(log("error.log"), "");
    assert_eq!(log("audit.log"), "");
}

/// Starts, books once, stops; gives the lines of combined.log and the data folder.
async fn one_booking(level: &str) -> (usize, World) {
    let world = World::new().await;
    let mut command = world.command();
    command.env("LOG_LEVEL", level);
    let mut process = world.start_as(command).await;
    let form = json!({"firstName": "A", "lastName": "B", "phoneNumber": "+12025550147"});
    let client = reqwest::Client::new();
    let booked = client
        .post(world.url("/api/schedule-callback"))
        .json(&form)
        .send()
        .await;
    assert_eq!(booked.expect("the scheduler answers").status(), 200);
    assert!(terminate(&mut process).await.success());
    let log = world.folder.path().join("logs/combined.log");
    let log = fs::read_to_string(log).expect("the log is there");
    (log.lines().count(), world)
}

#[tokio::test]
async fn a_more_detailed_log_level_logs_more() {
    let (warn, _) = one_booking("warn").await;
    let (info, _) = one_booking("info").await;
    let (debug, _) = one_booking("debug").await;

    assert!(warn < info && info < debug, "{warn}, {info}, {debug}");
}

#[tokio::test]
async fn a_mistyped_log_level_is_refused() {
    let world = World::new().await;
    let mut command = world.command();
    command.env("LOG_LEVEL", "loud");

    let output = world.run_to_the_end(&mut command).await;

    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(
        error.contains("LOG_LEVEL") && error.contains("debug"),
        "{error}"
    );
}

#[tokio::test]
async fn a_stopped_server_leaves_its_bookings_in_one_file() {
    let (_, world) = one_booking("info").await;

    let data = world.folder.path().join("data");
    let log = fs::metadata(data.join("bookings.db-wal"));
    assert!(
        log.map_or(0, |log| log.len()) == 0,
        "bookings are left in the write-ahead log"
    );
    assert!(fs::metadata(data.join("bookings.db")).unwrap().len() > 0);
}

#[tokio::test]
async fn troubleshooting_lines_are_the_documented_ones() {
    let world = World::new().await;
    let start_and_read = async |look_for: &'static str| {
        let mut process = world.start().await;
        let log = world.folder.path().join("logs/combined.log");
        wait_for(look_for, async || {
            fs::read_to_string(&log)
                .ok()
                .filter(|text| text.contains(look_for))
        })
        .await;
        terminate(&mut process).await;
        fs::remove_file(log).unwrap();
    };

    world.video_engager.refuse_sign_in();
    start_and_read("Failed to authenticate with VideoEngager").await;
    world.genesys.refuse_sign_in();
    start_and_read("Failed to authenticate with Genesys").await;
    world.video_engager.accept_sign_in();
    world.genesys.accept_sign_in();
    world.genesys.forget_queue();
    start_and_read("Queue not found").await;
    world.genesys.forget_script();
    start_and_read("Script not found").await;
}

#[tokio::test]
async fn check_tells_each_fact_with_its_cure_and_books_nothing() {
    let world = World::new().await;
    let check = async || {
        let mut command = world.command();
        command.arg("check");
        world.run_to_the_end(&mut command).await
    };

    let well = check().await;
    assert_eq!(well.status.code(), Some(0), "{}", text(&well.stdout));
    assert!(text(&well.stdout).contains("not checkable without side effects"));

    world.genesys.forget_queue();
    world.video_engager.refuse_sign_in();
    let wrong = check().await;
    let lines = text(&wrong.stdout);
    assert_eq!(wrong.status.code(), Some(1), "{lines}");
    assert!(
        lines.contains("Queue not found") && lines.contains("GENESYS_QUEUE_ID"),
        "{lines}"
    );
    assert!(
        lines.contains("Failed to authenticate with VideoEngager"),
        "{lines}"
    );
    assert!(lines.contains("Script found"), "{lines}");
    assert!(
        !lines.contains(FAKE_SECRETS[0]) && !lines.contains(FAKE_SECRETS[1]),
        "{lines}"
    );
    assert!(world.genesys.callbacks().is_empty() && world.video_engager.schedules().is_empty());
}

const FAKE_SECRETS: [&str; 2] = [
    genesys_client::fake::FakeGenesys::CLIENT_SECRET,
    videoengager_client::fake::FakeVideoEngager::PAK,
];

#[tokio::test]
async fn the_sandbox_needs_no_settings_and_is_refused_in_production() {
    let world = World::new().await;
    let port = free_port();
    let sandbox = |environment: &str| {
        let mut command = tokio::process::Command::new(path("callback-scheduler"));
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
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .kill_on_drop(true);
        command
    };

    let _process = sandbox("development").spawn().unwrap();
    let health = wait_for("the sandbox to be healthy", async || {
        let answer = reqwest::get(format!("http://127.0.0.1:{port}/api/health"))
            .await
            .ok()?;
        answer.json::<Value>().await.ok()
    })
    .await;
    assert_eq!(health["status"], "healthy");

    let refused = world.run_to_the_end(&mut sandbox("production")).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("--sandbox"),
        "{}",
        text(&refused.stderr)
    );
}
