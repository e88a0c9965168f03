//! What is sent, and what comes back.

use ccaas_lookup::{Lookup, LookupCredential};
use serde_json::json;

use super::support::{KEY, KNOWN, LookupApi, STRANGER, Scene, reason};

#[tokio::test]
async fn the_number_is_posted_and_the_case_comes_back() {
    let scene = Scene::start().await;

    let found = scene.client().lookup_or_unknown(KNOWN).await;

    let hit = found.hit().expect("the caller has a case");
    assert_eq!(hit.case().id, "9");
    assert_eq!(hit.case().patient.name, "Robin Vale");
    assert_eq!(hit.screen_pop_url(), "https://crm.example.com/it/cases/9");
    let requests = scene.requests();
    assert_eq!(scene.lines(), ["POST /api/lookup"]);
    assert_eq!(requests[0].json(), json!({ "phone": KNOWN }));
    assert!(requests[0].query.is_empty(), "no number in a URL");
}

#[tokio::test]
async fn the_documented_404_is_a_miss() {
    let scene = Scene::start().await;

    let found = scene.client().lookup_or_unknown(STRANGER).await;

    assert!(matches!(found, Lookup::Miss(miss) if miss.phone() == STRANGER));
}

#[tokio::test]
async fn a_bearer_token_is_taken_for_a_key() {
    let scene = Scene::start().await;
    let token = LookupCredential::Bearer(format!("{KEY}\n").into());

    let client = scene.builder_with(token).build().unwrap();
    let found = client.lookup_or_unknown(KNOWN).await;

    assert!(found.hit().is_some());
    let scheme = scene.requests()[0].authorization.clone();
    assert_eq!(scheme.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_number_is_cleaned_before_it_is_sent() {
    let scene = Scene::start().await;

    let found = scene.client().lookup_or_unknown("tel:+390622224444").await;

    assert!(found.hit().is_some());
    assert_eq!(scene.requests()[0].json()["phone"], "+390622224444");
}

#[tokio::test]
async fn a_withheld_caller_is_a_miss_and_what_is_no_number_is_not_looked_up() {
    let scene = Scene::start().await;
    let client = scene.client();

    let withheld = client.lookup_or_unknown("anonymous").await;
    let nonsense = client.lookup_or_unknown("<script>").await;

    assert!(matches!(withheld, Lookup::Miss(_)));
    let reason = reason(&nonsense).map(|reason| reason.code());
    assert_eq!(reason, Some("not_a_number"));
    assert!(scene.requests().is_empty());
}

#[tokio::test]
async fn a_service_without_post_is_asked_by_get_from_then_on() {
    for status in [404, 405, 501] {
        let no_post = Some(status);
        let scene = Scene::with(LookupApi { no_post }).await;
        let client = scene.client();

        let first = client.lookup_or_unknown(KNOWN).await;
        let second = client.lookup_or_unknown(STRANGER).await;

        assert!(first.hit().is_some() && matches!(second, Lookup::Miss(_)));
        let lines = scene.lines();
        let expected = ["POST /api/lookup", "GET /api/lookup", "GET /api/lookup"];
        assert_eq!(lines, expected, "{status}");
        let sent = &scene.requests()[2].query;
        assert_eq!(sent, &[("phone".to_owned(), STRANGER.to_owned())]);
    }
}
