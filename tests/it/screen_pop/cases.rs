//! Cases that are written, read and listed.

use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{Answer, Server};

fn robin() -> Value {
    json!({"name": "Robin Vale", "phone": "+1 202 555 0147", "clinic": "North"})
}

#[tokio::test]
async fn a_lead_that_is_saved_is_found_by_the_next_call() {
    let server = Server::start().await;
    let phone = "+1 202 555 0103";
    assert_eq!(server.look_up(phone).await.status, 404);

    let case = server
        .add(json!({"name": "Kim Hill", "cell_phone": phone}))
        .await;

    assert_eq!(case["case"]["status"], "IN_CORSO");
    let hit = server.look_up("+12025550103").await.json();
    assert_eq!(hit["case_id"], case["case_id"]);
}

#[tokio::test]
async fn a_change_is_found_at_once_and_leaves_the_rest() {
    let server = Server::start().await;
    let case = server.add(json!({"name": "Kim Hill", "phone": "+12025550103", "clinic": "North"}));
    let id = case.await["case_id"].as_str().unwrap().to_owned();

    let change = server.admin(Method::PUT, &format!("/api/cases/{id}")).await;
    let change = Answer::to(change.json(&json!({"phone": "+12025550104"}))).await;

    assert_eq!(
        (change.status, &change.json()["case"]["clinic"]),
        (200, &"North".into())
    );
    assert_eq!(server.look_up("+12025550103").await.status, 404);
    assert_eq!(server.look_up("+12025550104").await.json()["case_id"], *id);
    let unknown = server.admin(Method::PUT, "/api/cases/12345").await;
    let unknown = Answer::to(unknown.json(&json!({}))).await;
    unknown.assert_error(404, "There is no such case");
}

#[tokio::test]
async fn what_is_wrong_with_a_case_is_told_field_by_field() {
    let server = Server::start().await;

    let wrong = json!({"phone": "no digits", "follow_up_date": "soon"});
    let request = server.admin(Method::POST, "/api/cases").await;
    let answer = Answer::to(request.json(&wrong)).await;

    assert_eq!(answer.status, 400);
    let details = answer.details().join("; ");
    for field in ["name", "phone", "follow_up_date"] {
        assert!(details.contains(field), "{details}");
    }
    let request = server.admin(Method::POST, "/api/cases").await;
    assert_eq!(
        Answer::to(request.json(&json!({"name": 7}))).await.status,
        400
    );
}

#[tokio::test]
async fn a_request_that_is_repeated_with_its_key_makes_one_case() {
    let server = Server::start().await;
    let add = async |body: Value| {
        let request = server.admin(Method::POST, "/api/cases").await;
        Answer::to(request.header("idempotency-key", "attempt-1").json(&body)).await
    };

    let first = add(robin()).await;
    let again = add(robin()).await;
    let other = add(json!({"name": "Kim", "phone": "+12025550105"})).await;

    assert_eq!((first.status, again.status, other.status), (201, 201, 409));
    assert_eq!(first.json(), again.json());
}

#[tokio::test]
async fn cases_are_listed_by_page_text_and_number() {
    let server = Server::start().await;
    for number in 0..5 {
        let phone = format!("+1 202 555 011{number}");
        server
            .add(json!({"name": format!("Lee {number}"), "phone": phone}))
            .await;
    }
    let list = async |query: &str| {
        let request = server
            .admin(Method::GET, &format!("/api/cases?{query}"))
            .await;
        let answer = Answer::to(request).await;
        let names = answer.json()["cases"].as_array().unwrap().clone();
        let name = |case: &Value| case["patient"]["name"].as_str().unwrap().to_owned();
        (names.iter().map(name).collect::<Vec<_>>(), answer.json())
    };

    let (first, body) = list("q=LEE&limit=2").await;
    assert_eq!(
        (first, &body["more"]),
        (vec!["Lee 4".into(), "Lee 3".into()], &true.into())
    );
    let last = body["cases"][1]["case_id"].as_str().unwrap();
    let (second, body) = list(&format!("q=lee&limit=9&before={last}")).await;
    assert_eq!(second, ["Lee 2", "Lee 1", "Lee 0"]);
    assert_eq!(body["more"], false);
    assert_eq!(list("phone=%2B12025550113").await.0, ["Lee 3"]);
    assert!(list("phone=anonymous").await.0.is_empty());
}

#[tokio::test]
async fn a_form_of_another_site_writes_nothing() {
    let server = Server::start().await;

    let request = server.admin(Method::POST, "/api/cases").await;
    let request = request
        .header("origin", "https://evil.example.net")
        .json(&robin());

    Answer::to(request)
        .await
        .assert_error(403, "Cross-site request refused");
}
