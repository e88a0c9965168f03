//! Neither key nor number nor name is ever printed.

use std::error::Error as _;

use ccaas_http::test_util::{Answer, Fault, Provoke, Reply};
use ccaas_lookup::{Lookup, LookupCredential};
use http::Method;

use super::support::{KEY, KNOWN, LOOKUP, Scene};

const CANARIES: [&str; 5] = [KEY, "2222", "canary", "Robin", "crm.example.com"];

/// `Debug`, and `Display` of what went wrong with all its causes.
fn printed(found: &Lookup) -> String {
    let mut text = format!("{found:?}");
    if let Some(unknown) = found.unknown() {
        text.push_str(&unknown.to_string());
        let mut cause = unknown.source();
        while let Some(error) = cause {
            text.push_str(&format!(" {error:?} {error}"));
            cause = error.source();
        }
    }
    text
}

fn assert_clean(text: &str) {
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} is in {text}");
    }
}

#[tokio::test]
async fn answers_print_nobody() {
    let scene = Scene::start().await;
    let client = scene.client();

    for number in [KNOWN, "+39 123 2222 7890", "anonymous-2222", "canary"] {
        assert_clean(&printed(&client.lookup_or_unknown(number).await));
    }
}

#[tokio::test]
async fn failures_print_neither_key_nor_number_nor_the_services_words() {
    let quoting = format!(r#"{{"error":"canary","message":"{KNOWN} {KEY}"}}"#);
    for (status, body) in [
        (400, quoting.as_str()),
        (401, &quoting),
        (404, &quoting),
        (500, &quoting),
        (200, &quoting),
        (200, "canary"),
    ] {
        let scene = Scene::start().await;
        for method in [Method::POST, Method::GET] {
            let odd = Answer::bytes(status, "application/json", body.to_owned());
            let odd = Provoke::Instead(Reply::Answer(odd));
            scene.api.provoke(method, LOOKUP, odd);
        }

        let found = scene.client().lookup_or_unknown(KNOWN).await;

        assert!(found.unknown().is_some_and(|it| it.source().is_some()));
        assert_clean(&printed(&found));
    }
}

#[tokio::test]
async fn a_broken_connection_prints_no_url() {
    // By GET the number is in the URL.
    let api = super::support::LookupApi { no_post: Some(405) };
    let scene = Scene::with(api).await;
    let client = scene.client();
    client.lookup_or_unknown("+12025550147").await;
    scene
        .api
        .inject(Fault::Cut, std::time::Duration::from_secs(60));

    let found = client.lookup_or_unknown(KNOWN).await;

    assert!(found.unknown().is_some());
    assert_clean(&printed(&found));
}

#[tokio::test]
async fn clients_and_builders_print_no_credential() {
    let scene = Scene::start().await;
    for credential in [
        LookupCredential::ApiKey(KEY.into()),
        LookupCredential::Bearer(KEY.into()),
    ] {
        assert_clean(&format!("{credential:?}"));
        let builder = scene.builder_with(credential);
        let mut printed = format!("{builder:?}");
        printed.push_str(&format!(" {:?}", builder.build().unwrap()));
        assert!(printed.contains("127.0.0.1"), "{printed}");
        assert_clean(&printed);
    }
}
