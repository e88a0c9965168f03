//! Every request and answer of the document.

use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Answer, BASE, KNOWN, Server};

/// The document's answer, with the list of all matches.
fn documented(phone: &str) -> Value {
    let newest = json!({
        "case_id": "9",
        "patient": {
            "name": "Antonio Dorato",
            "phone": "+39 06 2222 4444",
            "home_phone": "+39 06 2222 4444",
            "cell_phone": "+39 333 222 4444",
            "email": "antonio.dorato@email.com",
        },
        "case": {
            "status": "APPUNTAMENTO",
            "clinic": "Centro Oculistico Roma",
            "treatment": "SMILE Surgery",
            "disposition": "SMILE evaluation",
            "outcome": "Professional athlete",
            "created_at": "2025-07-08T16:57:06.836704+00:00",
            "follow_up_date": "2025-07-12T16:57:06.836704+00:00",
        },
        "screen_pop_url": format!("{BASE}/it/cases/9"),
    });
    let mut hit = newest.clone();
    hit["found"] = true.into();
    hit["phone_searched"] = phone.into();
    hit["matches"] = json!([newest]);
    hit
}

#[tokio::test]
async fn the_documents_curl_lines_get_the_documents_answers() {
    let server = Server::start().await;
    let get = |query: &str| {
        let request = server.request(Method::GET, &format!("/api/lookup?phone={query}"));
        Answer::to(request.header("x-api-key", &server.key))
    };

    let hit = get("%2B3906%202222%204444").await;
    let miss = get("%2B391234567890").await;
    let post = server.post(json!({"phone": "+39 06 2222 4444"})).await;

    assert_eq!(
        (hit.status, hit.json()),
        (200, documented("+3906 2222 4444"))
    );
    assert_eq!(hit.header("content-type"), "application/json");
    assert_eq!(hit.header("cache-control"), "no-store");
    assert_eq!(miss.status, 404);
    let message = "No case found for phone number: +391234567890";
    let expected = json!({"found": false, "message": message, "phone": "+391234567890"});
    assert_eq!(miss.json(), expected);
    assert_eq!((post.status, post.json()), (200, documented(KNOWN)));
}

#[tokio::test]
async fn each_of_the_three_numbers_finds_the_case_however_it_is_written() {
    let server = Server::start().await;

    for phone in [
        "+39 06 2222 4444",
        "+390622224444",
        "0039 06 2222 4444",
        "06 2222 4444",
        "06-2222-4444",
        "(06) 22224444",
        "tel:+39-06-2222-4444",
        "\u{ff0b}\u{ff13}\u{ff19} 06 2222 4444",
        "+39 333 222 4444",
        "333.222.4444",
        " 39 06 2222 4444",
    ] {
        let answer = server.look_up(phone).await;
        assert_eq!(answer.status, 200, "{phone}");
        assert_eq!(answer.json()["case_id"], "9", "{phone}");
    }
    let raw = server.request(Method::GET, "/api/lookup?phone=+39 06 2222 4444");
    let raw = Answer::to(raw.header("x-api-key", &server.key)).await;
    assert_eq!(raw.json()["phone_searched"], "+39 06 2222 4444");
}

#[tokio::test]
async fn the_documents_other_number_is_not_found() {
    let server = Server::start().await;

    assert_eq!(server.look_up("+39 123 456 7890").await.status, 404);
    assert_eq!(
        server.post(json!({"phone": "+391234567890"})).await.status,
        404
    );
}

#[tokio::test]
async fn a_miss_is_200_for_systems_that_take_404_for_a_failure() {
    let server = Server::start().await;

    let by_query = server.request(Method::GET, "/api/lookup?miss=200&phone=%2B391234567890");
    let by_query = Answer::to(by_query.header("x-api-key", &server.key)).await;
    let by_header = server.request(Method::POST, "/api/lookup");
    let by_header = by_header
        .header("x-api-key", &server.key)
        .header("prefer", "miss=200")
        .json(&json!({"phone": "+391234567890"}));
    let by_header = Answer::to(by_header).await;

    for answer in [by_query, by_header] {
        assert_eq!(
            (answer.status, &answer.json()["found"]),
            (200, &false.into())
        );
    }
}

#[tokio::test]
async fn a_lookup_without_a_number_gets_the_documents_texts() {
    let server = Server::start().await;

    let get = server.request(Method::GET, "/api/lookup");
    let get = Answer::to(get.header("x-api-key", &server.key)).await;
    let post = server.post(json!({})).await;

    let expected = json!({
        "error": "Phone number is required",
        "message": "Please provide a phone number in the query parameter: ?phone=+391234567890",
    });
    assert_eq!((get.status, get.json()), (400, expected));
    assert_eq!(post.status, 400);
    assert_eq!(post.error(), "Phone number is required in request body");
}

#[tokio::test]
async fn the_newest_case_wins_and_matches_has_all() {
    let server = Server::start().await;
    for (name, day) in [("Old Vale", 1), ("New Vale", 3), ("Mid Vale", 2)] {
        let created_at = format!("2026-01-0{day}T10:00:00Z");
        let phone = "+1 202 555 0101";
        server
            .add(json!({"name": name, "cell_phone": phone, "created_at": created_at}))
            .await;
    }

    let hit = server.look_up("+12025550101").await.json();

    assert_eq!(hit["patient"]["name"], "New Vale");
    let matches = hit["matches"].as_array().unwrap();
    let names: Vec<_> = matches.iter().map(|one| &one["patient"]["name"]).collect();
    assert_eq!(names, ["New Vale", "Mid Vale", "Old Vale"]);
}

#[tokio::test]
async fn the_page_of_a_case_is_where_the_settings_say() {
    let server = Server::with(&[
        ("--screen-pop-locale", "en"),
        ("--screen-pop-base", "https://pages.example.com/crm/"),
    ])
    .await;

    let hit = server.look_up(KNOWN).await.json();

    let expected = "https://pages.example.com/crm/en/cases/9";
    assert_eq!(hit["screen_pop_url"], expected);
}
