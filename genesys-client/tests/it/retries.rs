//! What is sent again, and what is not.

use std::time::{Duration, Instant};

use ccaas_http::test_util::{Answer, Fault, Provoke, Reply};
use genesys_client::{ConversationId, Error, fake::FakeGenesys};
use http::{Method, StatusCode};

use crate::support::{CALLBACKS, callback, quick_retries, received, short_timeouts, with_clock};

fn posts(genesys: &FakeGenesys) -> usize {
    received(genesys, Method::POST, CALLBACKS).len()
}

#[tokio::test]
async fn a_throttled_callback_is_repeated_after_the_wait_that_was_asked_for() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    genesys.throttle(1, Some(Duration::from_secs(7)));

    builder
        .build()
        .unwrap()
        .callbacks()
        .create(&callback())
        .await?;

    assert_eq!((posts(&genesys), genesys.callbacks().len()), (2, 1));
    assert_eq!(clock.slept().len(), 1);
    assert!(
        clock.slept()[0] >= Duration::from_secs(7),
        "{:?}",
        clock.slept()
    );
    Ok(())
}

#[tokio::test]
async fn a_throttled_callback_without_retry_after_is_repeated_too() -> Result<(), Error> {
    let (genesys, builder, clock) = with_clock().await;
    genesys.throttle(2, None);

    builder
        .build()
        .unwrap()
        .callbacks()
        .create(&callback())
        .await?;

    assert_eq!((posts(&genesys), genesys.callbacks().len()), (3, 1));
    assert_eq!(clock.slept().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_an_error_at_once() {
    let (genesys, builder, clock) = with_clock().await;
    genesys.throttle(1, Some(Duration::from_secs(3_600)));

    let error = builder
        .build()
        .unwrap()
        .callbacks()
        .create(&callback())
        .await
        .unwrap_err();

    assert!(error.is_rate_limited() && !error.may_have_been_applied());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
    assert_eq!(
        error.as_api().and_then(|answer| answer.code()),
        Some("too.many.requests.retry.after")
    );
    assert!(clock.slept().is_empty());
    assert_eq!(posts(&genesys), 1);
}

#[tokio::test]
async fn a_callback_that_fails_inside_the_vendor_is_sent_once() {
    for status in [500, 502, 503, 504] {
        let (genesys, builder, _) = with_clock().await;
        genesys.fail_callbacks(status, 1);

        let error = builder
            .build()
            .unwrap()
            .callbacks()
            .create(&callback())
            .await
            .unwrap_err();

        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(error.may_have_been_applied() && error.is_transient());
        assert_eq!(posts(&genesys), 1, "{status}");
    }
}

#[tokio::test]
async fn a_callback_whose_answer_is_lost_is_sent_once() {
    let (genesys, builder, _) = with_clock().await;
    genesys.lose_callback_answers(1);

    let error = builder
        .build()
        .unwrap()
        .callbacks()
        .create(&callback())
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(error.may_have_been_applied());
    assert_eq!((posts(&genesys), genesys.callbacks().len()), (1, 1));
}

#[tokio::test]
async fn a_callback_whose_answer_is_cut_in_the_middle_is_sent_once() {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.build().unwrap();
    let answer = Answer::bytes(200, "application/json", r#"{"conversation":{"id":"c-1"}}"#);
    genesys.host().provoke(
        Method::POST,
        CALLBACKS,
        Provoke::Instead(Reply::CutMidBody(answer)),
    );

    let error = client.callbacks().create(&callback()).await.unwrap_err();

    assert!(error.may_have_been_applied(), "{error:?}");
    assert_eq!(posts(&genesys), 1);
}

#[tokio::test]
async fn a_vendor_that_hangs_is_left_after_the_time_for_one_attempt() {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.timeouts(short_timeouts()).build().unwrap();
    client.sign_in().await.unwrap();
    genesys.hang_callbacks(1);

    let started = Instant::now();
    let error = client.callbacks().create(&callback()).await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)) && error.may_have_been_applied());
    assert!(started.elapsed() >= Duration::from_millis(200));
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "far below the default"
    );
    assert_eq!(posts(&genesys), 1);
}

#[tokio::test]
async fn a_success_that_cannot_be_read_may_have_been_applied() {
    for body in ["<html>proxy</html>", r#"{"conversation":{"id":"c-"#, "[]"] {
        let (genesys, builder, _) = with_clock().await;
        let what = Provoke::ThenAnswer(200, body.to_owned());
        genesys.host().provoke(Method::POST, CALLBACKS, what);

        let error = builder
            .build()
            .unwrap()
            .callbacks()
            .create(&callback())
            .await
            .unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body}: {error:?}");
        assert!(error.may_have_been_applied());
        assert_eq!((posts(&genesys), genesys.callbacks().len()), (1, 1));
    }
}

#[tokio::test]
async fn an_error_page_of_a_proxy_still_tells_its_status() {
    for body in ["<html>Bad Gateway</html>", r#"{"message":"hal"#, ""] {
        let (genesys, builder, _) = with_clock().await;
        let answer = Answer::bytes(502, "text/html", body);
        genesys
            .host()
            .provoke(Method::POST, CALLBACKS, Provoke::Instead(answer.into()));

        let error = builder
            .build()
            .unwrap()
            .callbacks()
            .create(&callback())
            .await
            .unwrap_err();

        assert_eq!(error.status(), Some(StatusCode::BAD_GATEWAY), "{body}");
        assert_eq!(error.as_api().and_then(|answer| answer.code()), None);
    }
}

#[tokio::test]
async fn reads_are_repeated_after_a_transient_failure() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.build().unwrap();
    let me = "/api/v2/tokens/me";
    let broken = Answer::bytes(503, "text/html", "busy");
    genesys
        .host()
        .provoke(Method::GET, me, Provoke::Instead(broken.into()));
    genesys.host().provoke(Method::GET, me, Provoke::ThenCut);

    client.tokens().me().await?;

    assert_eq!(received(&genesys, Method::GET, me).len(), 3);
    Ok(())
}

#[tokio::test]
async fn a_cancellation_is_repeated_after_a_transient_failure() -> Result<(), Error> {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.retry(quick_retries()).build().unwrap();
    let created = client.callbacks().create(&callback()).await?;
    let id = created
        .conversation_id()
        .expect("the fake names the conversation");
    genesys.fail_cancels(503, 2);

    client.callbacks().cancel(id).await?;

    assert_eq!(genesys.callbacks()[0].state, "disconnected");
    assert_eq!(
        received(&genesys, Method::PATCH, &format!("{CALLBACKS}/{id}")).len(),
        3
    );
    Ok(())
}

#[tokio::test]
async fn a_cancellation_that_keeps_failing_is_an_error() {
    let (genesys, builder, _) = with_clock().await;
    genesys.fail_cancels(500, 10);

    let id = ConversationId::new("c-1");
    let error = builder
        .build()
        .unwrap()
        .callbacks()
        .cancel(&id)
        .await
        .unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!(
        received(&genesys, Method::PATCH, &format!("{CALLBACKS}/c-1")).len(),
        3
    );
}

#[tokio::test]
async fn nobody_at_the_address_is_a_connect_error_of_the_sign_in() {
    let genesys = FakeGenesys::start().await;
    genesys.host().inject(Fault::Down, Duration::from_secs(60));
    let client = genesys.builder().retry(quick_retries()).build().unwrap();

    let error = client.callbacks().create(&callback()).await.unwrap_err();

    let Error::Auth(cause) = &error else {
        panic!("not a sign-in error: {error:?}")
    };
    assert!(
        matches!(&**cause, ccaas_http::Error::Connect(_)),
        "{cause:?}"
    );
    assert!(error.is_transient() && !error.may_have_been_applied());
}

#[tokio::test]
async fn an_answer_longer_than_allowed_is_not_read() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.builder().max_response_bytes(200).build().unwrap();

    let error = client.tokens().me().await.unwrap_err();

    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}
