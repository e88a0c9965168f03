//! Answers that are read piece by piece.

use std::time::Duration;

use bytes::Bytes;
use ccaas_http::{
    Error, HttpClient, StreamedAnswer, Timeouts,
    test_util::{Answer, Provoke, Reply},
};
use http::{Method, StatusCode};

use crate::{
    vendor::{CANARY, Post, PostError, printed},
    warehouse::{open, open_with},
};

async fn get(
    client: &HttpClient<PostError>,
    from: u64,
) -> Result<StreamedAnswer<PostError>, Error<PostError>> {
    let call = client.call(Method::GET, "/files/{id}").path("id", "1");
    call.range_from(from).send_streaming().await
}

/// As many bytes as could be read, and how it ended.
async fn read(mut answer: StreamedAnswer<PostError>) -> (Vec<u8>, Result<(), Error<PostError>>) {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return (body, Ok(())),
            Err(error) => return (body, Err(error)),
        }
    }
}

fn content() -> Bytes {
    (0..500_000_u32).map(|number| number as u8).collect()
}

#[tokio::test]
async fn an_answer_larger_than_the_limit_of_others_can_be_read_in_pieces() {
    let (host, _) = open().await;
    host.with(|fake| fake.stored = content());
    let client = HttpClient::builder(host.url())
        .max_response_bytes(1_000)
        .build()
        .unwrap();

    let answer = get(&client, 0).await.unwrap();

    assert_eq!(answer.meta().status(), StatusCode::OK);
    assert_eq!(answer.header("content-type"), Some("image/png"));
    assert_eq!(answer.content_length(), Some(500_000));
    assert_eq!(answer.starts_at(), Some(0));
    let (body, end) = read(answer).await;
    end.unwrap();
    assert_eq!(body, content());
}

#[tokio::test]
async fn a_range_says_where_it_starts() {
    let (host, client) = open().await;
    host.with(|fake| fake.stored = content());

    let answer = get(&client, 499_000).await.unwrap();

    assert_eq!(answer.meta().status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(answer.starts_at(), Some(499_000));
    let (body, end) = read(answer).await;
    end.unwrap();
    assert_eq!(body, content()[499_000..]);
}

#[tokio::test]
async fn a_service_without_ranges_starts_at_the_start() {
    let (host, client) = open().await;
    host.with(|fake| (fake.stored, fake.whole_only) = (content(), true));

    let answer = get(&client, 499_000).await.unwrap();

    assert_eq!(answer.starts_at(), Some(0));
    assert_eq!(
        host.with(|fake| fake.ranges.remove(0)).as_deref(),
        Some("bytes=499000-")
    );
}

#[tokio::test]
async fn a_part_of_unknown_place_says_that_it_is_unknown() {
    let (host, client) = open().await;
    for range in ["", "bytes */500", "items 1-2/3", "bytes x-2/3"] {
        let answer = Answer::bytes(206, "image/png", "abc").with_header("Content-Range", range);
        host.provoke(Method::GET, "/files/{id}", Provoke::Instead(answer.into()));

        assert_eq!(get(&client, 5).await.unwrap().starts_at(), None, "{range}");
    }
}

#[tokio::test]
async fn an_answer_tells_how_many_bytes_the_whole_has() {
    let (host, client) = open().await;
    host.with(|fake| fake.stored = content());

    assert_eq!(get(&client, 0).await.unwrap().total(), Some(500_000));
    assert_eq!(get(&client, 499_000).await.unwrap().total(), Some(500_000));
    let answer = Answer::bytes(206, "image/png", "abc").with_header("Content-Range", "bytes 1-3/*");
    host.provoke(Method::GET, "/files/{id}", Provoke::Instead(answer.into()));
    assert_eq!(get(&client, 1).await.unwrap().total(), None);
}

#[tokio::test]
async fn a_range_after_the_last_byte_is_an_answer_and_one_that_was_not_asked_for_is_an_error() {
    let (host, client) = open().await;
    let answer = || Answer::empty(416).with_header("Content-Range", "bytes */5");
    for _ in 0..2 {
        let instead = Provoke::Instead(answer().into());
        host.provoke(Method::GET, "/files/{id}", instead);
    }

    let past = get(&client, 5).await.unwrap();
    assert!(past.is_past_the_end());
    assert_eq!((past.total(), past.starts_at()), (Some(5), None));
    let error = get(&client, 0).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::RANGE_NOT_SATISFIABLE));
}

#[tokio::test]
async fn what_came_before_a_cut_can_be_read() {
    let (host, client) = open().await;
    let answer = Answer::bytes(200, "image/png", content());
    host.provoke(
        Method::GET,
        "/files/{id}",
        Provoke::Instead(Reply::CutMidBody(answer)),
    );

    let (body, end) = read(get(&client, 0).await.unwrap()).await;

    assert_eq!(body, content()[..250_000]);
    let error = end.unwrap_err();
    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(!printed(&error).contains("http://"), "{error:?}");
}

#[tokio::test]
async fn a_head_that_does_not_come_and_an_error_are_as_with_other_calls() {
    let timeouts = Timeouts {
        attempt: Duration::from_millis(100),
        ..Timeouts::default()
    };
    let (host, client) = open_with(timeouts).await;
    host.with(|fake| fake.stored = content());
    let reply = |reply: Reply| Provoke::Instead(reply);
    host.provoke(Method::GET, "/files/{id}", reply(Reply::Hang));
    host.provoke(Method::GET, "/files/{id}", reply(Answer::empty(503).into()));
    assert_eq!(
        read(get(&client, 0).await.unwrap()).await.0.len(),
        500_000,
        "both are repeated"
    );

    let gone = Answer::json(404, &serde_json::json!({ "code": "gone" }));
    host.provoke(Method::GET, "/files/{id}", reply(gone.into()));
    let error = get(&client, 0).await.unwrap_err();
    assert_eq!(error.as_api().unwrap().code.as_deref(), Some("gone"));
}

#[tokio::test]
async fn a_url_of_the_vendor_gets_no_token_and_is_not_printed() {
    let post = Post::with_sign_in().await;
    let (host, _) = open().await;
    host.with(|fake| fake.stored = content());
    let url = host
        .url()
        .join(&format!("/files/1?secret={CANARY}"))
        .unwrap();
    let client = post.signed_in_client(None);

    let call = client.call_url(Method::GET, url.clone(), "{file}");
    assert!(!format!("{call:?}").contains(CANARY));
    call.send_streaming().await.unwrap();
    let call = client.call_url(Method::POST, url, "{file}");
    host.with(|fake| fake.refuse = Some((400, 1)));
    let error = call.send_ignoring_body().await.unwrap_err();

    assert!(!printed(&error).contains(CANARY));
    assert_eq!(post.requests(), [""; 0], "it did not even sign in");
    let seen = host.journal().remove(0);
    assert_eq!(seen.query, [("secret".to_owned(), CANARY.to_owned())]);
    assert_eq!(seen.authorization, None);
}
