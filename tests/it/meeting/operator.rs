//! Who may use the server's partner key.

use serde_json::json;
use videoengager_client::fake::FakeVideoEngager;

use super::harness::{PASSWORD, Server, Setup, lines};

fn typed() -> serde_json::Value {
    json!({
        "method": "pak",
        "pak": FakeVideoEngager::PAK,
        "externalId": FakeVideoEngager::EXTERNAL_ID,
        "email": FakeVideoEngager::EMAIL,
    })
}

#[tokio::test]
async fn without_the_operator_nobody_uses_the_key() {
    let server = Server::start().await;
    let stranger = server.browser();
    let local = server.local().await;
    let known = server.calls().len();

    for browser in [stranger, local] {
        let answer = browser.sign_in_with_pak().await;

        answer.assert_problem(401, "Operator sign-in required");
    }
    assert!(server.calls_after(known).is_empty());
}

#[tokio::test]
async fn a_wrong_password_is_a_401_and_makes_no_session() {
    let server = Server::start().await;
    let browser = server.browser();
    for wrong in [
        "wrong",
        "",
        " ",
        &PASSWORD.to_uppercase(),
        &format!("{PASSWORD} "),
    ] {
        let answer = browser
            .sign_in(&json!({ "method": "operator", "password": wrong }))
            .await;

        if wrong.trim().is_empty() {
            assert!([400, 401].contains(&answer.status), "{}", answer.text);
        } else {
            answer.assert_problem(401, "Wrong password");
        }
        assert_eq!(browser.cookie(), None, "{wrong:?}");
    }
    browser
        .sign_in_with_pak()
        .await
        .assert_problem(401, "Operator sign-in required");
    assert!(server.calls().is_empty());
}

#[tokio::test]
async fn one_operator_sign_in_opens_every_environment_that_has_a_key() {
    let server = Server::start().await;
    let browser = server.browser();
    browser.sign_in_as_operator().await.assert_signed_in(false);

    browser
        .tab("staging")
        .sign_in_with_pak()
        .await
        .assert_signed_in(true);
    browser.sign_in_with_pak().await.assert_signed_in(true);

    assert_eq!(server.fakes.staging.tokens_issued(), 1);
    assert_eq!(server.fakes.dev.tokens_issued(), 1);
}

#[tokio::test]
async fn an_environment_without_a_key_says_what_to_set() {
    let server = Server::start().await;
    let browser = server.browser_of("production");
    browser.sign_in_as_operator().await;

    let answer = browser.sign_in_with_pak().await;

    answer.assert_problem(400, "No Partner API Key is set for production");
    for name in [
        "VE_PAK_PRODUCTION",
        "VE_EXTERNAL_ID_PRODUCTION",
        "VE_EMAIL_PRODUCTION",
    ] {
        assert!(answer.message().contains(name), "{}", answer.text);
    }
    assert!(lines(&server.fakes.production.host().journal()).is_empty());
}

#[tokio::test]
async fn typing_a_key_in_is_refused_unless_it_is_allowed() {
    let server = Server::start().await;
    for (environment, reason) in [
        ("dev", "The server has one"),
        ("production", "ALLOW_PAK_ENTRY"),
    ] {
        let browser = server.browser_of(environment);
        browser.sign_in_as_operator().await;

        let answer = browser.sign_in(&typed()).await;

        answer.assert_problem(400, "Typing in a Partner API Key is not allowed here");
        assert!(answer.message().contains(reason), "{}", answer.text);
        assert!(!answer.text.contains(FakeVideoEngager::PAK));
    }
    assert!(server.calls().is_empty());
    assert!(server.fakes.production.host().journal().is_empty());
}

#[tokio::test]
async fn where_it_is_allowed_a_typed_key_signs_in_and_joins() {
    let server = Setup::new()
        .argument("--allow-pak-entry", "true")
        .start()
        .await;
    let browser = server.browser_of("production");
    browser
        .sign_in(&typed())
        .await
        .assert_problem(401, "Operator sign-in required");
    browser.sign_in_as_operator().await;

    let answer = browser.sign_in(&typed()).await;

    answer.assert_signed_in(true);
    assert_eq!(answer.json()["method"], "pak");
    assert!(!answer.text.contains(FakeVideoEngager::PAK));
    let meeting = browser.scheduled(&server.form()).await;
    let joined = browser.join(meeting["_id"].as_str().unwrap()).await;
    assert_eq!(joined.status, 200, "{}", joined.text);
    assert!(
        server.calls().is_empty(),
        "dev was asked: {:?}",
        server.calls()
    );
}

#[tokio::test]
async fn a_typed_key_needs_all_three_parts() {
    let server = Setup::new()
        .argument("--allow-pak-entry", "true")
        .start()
        .await;
    let browser = server.browser_of("production");
    browser.sign_in_as_operator().await;
    for missing in ["pak", "externalId", "email"] {
        for nothing in [json!(null), json!(""), json!("  "), json!(7)] {
            let mut body = typed();
            body[missing] = nothing;

            let answer = browser.sign_in(&body).await;

            assert_eq!(answer.status, 400, "{body}: {}", answer.text);
        }
    }
    assert!(server.fakes.production.host().journal().is_empty());
}

#[tokio::test]
async fn a_key_that_is_set_is_not_replaced_by_a_typed_one() {
    let server = Setup::new()
        .argument("--allow-pak-entry", "true")
        .start()
        .await;
    let browser = server.browser();
    browser.sign_in_as_operator().await;
    let mut body = typed();
    body["pak"] = json!("SOMEBODY-ELSES");

    let answer = browser.sign_in(&body).await;

    assert!(
        !server
            .calls()
            .iter()
            .any(|call| call.contains("SOMEBODY-ELSES"))
    );
    assert_eq!(answer.status, 400, "{}", answer.text);
}
