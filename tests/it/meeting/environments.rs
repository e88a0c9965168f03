//! Three environments, each with its own host and its own key.

use ccaas_http::test_util::{Answer as VendorAnswer, Provoke};
use reqwest::Method;
use serde_json::{Value, json};
use videoengager_client::fake::FakeVideoEngager;

use super::harness::{IMPERSONATE, Server, Setup, lines};

/// What the page is told about its environment.
async fn config(server: &Server, path: &str) -> Value {
    let page = server.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    assert!(page.header("content-type").starts_with("text/html"));
    let (_, rest) = page
        .text
        .split_once("data-config=\"")
        .expect("the page has a config");
    let (config, _) = rest.split_once('"').expect("the config ends");
    let config = config
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    serde_json::from_str(&config).expect("the config is JSON")
}

#[tokio::test]
async fn the_page_names_its_environment_and_everything_else_is_dev() {
    let server = Server::start().await;
    let host = |fake: &FakeVideoEngager| fake.host().addr().to_string();
    let fakes = &server.fakes;
    let cases = [
        ("/?env=dev", "dev", "Development", host(&fakes.dev)),
        ("/?env=staging", "staging", "Staging", host(&fakes.staging)),
        (
            "/?env=production",
            "production",
            "Production",
            host(&fakes.production),
        ),
        ("/", "dev", "Development", host(&fakes.dev)),
        ("/?env=", "dev", "Development", host(&fakes.dev)),
        ("/?env=prod", "dev", "Development", host(&fakes.dev)),
        ("/?env=Staging", "dev", "Development", host(&fakes.dev)),
        (
            "/?env=%22%3E%3Cscript%3E",
            "dev",
            "Development",
            host(&fakes.dev),
        ),
        ("/?other=staging", "dev", "Development", host(&fakes.dev)),
    ];
    for (path, environment, name, host) in cases {
        let told = config(&server, path).await;

        let expected = json!({
            "environment": environment,
            "environmentName": name,
            "host": host,
            "pakConfigured": environment != "production",
            "allowPakEntry": false,
            "operatorRequired": true,
            "duration": { "min": 15, "max": 1440 },
            "sandbox": false,
        });
        assert_eq!(told, expected, "{path}");
    }
}

#[tokio::test]
async fn the_page_tells_the_settings_it_needs_and_no_secret() {
    let server = Setup::new()
        .argument("--allow-pak-entry", "true")
        .argument("--min-duration", "5")
        .argument("--max-duration", "480")
        .start()
        .await;

    let told = config(&server, "/").await;

    assert_eq!(told["allowPakEntry"], true);
    assert_eq!(told["duration"], json!({ "min": 5, "max": 480 }));
    let page = server.get("/").await.text;
    for secret in [
        FakeVideoEngager::PAK,
        FakeVideoEngager::EXTERNAL_ID,
        FakeVideoEngager::EMAIL,
    ] {
        assert!(!page.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn the_key_of_one_environment_never_reaches_the_host_of_another() {
    let server = Setup::new()
        .argument("--ve-pak-staging", "STAGING-KEY")
        .argument("--ve-external-id-staging", "staging-id")
        .argument("--ve-email-staging", "staging@example.com")
        .start()
        .await;
    let token = Provoke::Instead(VendorAnswer::json(200, &json!({ "token": "a.b.c" })).into());
    server
        .fakes
        .staging
        .host()
        .provoke_times(9, Method::GET, IMPERSONATE, token);
    let dev = server.browser();
    dev.sign_in_as_operator().await;
    let tabs = [
        dev.clone(),
        dev.tab("staging"),
        dev.tab("production"),
        dev.tab("nonsense"),
    ];

    for tab in &tabs {
        tab.sign_in_with_pak().await;
        tab.get("/api/agents").await;
        tab.schedule(&server.form()).await;
        tab.join("schedule-1").await;
    }

    let all = |fake: &FakeVideoEngager| lines(&fake.host().journal()).join("\n");
    let (dev, staging) = (all(&server.fakes.dev), all(&server.fakes.staging));
    assert!(
        dev.contains("FAKEPAK") && !dev.contains("STAGING-KEY"),
        "{dev}"
    );
    assert!(
        !dev.contains("staging-id") && !dev.contains("staging%40"),
        "{dev}"
    );
    assert!(
        staging.contains("STAGING-KEY/staging-id/staging%40example.com"),
        "{staging}"
    );
    assert!(
        !staging.contains("FAKEPAK") && !staging.contains("fake-external-id"),
        "{staging}"
    );
    assert_eq!(all(&server.fakes.production), "");
}

#[tokio::test]
async fn a_password_is_checked_by_the_environment_it_was_typed_for() {
    let server = Server::start().await;

    for (environment, fake) in [
        ("staging", &server.fakes.staging),
        ("production", &server.fakes.production),
        ("anything", &server.fakes.dev),
    ] {
        let browser = server.browser_of(environment);
        browser.sign_in_locally().await.assert_signed_in(true);
        let meeting = browser.scheduled(&server.form()).await;

        assert_eq!(fake.schedules().len(), 1, "{environment}");
        assert_eq!(meeting["_id"], fake.schedules()[0].id.as_str());
        assert_eq!(fake.tokens_issued(), 1, "{environment}");
    }
}

#[tokio::test]
async fn meetings_of_two_environments_with_one_id_are_two_meetings() {
    let (server, dev) = Server::with_partner().await;
    let staging = dev.tab("staging");
    staging.sign_in_with_pak().await;
    let mut other = server.form();
    other["visitor"]["subject"] = json!("Another talk");

    let first = dev.scheduled(&server.form()).await;
    let second = staging.scheduled(&other).await;

    assert_eq!(first["_id"], second["_id"]);
    let path = format!("/api/schedules/{}", first["_id"].as_str().unwrap());
    assert_eq!(
        dev.get(&path).await.json()["visitor"]["subject"],
        "A first talk"
    );
    assert_eq!(
        staging.get(&path).await.json()["visitor"]["subject"],
        "Another talk"
    );
}
