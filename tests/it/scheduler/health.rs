//! Health, readiness and metrics.

use std::{collections::BTreeSet, time::Duration};

use ccaas_http::test_util::Fault;
use reqwest::Method;

use super::harness::{ADMIN_TOKEN, Answer, Scheduler, Setup, only};

const TOKENS_ME: &str = "/api/v2/tokens/me";

#[tokio::test]
async fn health_has_the_documented_shape() {
    let scheduler = Setup::new()
        .argument("--node-env", "production")
        .start()
        .await;

    let answer = scheduler.get("/api/health").await;

    assert_eq!(answer.status, 200, "{}", answer.text);
    let body = answer.json();
    let keys: BTreeSet<_> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let documented = [
        "status",
        "timestamp",
        "version",
        "environment",
        "uptime",
        "services",
    ];
    assert_eq!(keys, BTreeSet::from(documented));
    assert_eq!(body["status"], "healthy");
    assert!(
        body["timestamp"]
            .as_str()
            .unwrap()
            .starts_with("2026-03-02T09:00:00.")
    );
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
    assert!(!body["version"].as_str().unwrap().is_empty());
    assert_eq!(body["environment"], "production");
    assert!(body["uptime"].is_u64());
    assert_eq!(body["services"]["videoEngager"]["status"], "healthy");
    assert_eq!(body["services"]["genesys"]["status"], "healthy");
}

#[tokio::test]
async fn a_vendor_that_is_down_makes_health_a_503_and_leaves_readiness_alone() {
    for (video, genesys) in [("unhealthy", "healthy"), ("healthy", "unhealthy")] {
        let scheduler = Setup::new().impatient().start().await;
        assert_eq!(scheduler.get("/api/health").await.status, 200);
        let down = Duration::from_secs(600);
        if video == "unhealthy" {
            scheduler.video.host().inject(Fault::Down, down);
            scheduler.video.host().settled().await;
        } else {
            scheduler.genesys.host().inject(Fault::Down, down);
            scheduler.genesys.host().settled().await;
        }

        let answer = scheduler.get("/api/health").await;

        assert_eq!(answer.status, 503, "{}", answer.text);
        let body = answer.json();
        assert_eq!(body["status"], "unhealthy");
        assert_eq!(body["services"]["videoEngager"]["status"], video);
        assert_eq!(body["services"]["genesys"]["status"], genesys);
        assert_eq!(scheduler.get("/readyz").await.status, 200);
        assert_eq!(scheduler.get("/livez").await.status, 200);
    }
}

#[tokio::test]
async fn vendors_that_hang_do_not_keep_health_waiting() {
    let scheduler = Scheduler::start().await;
    scheduler
        .video
        .host()
        .inject(Fault::Hang, Duration::from_secs(600));
    scheduler
        .genesys
        .host()
        .inject(Fault::Hang, Duration::from_secs(600));
    let started = std::time::Instant::now();

    let answer = scheduler.get("/api/health").await;

    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(
        started.elapsed() < Duration::from_secs(4),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn credentials_that_are_refused_are_unhealthy() {
    let scheduler = Scheduler::start().await;
    scheduler.genesys.refuse_sign_in();
    scheduler.video.refuse_sign_in();

    let body = scheduler.get("/api/health").await.json();

    assert_eq!(body["services"]["videoEngager"]["status"], "unhealthy");
    assert_eq!(body["services"]["genesys"]["status"], "unhealthy");
}

#[tokio::test]
async fn a_crowd_of_health_checks_is_one_call_to_a_vendor() {
    let setup = Setup::new().health_life(Duration::from_secs(30));
    let scheduler = setup.start().await;

    for _ in 0..10 {
        assert_eq!(scheduler.get("/api/health").await.status, 200);
    }

    let asked = scheduler.genesys.host().received(&Method::GET, TOKENS_ME);
    assert_eq!(asked.len(), 1);
    let listed = scheduler.video_calls();
    assert_eq!(listed.len(), 2, "a sign-in and one list: {listed:?}");
}

#[tokio::test]
async fn metrics_are_for_this_machine_and_for_the_admin() {
    let scheduler = Scheduler::start().await;
    scheduler.book(&scheduler.form()).await;

    let local = scheduler.get("/metrics").await;
    let forwarded = scheduler.request(Method::GET, "/metrics");
    let forwarded = Answer::to(forwarded.header("X-Forwarded-For", "203.0.113.5")).await;
    let admin = scheduler
        .request(Method::GET, "/metrics")
        .bearer_auth(ADMIN_TOKEN);
    let admin = Answer::to(admin.header("X-Forwarded-For", "203.0.113.5")).await;

    assert_eq!((local.status, admin.status), (200, 200));
    assert!(local.header("content-type").starts_with("text/plain"));
    let text = "Metrics need the admin token, unless asked for on this machine";
    forwarded.assert_error(401, text);
    for name in [
        "callback_scheduler_bookings_total{outcome=\"booked\"}",
        "http_requests_total{method=\"POST\",route=\"/api/schedule-callback\",status=\"200\"}",
        "http_request_duration_seconds_bucket{",
    ] {
        assert!(local.text.contains(name), "{name} in {}", local.text);
    }
}

#[tokio::test]
async fn the_interface_is_documented() {
    let scheduler = Scheduler::start().await;

    let page = scheduler.get("/api/docs/").await;
    let document = scheduler.get("/api/openapi.json").await.json();

    assert_eq!(page.status, 200);
    for path in [
        "/api/schedule-callback",
        "/api/health",
        "/api/customer/{id}",
        "/api/manage/{token}",
        "/api/manage/{token}/cancel",
        "/api/manage/{token}/move",
        "/api/admin/bookings",
        "/api/admin/bookings/{id}/confirm",
        "/api/admin/bookings/{id}/cancel",
    ] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
}

#[tokio::test]
async fn credentials_that_are_refused_are_named_at_the_start() {
    let mut scheduler = Scheduler::start().await;
    scheduler.video.refuse_sign_in();
    scheduler.genesys.refuse_sign_in();

    scheduler.check_at_start().await;

    let logs = scheduler.logs().await;
    only(&logs.error, "Failed to authenticate with VideoEngager");
    only(&logs.error, "Failed to authenticate with Genesys");
}

#[tokio::test]
async fn a_queue_and_a_script_that_do_not_exist_are_named_at_the_start() {
    let mut scheduler = Scheduler::start().await;
    scheduler.genesys.forget_queue();
    scheduler.genesys.forget_script();

    scheduler.check_at_start().await;

    let logs = scheduler.logs().await;
    assert_eq!(only(&logs.combined, "Queue not found")["level"], "WARN");
    assert_eq!(only(&logs.combined, "Script not found")["level"], "WARN");
}

#[tokio::test]
async fn a_start_without_faults_warns_about_nothing() {
    let mut scheduler = Scheduler::start().await;

    scheduler.check_at_start().await;

    let logs = scheduler.logs().await;
    let loud = |line: &&serde_json::Value| line["level"] == "WARN" || line["level"] == "ERROR";
    let warnings: Vec<_> = logs.combined.iter().filter(loud).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
}
