//! Signing in, and the life of a token.

use std::time::Duration;

use ccaas_http::test_util::{Answer, Provoke};
use genesys_client::{Error, GenesysClient, OAuthError, fake::FakeGenesys};
use http::{Method, StatusCode};

use crate::support::{CALLBACKS, callback, received, with_clock};

const TOKEN: &str = "/oauth/token";

fn oauth(error: &Error) -> &OAuthError {
    match error {
        Error::Auth(error) => error.as_api().expect("the sign-in answered"),
        other => panic!("not a sign-in error: {other:?}"),
    }
}

#[tokio::test]
async fn client_credentials_are_sent_as_basic_and_form() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;

    genesys.client().sign_in().await?;

    let sent = received(&genesys, Method::POST, TOKEN);
    assert_eq!(sent[0].authorization.as_deref(), Some("Basic"));
    assert_eq!(sent[0].body, "grant_type=client_credentials");
    assert_eq!(genesys.tokens_issued(), 1);
    Ok(())
}

#[tokio::test]
async fn wrong_credentials_are_an_oauth_error_and_no_platform_error() {
    let genesys = FakeGenesys::start().await;
    let region = genesys.region();
    let cases = [
        ("unknown", FakeGenesys::CLIENT_SECRET, "client not found"),
        (FakeGenesys::CLIENT_ID, "wrong", "authentication failed"),
    ];

    for (id, secret, description) in cases {
        let client = GenesysClient::new(region.clone(), id, secret.into()).unwrap();
        let error = client.callbacks().create(&callback()).await.unwrap_err();

        assert!(oauth(&error).is_invalid_client());
        assert_eq!(oauth(&error).description(), Some(description));
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert!(error.as_api().is_none());
        assert!(error.correlation_id().is_some());
        assert!(!error.may_have_been_applied() && !error.is_transient());
    }
    assert_eq!(
        received(&genesys, Method::POST, TOKEN).len(),
        2,
        "a refusal is not repeated"
    );
    assert!(received(&genesys, Method::POST, CALLBACKS).is_empty());
}

#[tokio::test]
async fn a_refusal_under_status_200_is_a_refusal_too() {
    let genesys = FakeGenesys::start().await;
    let body = r#"{"error":"invalid_client","description":"client not found"}"#;
    let answer = Answer::bytes(200, "application/json", body);
    genesys
        .host()
        .provoke(Method::POST, TOKEN, Provoke::Instead(answer.into()));

    let error = genesys.client().sign_in().await.unwrap_err();

    assert!(oauth(&error).is_invalid_client());
    assert_eq!(oauth(&error).description(), Some("client not found"));
}

#[tokio::test]
async fn an_answer_without_a_usable_token_is_a_sign_in_error() {
    let genesys = FakeGenesys::start().await;
    let bodies = [
        "<html>maintenance</html>",
        r#"{"access_token":"cut o"#,
        "",
        "{}",
        r#"{"access_token":""}"#,
        r#"{"access_token":"line\nbreak"}"#,
    ];

    for body in bodies {
        let answer = Answer::bytes(200, "text/html", body);
        genesys
            .host()
            .provoke(Method::POST, TOKEN, Provoke::Instead(answer.into()));
        let error = genesys.client().sign_in().await.unwrap_err();

        let Error::Auth(cause) = &error else {
            panic!("not a sign-in error: {error:?}")
        };
        assert!(
            matches!(&**cause, ccaas_http::Error::Decode(_)),
            "{body}: {cause:?}"
        );
        assert!(!error.may_have_been_applied(), "{body}");
    }
    assert_eq!(genesys.tokens_issued(), 0);
}

#[tokio::test]
async fn an_error_page_of_the_sign_in_still_tells_its_status() {
    let genesys = FakeGenesys::start().await;
    let answer = Answer::bytes(403, "text/html", "<html>not from here</html>");
    genesys
        .host()
        .provoke(Method::POST, TOKEN, Provoke::Instead(answer.into()));

    let error = genesys.client().sign_in().await.unwrap_err();

    assert_eq!(oauth(&error).error(), None);
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn a_sign_in_that_breaks_for_a_moment_is_repeated() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    let broken = Answer::bytes(503, "text/html", "<html>busy</html>");
    genesys
        .host()
        .provoke_times(2, Method::POST, TOKEN, Provoke::Instead(broken.into()));

    builder.build().unwrap().sign_in().await?;

    assert_eq!(received(&genesys, Method::POST, TOKEN).len(), 3);
    assert_eq!(clock.slept().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_refused_sign_in_works_again_when_the_vendor_accepts() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    genesys.refuse_sign_in();
    assert!(client.sign_in().await.is_err());

    genesys.accept_sign_in();

    client.sign_in().await
}

#[tokio::test]
async fn one_token_serves_many_calls_and_clones() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    for _ in 0..3 {
        client.clone().tokens().me().await?;
    }

    assert_eq!(genesys.tokens_issued(), 1);
    Ok(())
}

#[tokio::test]
async fn a_thousand_calls_at_once_on_a_cold_token_make_one_token_request() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    let waiting: Vec<_> = (0..1_000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.sign_in().await })
        })
        .collect();
    for task in waiting {
        task.await.unwrap().unwrap();
    }

    assert_eq!(received(&genesys, Method::POST, TOKEN).len(), 1);
}

// Fewer than above: each needs two sockets, and many systems give a process 256.
#[tokio::test]
async fn calls_that_wait_for_the_same_token_are_all_made_with_it() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();

    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.tokens().me().await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }

    assert_eq!(received(&genesys, Method::POST, TOKEN).len(), 1);
    assert_eq!(
        received(&genesys, Method::GET, "/api/v2/tokens/me").len(),
        50
    );
}

#[tokio::test]
async fn a_token_that_ended_is_replaced_before_the_call() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    genesys.set_token_life(Duration::from_secs(300));
    let client = builder.build().unwrap();
    client.tokens().me().await?;

    clock.advance(Duration::from_secs(301));
    client.tokens().me().await?;

    assert_eq!(genesys.tokens_issued(), 2);
    let calls = received(&genesys, Method::GET, "/api/v2/tokens/me");
    assert!(
        calls.iter().all(|call| call.status == Some(200)),
        "no call needed a 401 to find out"
    );
    Ok(())
}

#[tokio::test]
async fn a_token_without_a_life_is_good_for_the_shortest_one() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    let client = builder.build().unwrap();
    let odd = r#"{"access_token":"odd","expires_in":null}"#;
    let answer = Answer::bytes(200, "application/json", odd);
    genesys
        .host()
        .provoke(Method::POST, TOKEN, Provoke::Instead(answer.into()));
    client.sign_in().await?;

    clock.advance(Duration::from_secs(60));
    client.sign_in().await?;
    assert_eq!(received(&genesys, Method::POST, TOKEN).len(), 1);
    clock.advance(Duration::from_secs(241));
    client.sign_in().await?;

    assert_eq!(received(&genesys, Method::POST, TOKEN).len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_token_the_vendor_dropped_is_replaced_and_the_call_repeated_once() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    client.sign_in().await?;
    genesys.expire_tokens();

    client.callbacks().create(&callback()).await?;

    let statuses: Vec<_> = received(&genesys, Method::POST, CALLBACKS)
        .iter()
        .map(|call| call.status)
        .collect();
    assert_eq!(statuses, [Some(401), Some(200)]);
    assert_eq!(genesys.tokens_issued(), 2);
    assert_eq!(genesys.callbacks().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_second_401_is_an_error_and_no_loop() {
    let genesys = FakeGenesys::start().await;
    genesys.fail_callbacks(401, 100);

    let error = genesys
        .client()
        .callbacks()
        .create(&callback())
        .await
        .unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(
        error.as_api().and_then(|answer| answer.code()),
        Some("bad.credentials")
    );
    assert_eq!(received(&genesys, Method::POST, CALLBACKS).len(), 2);
    assert_eq!(genesys.tokens_issued(), 2);
}
