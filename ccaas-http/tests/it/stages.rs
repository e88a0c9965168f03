//! Every way in which a call fails, by how far it got.

use std::time::Duration;

use ccaas_http::{
    DecodeError, Error, Timeouts,
    test_util::{Answer, Fault, Provoke, Reply},
};
use http::{Method, StatusCode};

use crate::vendor::{CANARY, Post, PostError, get, post, printed};

const MINUTE: Duration = Duration::from_secs(60);

/// The error of a `GET` that gets this reply.
async fn error_of(reply: impl Into<Reply>) -> Error<PostError> {
    let post = Post::start().await;
    post.host
        .provoke(Method::GET, "/parcels/{id}", Provoke::Instead(reply.into()));
    let error = get(&post.client_without_repeats(), CANARY)
        .await
        .expect_err("the reply is bad");
    let printed = printed(&error);
    assert!(!printed.contains(CANARY), "{printed}");
    assert!(!printed.contains("http://"), "{printed}");
    error
}

#[tokio::test]
async fn a_refused_connection_surely_had_no_effect() {
    let office = Post::start().await;
    office.host.inject(Fault::Down, MINUTE);
    office.host.settled().await;

    let error = post(&office.client_without_repeats(), CANARY)
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Connect(_)), "{error:?}");
    assert!(!error.may_have_been_applied());
    assert!(error.is_transient());
    assert!(!printed(&error).contains(CANARY));
    assert!(!printed(&error).contains("http://"));
}

#[tokio::test]
async fn a_cut_before_the_head_or_in_the_body_may_have_had_an_effect() {
    let cut_in_body = Reply::CutMidBody(Answer::json(200, &[CANARY; 10]));
    for reply in [Reply::CutBeforeHead, cut_in_body] {
        let error = error_of(reply).await;

        assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
        assert!(error.may_have_been_applied());
        assert!(error.is_transient());
    }
}

#[tokio::test]
async fn a_lost_error_body_does_not_hide_the_status() {
    let error = error_of(Reply::CutMidBody(Answer::json(403, &[CANARY; 10]))).await;

    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    assert!(!error.may_have_been_applied());
}

#[tokio::test]
async fn a_service_that_hangs_is_given_up_after_the_attempts_time() {
    let post = Post::start().await;
    post.host.inject(Fault::Hang, MINUTE);
    let timeouts = Timeouts {
        attempt: Duration::from_millis(50),
        ..Timeouts::default()
    };
    let client = post.builder().timeouts(timeouts).build().unwrap();

    let error = get(&client, "1").await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(error.may_have_been_applied());
    assert_eq!(
        post.host.journal().len(),
        3,
        "an idempotent call is tried three times"
    );
}

#[tokio::test]
async fn a_page_instead_of_json_is_an_error_of_the_service_with_its_status() {
    let page = format!("<html><h1>502 {CANARY}</h1></html>");

    let error = error_of(Answer::bytes(502, "text/html", page)).await;

    let api = error.as_api().expect("the service answered");
    assert_eq!(
        (error.status(), &api.code),
        (Some(StatusCode::BAD_GATEWAY), &None)
    );
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn an_empty_answer_where_a_value_is_needed_cannot_be_read() {
    let error = error_of(Answer::empty(200)).await;

    assert!(
        matches!(error, Error::Decode(DecodeError::Empty)),
        "{error:?}"
    );
    assert!(error.may_have_been_applied());
    assert!(!error.is_transient());
}

#[tokio::test]
async fn half_a_json_and_another_shape_are_told_apart() {
    let cases = [
        (format!(r#"{{"id":"{CANARY}"#), "cut off"),
        (format!(r#"{{"id":["{CANARY}"]}}"#), "shape"),
        (format!(r#"{{"id":{CANARY}}}"#), "syntax"),
    ];
    for (body, expected) in cases {
        let error = error_of(Answer::bytes(200, "application/json", body)).await;

        let Error::Decode(DecodeError::Json { problem, line, .. }) = error else {
            panic!("{error:?}");
        };
        assert_eq!((problem, line), (expected, 1));
    }
}

#[tokio::test]
async fn an_answer_longer_than_the_cap_is_not_read() {
    let post = Post::start().await;
    let client = post.builder().max_response_bytes(1_000).build().unwrap();
    for (length, is_accepted) in [(1_000, true), (1_001, false)] {
        let id = "x".repeat(length - r#"{"id":""}"#.len());
        let answer = Answer::json(200, &crate::vendor::parcel(&id));
        assert_eq!(answer.body.len(), length);
        post.host.provoke(
            Method::GET,
            "/parcels/{id}",
            Provoke::Instead(answer.into()),
        );

        let result = get(&client, "1").await;

        let is_too_large = matches!(
            result,
            Err(Error::Decode(DecodeError::TooLarge { limit: 1_000 }))
        );
        assert_eq!(
            (result.is_ok(), is_too_large),
            (is_accepted, !is_accepted),
            "{length}"
        );
    }
}

#[tokio::test]
async fn the_cap_counts_bytes_after_decompression() {
    let post = Post::start().await;
    let client = post
        .builder()
        .max_response_bytes(64 * 1024)
        .build()
        .unwrap();
    let bomb = gzip_of_spaces(4 * 1024 * 1024);
    assert!(
        bomb.len() < 64 * 1024,
        "the answer on the wire is below the cap"
    );
    let answer =
        Answer::bytes(200, "application/json", bomb).with_header("Content-Encoding", "gzip");
    post.host.provoke(
        Method::GET,
        "/parcels/{id}",
        Provoke::Instead(answer.into()),
    );

    let error = get(&client, "1").await.unwrap_err();

    assert!(
        matches!(error, Error::Decode(DecodeError::TooLarge { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_compressed_answer_below_the_cap_is_read() {
    let post = Post::start().await;
    let answer = Answer::bytes(200, "application/json", gzip_of_spaces(5_000))
        .with_header("Content-Encoding", "gzip");
    post.host
        .provoke(Method::POST, "/parcels", Provoke::Instead(answer.into()));

    let answer = post
        .client()
        .call(Method::POST, "/parcels")
        .send_or_default::<crate::vendor::Parcel>()
        .await
        .unwrap();

    assert_eq!(answer.id, "", "blank text counts as empty");
}

/// A gzip stream of at least `length` spaces, written by hand: one literal, then
/// matches of length 258 at distance 1, with the fixed Huffman codes of RFC 1951.
fn gzip_of_spaces(length: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = Vec::new();
    let mut push = |code: u32, count: u32| {
        bits.extend((0..count).rev().map(|bit| code >> bit & 1 == 1));
    };
    push(0b1_10, 3); // last block; fixed codes (01, lowest bit first)
    push(0x30 + u32::from(b' '), 8);
    let matches = length.div_ceil(258);
    for _ in 0..matches {
        push(0b1100_0101, 8); // length 258
        push(0, 5); // distance 1
    }
    push(0, 7); // end of block
    let bytes = bits.chunks(8).map(|byte| {
        byte.iter()
            .enumerate()
            .fold(0, |sum, (place, bit)| sum | u8::from(*bit) << place)
    });
    let spaces = 1 + matches * 258;
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    gzip.extend(bytes);
    gzip.extend(crc32(&vec![b' '; spaces]).to_le_bytes());
    gzip.extend((spaces as u32).to_le_bytes());
    gzip
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}
