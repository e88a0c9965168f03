//! Forms with files, and bodies that are made while they are sent.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use ccaas_http::{
    Chunks, Clock, Error, HttpClient, Multipart, Response, SendBody, Timeouts, test_util::Fault,
};
use http::{HeaderValue, Method};
use serde::Deserialize;

use crate::{
    vendor::{CANARY, PostError, printed},
    warehouse::{open, open_with},
};

#[derive(Debug, Deserialize)]
struct Stored {
    id: String,
}

/// The numbers from 0, a piece at a time, at some distance.
struct Pieces {
    left: u8,
    every: Duration,
    fails: bool,
}

impl Pieces {
    fn of(left: u8) -> Self {
        Self {
            left,
            every: Duration::ZERO,
            fails: false,
        }
    }
}

#[async_trait]
impl Chunks for Pieces {
    async fn next_chunk(&mut self) -> io::Result<Option<Bytes>> {
        if self.fails {
            return Err(io::Error::other("the disk is gone"));
        }
        tokio::time::sleep(self.every).await;
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        Ok(Some(Bytes::from(vec![left; 1_000])))
    }
}

async fn put(
    client: &HttpClient<PostError>,
    body: SendBody,
) -> Result<Response<Stored>, Error<PostError>> {
    client
        .call(Method::PUT, "/files")
        .body(HeaderValue::from_static("application/octet-stream"), body)
        .send()
        .await
}

async fn upload(
    client: &HttpClient<PostError>,
    body: SendBody,
) -> Result<Response<Stored>, Error<PostError>> {
    let form = Multipart::new()
        .text("product", "post")
        .file("file", "cat.png", "image/png", body);
    client
        .call(Method::POST, "/files")
        .multipart(form)
        .send()
        .await
}

#[tokio::test]
async fn a_form_arrives_in_parts_with_its_length() {
    let (host, client) = open().await;

    let stored = upload(&client, SendBody::bytes(&b"PNG\r\n--\0"[..]))
        .await
        .unwrap();

    assert_eq!(stored.id, "f-1");
    let kept = host.with(|fake| fake.kept.remove(0));
    let boundary = kept
        .content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\n\
         Content-Disposition: form-data; name=\"product\"\r\n\r\n\
         post\r\n\
         --{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\n\
         Content-Type: image/png\r\n\r\n\
         PNG\r\n--\0\r\n\
         --{boundary}--\r\n"
    );
    assert_eq!(kept.body, expected.as_bytes());
    assert_eq!(
        kept.content_length,
        Some(kept.body.len()),
        "not in chunks of unknown length"
    );
}

#[tokio::test]
async fn a_file_is_sent_whole_and_progress_is_told_up_to_its_end() {
    let (host, client) = open().await;
    let path = std::env::temp_dir().join(format!("ccaas-http-{}.bin", host.addr().port()));
    let content: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
    std::fs::write(&path, &content).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);

    let body = SendBody::file(&path).await.unwrap();
    let body = body.on_progress(move |sent, of| telling.lock().unwrap().push((sent, of)));
    let result = put(&client, body).await;

    std::fs::remove_file(&path).unwrap();
    result.unwrap();
    assert_eq!(host.with(|fake| fake.kept.remove(0)).body, content);
    let told = told.lock().unwrap();
    assert!(told.len() > 2, "in pieces: {told:?}");
    assert!(told.is_sorted());
    assert_eq!(told.last(), Some(&(300_000, 300_000)));
}

#[tokio::test]
async fn a_file_that_is_gone_is_an_invalid_request_and_not_repeated() {
    let (host, client) = open().await;
    let path = std::env::temp_dir().join(format!("ccaas-http-{}.gone", host.addr().port()));
    std::fs::write(&path, CANARY).unwrap();
    let body = SendBody::file(&path).await.unwrap();
    std::fs::remove_file(&path).unwrap();

    let error = put(&client, body).await.unwrap_err();

    assert!(
        matches!(&error, Error::InvalidRequest(problem) if problem.field() == "body"),
        "{error:?}"
    );
    assert!(!printed(&error).contains("ccaas-http-"), "{error:?}");
    assert_eq!(host.with(|fake| fake.kept.len()), 0);
}

#[tokio::test]
async fn a_file_that_goes_after_a_doubtful_attempt_does_not_hide_the_doubt() {
    let (host, _) = open().await;
    host.with(|fake| fake.refuse = Some((503, 1)));
    let path = std::env::temp_dir().join(format!("ccaas-http-{}.going", host.addr().port()));
    std::fs::write(&path, "content").unwrap();
    let going = path.clone();
    let clock = Clock::new(chrono::Utc::now, move |_| {
        let removed = std::fs::remove_file(&going);
        async move { removed.unwrap() }
    });
    let client = HttpClient::builder(host.url())
        .clock(clock)
        .build()
        .unwrap();

    let error = put(&client, SendBody::file(&path).await.unwrap())
        .await
        .unwrap_err();

    assert!(!path.exists(), "the call was about to be repeated");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert!(error.may_have_been_applied());
}

#[tokio::test]
async fn a_body_that_can_be_made_again_is_sent_again() {
    let (host, client) = open().await;
    host.with(|fake| fake.refuse = Some((429, 1)));

    upload(&client, SendBody::repeatable(3_000, || Pieces::of(3)))
        .await
        .unwrap();

    let lengths = host.with(|fake| {
        fake.kept
            .iter()
            .map(|kept| kept.body.len())
            .collect::<Vec<_>>()
    });
    assert_eq!(lengths.len(), 2);
    assert_eq!(lengths[0], lengths[1]);
}

#[tokio::test]
async fn a_body_that_was_begun_and_cannot_be_made_again_is_not_sent_again() {
    let (host, client) = open().await;
    host.with(|fake| fake.refuse = Some((429, 1)));

    let error = upload(&client, SendBody::chunks(3_000, Pieces::of(3)))
        .await
        .unwrap_err();

    assert!(error.is_rate_limited(), "{error:?}");
    assert_eq!(host.with(|fake| fake.kept.len()), 1);
}

#[tokio::test]
async fn a_body_that_was_not_begun_is_kept_for_the_next_attempt() {
    let (host, _) = open().await;
    let lifts = host.clone();
    let clock = Clock::new(chrono::Utc::now, move |_| {
        let lifts = lifts.clone();
        async move {
            lifts.calm();
            lifts.settled().await;
        }
    });
    let client = HttpClient::builder(host.url())
        .clock(clock)
        .build()
        .unwrap();
    host.inject(Fault::Down, Duration::from_secs(60));
    host.settled().await;

    upload(&client, SendBody::chunks(3_000, Pieces::of(3)))
        .await
        .unwrap();

    assert_eq!(host.with(|fake| fake.kept.len()), 1);
}

#[tokio::test]
async fn a_slow_body_has_the_time_of_an_attempt_for_each_piece() {
    let timeouts = Timeouts {
        attempt: Duration::from_millis(400),
        total: Duration::from_millis(500),
        ..Timeouts::default()
    };
    let (_host, client) = open_with(timeouts).await;
    let pieces = Pieces {
        every: Duration::from_millis(120),
        ..Pieces::of(10)
    };

    put(&client, SendBody::chunks(10_000, pieces))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_body_that_does_not_move_is_given_up() {
    let timeouts = Timeouts {
        attempt: Duration::from_millis(50),
        ..Timeouts::default()
    };
    let (_host, client) = open_with(timeouts).await;
    let pieces = Pieces {
        every: Duration::from_secs(3_600),
        ..Pieces::of(1)
    };

    let error = put(&client, SendBody::chunks(1_000, pieces))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
}

#[tokio::test]
async fn a_body_of_another_length_or_that_cannot_be_read_is_not_taken_for_whole() {
    let (host, client) = open().await;
    let broken = Pieces {
        fails: true,
        ..Pieces::of(2)
    };

    for body in [
        SendBody::chunks(2_500, Pieces::of(2)),
        SendBody::chunks(1_500, Pieces::of(2)),
        SendBody::chunks(2_000, broken),
    ] {
        let error = put(&client, body).await.unwrap_err();

        assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
        assert_eq!(host.with(|fake| fake.kept.len()), 0);
    }
}

#[tokio::test]
async fn names_of_files_are_not_printed() {
    let (host, client) = open().await;
    host.with(|fake| fake.refuse = Some((400, 1)));
    let form = Multipart::new().file("file", CANARY, "text/plain", SendBody::bytes(CANARY));
    let call = client.call(Method::POST, "/files").multipart(form);

    assert!(!format!("{call:?}").contains(CANARY));
    let error = call.send::<Stored>().await.unwrap_err();

    assert!(!printed(&error).contains(CANARY));
}
