//! What is sent, as the service receives it, and what comes back with an answer.

use std::time::Duration;

use ccaas_http::{
    DecodeError, Error,
    test_util::{Answer, Provoke},
};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use serde_json::json;

use crate::vendor::{Parcel, Post, get, parcel, post};

#[tokio::test]
async fn path_parts_arrive_percent_encoded() {
    let post = Post::start().await;
    let id = "a/b?c d#é%2F+..";

    let parcel = get(&post.client(), id).await.unwrap();

    assert_eq!(
        post.requests(),
        ["GET /parcels/a%2Fb%3Fc%20d%23%C3%A9%252F%2B.."]
    );
    assert_eq!(parcel.id, id, "the service decodes what was meant");
}

#[tokio::test]
async fn a_part_that_would_change_the_path_is_not_sent() {
    let post = Post::start().await;

    let error = get(&post.client(), "..").await.unwrap_err();

    assert!(matches!(&error, Error::InvalidRequest(invalid) if invalid.field() == "id"));
    assert!(!error.may_have_been_applied());
    assert!(post.host.journal().is_empty());
}

#[tokio::test]
async fn query_parameters_arrive_as_given() {
    let post = Post::start().await;

    post.client()
        .call(Method::GET, "/parcels/{id}")
        .path("id", "1")
        .query("q", "a&b=c ü")
        .query("page", 2)
        .query_opt("from", Some("x+y"))
        .query_opt("to", None::<&str>)
        .send::<Parcel>()
        .await
        .unwrap();

    let received = post.host.journal().remove(0);
    let expected = [("q", "a&b=c ü"), ("page", "2"), ("from", "x+y")];
    assert_eq!(
        received.query,
        expected.map(|(name, value)| (name.into(), value.into()))
    );
}

#[tokio::test]
async fn json_bodies_arrive_as_json() {
    let office = Post::start().await;

    let answer = post(&office.client(), "p-1").await.unwrap();

    let received = office.host.received(&Method::POST, "/parcels").remove(0);
    assert_eq!(received.json(), json!({ "id": "p-1" }));
    assert_eq!(
        (answer.meta().status(), answer.into_inner()),
        (StatusCode::CREATED, parcel("p-1"))
    );
}

#[tokio::test]
async fn form_bodies_arrive_encoded() {
    let post = Post::start().await;

    post.client()
        .call(Method::POST, "/token")
        .form(&[("key", "k&y=1"), ("scope", "a b")])
        .send_ignoring_body()
        .await
        .unwrap();

    let received = post.host.journal().remove(0);
    assert_eq!(received.body, "key=k%26y%3D1&scope=a+b");
}

#[tokio::test]
async fn headers_arrive_and_an_answer_in_pieces_is_read_whole() {
    let post = Post::start().await;
    let long = parcel(&"x".repeat(300_000));
    let answer = Answer::json(200, &long);
    post.host.provoke(
        Method::GET,
        "/parcels/{id}",
        Provoke::Instead(answer.into()),
    );

    let parcel = post
        .client()
        .call(Method::GET, "/parcels/{id}")
        .path("id", "1")
        .header(
            HeaderName::from_static("authorization"),
            HeaderValue::from_static("Basic eDp5"),
        )
        .send::<Parcel>()
        .await
        .unwrap();

    assert_eq!(parcel.into_inner(), long);
    assert_eq!(
        post.host.journal()[0].authorization.as_deref(),
        Some("Basic")
    );
}

#[tokio::test]
async fn a_base_with_a_path_is_kept_and_its_query_is_not() {
    let post = Post::start().await;
    let base = post.host.url().join("/gateway/?x=1#y").unwrap();
    let client = ccaas_http::HttpClient::builder(base).build().unwrap();

    let error = get(&client, "1").await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(post.requests(), ["GET /gateway/parcels/1"]);
    assert!(post.host.journal()[0].query.is_empty());
}

#[tokio::test]
async fn correlation_id_and_rate_limit_come_with_answers_and_errors() {
    let post = Post::start().await;

    let answer = get(&post.client(), "1").await.unwrap();
    let error = post
        .client()
        .call(Method::GET, "/nothing")
        .send::<Parcel>()
        .await
        .expect_err("the post knows no such path");

    let api = error.as_api().expect("the service answered");
    for meta in [answer.meta(), ccaas_http::VendorError::meta(api)] {
        assert_eq!(meta.correlation_id(), Some("r-1"));
        let limit = meta.rate_limit().expect("the post tells its limit");
        assert_eq!((limit.allowed, limit.remaining()), (Some(300), Some(293)));
        assert_eq!(limit.reset, Some(Duration::from_secs(41)));
    }
    assert_eq!(api.code.as_deref(), Some("not.found"));
    assert_eq!(error.correlation_id(), Some("r-1"));
}

#[tokio::test]
async fn an_empty_success_is_a_default_or_nothing_where_the_caller_says_so() {
    let post = Post::start().await;
    let client = post.client();
    for body in ["", "\r\n"] {
        let empty = Answer::bytes(202, "application/json", body);
        post.host
            .provoke_times(3, Method::POST, "/parcels", Provoke::Instead(empty.into()));
        let call = || client.call(Method::POST, "/parcels");

        let default = call().send_or_default::<Parcel>().await.unwrap();
        let nothing = call().send_ignoring_body().await.unwrap();
        let error = call().send::<Parcel>().await.unwrap_err();

        assert_eq!(default.id, "");
        assert_eq!(nothing.meta().status(), StatusCode::ACCEPTED);
        assert!(matches!(error, Error::Decode(DecodeError::Empty)));
    }
}

#[tokio::test]
async fn an_ignored_body_may_be_anything_or_break_off() {
    let post = Post::start().await;
    let client = post.builder().max_response_bytes(10).build().unwrap();
    let page = Answer::bytes(200, "text/html", "<html>all went well</html>");
    let replies = [
        page.clone().into(),
        ccaas_http::test_util::Reply::CutMidBody(page),
    ];
    for reply in replies {
        post.host
            .provoke(Method::DELETE, "/parcels/{id}", Provoke::Instead(reply));

        let answer = client
            .call(Method::DELETE, "/parcels/{id}")
            .path("id", "1")
            .send_ignoring_body()
            .await
            .unwrap();

        assert_eq!(answer.meta().status(), StatusCode::OK);
    }
    assert_eq!(post.host.journal().len(), 2);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let post = Post::start().await;
    let elsewhere = Answer::empty(302).with_header("Location", post.host.url().join("/x").unwrap());
    post.host.provoke(
        Method::GET,
        "/parcels/{id}",
        Provoke::Instead(elsewhere.into()),
    );

    let error = get(&post.client(), "1").await.unwrap_err();

    assert_eq!(error.status(), Some(StatusCode::FOUND));
    assert_eq!(post.host.journal().len(), 1);
}
