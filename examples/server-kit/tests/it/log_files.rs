use std::fs;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use futures_util::FutureExt;
use serde_json::Value;
use server_kit::layer::around;
use server_kit::logs::{self, LogSettings};
use server_kit::{access, audit, request_id};
use tower::ServiceExt;

fn settings(dir: &Path, level: &str) -> LogSettings {
    LogSettings {
        dir: dir.to_owned(),
        level: level.to_owned(),
        console: false,
    }
}

fn lines(dir: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(dir.join(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn messages(dir: &Path, name: &str) -> Vec<String> {
    lines(dir, name)
        .iter()
        .map(|line| line["message"].as_str().unwrap().to_owned())
        .collect()
}

/// Runs this with logs of the level, and returns when all lines are in the files.
fn logged(dir: &Path, level: &str, run: impl FnOnce()) {
    let (subscriber, guard) = logs::subscriber(&settings(dir, level)).unwrap();
    tracing::subscriber::with_default(subscriber, run);
    assert_eq!(guard.dropped_lines(), 0);
    drop(guard);
}

fn one_of_each() {
    tracing::error!("an error");
    tracing::warn!("a warning");
    tracing::info!("an information");
    tracing::debug!("a detail");
    tracing::info!(target: "access", "an access");
    tracing::debug!(target: "audit", "an audit");
}

#[test]
fn the_level_changes_while_the_logs_run() {
    let folder = tempfile::tempdir().unwrap();
    let (subscriber, guard) = logs::subscriber(&settings(folder.path(), "error")).unwrap();
    let level = guard.level();

    let refused = tracing::subscriber::with_default(subscriber, || {
        tracing::info!("before");
        level.set("info").unwrap();
        tracing::info!("meanwhile");
        let refused = level.set("loud");
        level.set("error").unwrap();
        tracing::info!("after");
        refused
    });
    drop(guard);

    assert!(refused.is_err());
    assert_eq!(messages(folder.path(), "combined.log"), ["meanwhile"]);
}

#[test]
fn each_file_holds_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("made/on/demand");

    logged(&dir, "info", one_of_each);

    let combined = ["an error", "a warning", "an information", "an access"];
    assert_eq!(messages(&dir, "combined.log"), combined);
    assert_eq!(messages(&dir, "error.log"), ["an error"]);
    assert_eq!(messages(&dir, "access.log"), ["an access"]);
    assert_eq!(messages(&dir, "audit.log"), ["an audit"]);
}

#[test]
fn the_level_leaves_access_and_audit_alone() {
    let quiet = tempfile::tempdir().unwrap();
    let detailed = tempfile::tempdir().unwrap();

    logged(quiet.path(), "warn", one_of_each);
    logged(detailed.path(), "debug", one_of_each);

    assert_eq!(
        messages(quiet.path(), "combined.log"),
        ["an error", "a warning"]
    );
    assert_eq!(messages(quiet.path(), "access.log"), ["an access"]);
    assert_eq!(messages(quiet.path(), "audit.log"), ["an audit"]);
    assert_eq!(messages(detailed.path(), "combined.log").len(), 6);
}

#[test]
fn a_line_holds_fields_level_target_and_time() {
    let folder = tempfile::tempdir().unwrap();

    logged(folder.path(), "info", || {
        let cause = std::io::Error::other(std::fmt::Error);
        let error: &(dyn std::error::Error + 'static) = &cause;
        tracing::warn!(target: "part", text = "a\nb", count = 3_u64, yes = true, error, "say \"it\"");
    });

    let line = &lines(folder.path(), "combined.log")[0];
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["target"], "part");
    assert_eq!(line["message"], "say \"it\"");
    assert_eq!(line["text"], "a\nb");
    assert_eq!(line["count"], 3);
    assert_eq!(line["yes"], true);
    assert!(line["error"].as_str().unwrap().contains("error"));
    assert_eq!(line.get("span"), None);
    let time = line["timestamp"].as_str().unwrap();
    assert!(time.len() == 27 && time.ends_with('Z'), "{time}");
}

fn in_a_span_of_its_own() {
    let inner = tracing::error_span!("inner", canary = "canary");
    inner.in_scope(|| tracing::error!("inside"));
}

#[tokio::test]
async fn lines_of_a_request_hold_its_id_at_every_level_and_nothing_of_its_path() {
    for level in ["debug", "warn"] {
        let folder = tempfile::tempdir().unwrap();
        let (subscriber, guard) = logs::subscriber(&settings(folder.path(), level)).unwrap();
        let logging = tracing::subscriber::set_default(subscriber);
        let app = Router::new()
            .route("/items/{id}", get(async || in_a_span_of_its_own()))
            .layer((around((), request_id::assign), around((), access::log)));

        let request = Request::get("/items/canary?phone=canary")
            .body(Body::empty())
            .unwrap();
        let response = app.oneshot(request).await.unwrap();
        tracing::error!("outside");
        drop(logging);
        drop(guard);

        let id = response.headers()["x-request-id"].to_str().unwrap();
        let errors = lines(folder.path(), "error.log");
        assert_eq!(errors[0]["span"]["request_id"], id);
        let combined = lines(folder.path(), "combined.log");
        assert_eq!(combined[0]["message"], "inside");
        assert_eq!(combined[0]["span"], errors[0]["span"]);
        assert_eq!(errors[1].get("span"), None);
        let access = &lines(folder.path(), "access.log")[0];
        assert_eq!(access["span"]["request_id"], id);
        assert_eq!(access["method"], "GET");
        assert_eq!(access["route"], "/items/{id}");
        assert_eq!(access["status"], 200);
        assert!(access["ms"].is_number());
        assert!(!access.to_string().contains("canary"));
    }
}

#[tokio::test]
async fn a_request_and_its_audit_are_one_line_in_both_files() {
    let folder = tempfile::tempdir().unwrap();
    let (subscriber, guard) = logs::subscriber(&settings(folder.path(), "warn")).unwrap();
    let logging = tracing::subscriber::set_default(subscriber);
    let audited = async || {
        let mut response = StatusCode::OK.into_response();
        let line = audit::Line {
            action: "read",
            by: "admin".to_owned(),
            about: None,
            outcome: "done",
        };
        line.write_with_access(&mut response);
        response
    };
    let app = Router::new()
        .route("/items", get(audited))
        .layer(around((), access::log));

    let request = Request::get("/items").body(Body::empty()).unwrap();
    app.oneshot(request).await.unwrap();
    drop(logging);
    drop(guard);

    let audit = lines(folder.path(), "audit.log");
    assert_eq!(audit, lines(folder.path(), "access.log"));
    assert_eq!(audit.len(), 1, "{audit:?}");
    assert_eq!(
        (&audit[0]["action"], &audit[0]["by"]),
        (&"read".into(), &"admin".into())
    );
    assert_eq!(
        (&audit[0]["route"], &audit[0]["status"]),
        (&"/items".into(), &200.into())
    );
    assert!(lines(folder.path(), "combined.log").is_empty());
}

#[test]
fn a_level_can_follow_spans() {
    let folder = tempfile::tempdir().unwrap();

    logged(folder.path(), "warn,[request]=debug", || {
        tracing::debug!("outside");
        let request = tracing::info_span!("request", request_id = "1");
        request.in_scope(|| tracing::debug!("inside"));
        tracing::debug!("outside");
    });

    assert_eq!(messages(folder.path(), "combined.log"), ["inside"]);
}

#[tokio::test]
async fn a_request_that_the_client_gave_up_is_logged_as_499() {
    let folder = tempfile::tempdir().unwrap();
    let (subscriber, guard) = logs::subscriber(&settings(folder.path(), "info")).unwrap();
    let logging = tracing::subscriber::set_default(subscriber);
    let app = Router::new()
        .route("/slow", get(async || std::future::pending::<()>().await))
        .layer(around((), access::log));

    let request = app.oneshot(Request::get("/slow").body(Body::empty()).unwrap());
    assert!(request.now_or_never().is_none());
    drop(logging);
    drop(guard);

    assert_eq!(lines(folder.path(), "access.log")[0]["status"], 499);
}

#[test]
fn a_full_file_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let large = fs::File::create(folder.path().join("combined.log")).unwrap();
    large.set_len(10 * 1024 * 1024).unwrap();

    logged(folder.path(), "info", || {
        tracing::info!("the first of the new file")
    });

    assert_eq!(
        messages(folder.path(), "combined.log"),
        ["the first of the new file"]
    );
    let set_aside = fs::metadata(folder.path().join("combined.log.1")).unwrap();
    assert_eq!(set_aside.len(), 10 * 1024 * 1024);
}

#[test]
fn a_folder_that_cannot_be_written_is_one_clear_error() {
    let file = tempfile::NamedTempFile::new().unwrap();

    let Err(error) = logs::subscriber(&settings(file.path(), "info")) else {
        panic!("a file is no folder");
    };

    let text = format!("{error:#}");
    let place = file.path().display();
    let expected = format!("the log folder {place} cannot be written; set LOG_DIR to another: ");
    assert!(text.starts_with(&expected), "{text}");
    assert!(!text.contains('\n'), "{text}");
}
