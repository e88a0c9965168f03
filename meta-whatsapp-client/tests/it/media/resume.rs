use std::time::Duration;

use bytes::Bytes;
use http::Method;
use meta_whatsapp_client::{
    Error,
    ccaas_http::{
        DecodeError,
        test_util::{Answer, Provoke, Reply},
    },
    media::{DownloadLimits, MediaInfo},
};

use super::{Scene, picture, scene};

const FILE: &str = "/fake-media/{key}";

/// How much comes before [`cut`].
const HALF: usize = 150_000;

fn provoke(scene: &Scene, reply: impl Into<Reply>) {
    let reply = Provoke::Instead(reply.into());
    scene.whatsapp.host().provoke(Method::GET, FILE, reply);
}

/// The next download is cut after the first half.
fn cut(scene: &Scene) {
    let answer = Answer::bytes(200, "image/png", picture());
    provoke(scene, Reply::CutMidBody(answer));
}

/// The next download is cut after the last byte, and did not tell its length.
fn cut_at_the_end(scene: &Scene) {
    let twice = [picture(), picture()].concat();
    let answer = Answer::bytes(200, "image/png", twice).with_header("Transfer-Encoding", "chunked");
    provoke(scene, Reply::CutMidBody(answer));
}

/// Bytes from `start` to before `end`, as a range of a file of `total` bytes.
fn part(start: usize, end: usize, total: usize) -> Answer {
    let range = format!("bytes {start}-{}/{total}", end - 1);
    Answer::bytes(206, "image/png", picture().slice(start..end)).with_header("Content-Range", range)
}

/// The picture, of which nobody has told checksum or length.
async fn of_unknown_length(scene: &Scene) -> MediaInfo {
    let media = scene.client.media(&scene.from);
    let url = media.get(&scene.id).await.unwrap().into_inner().url;
    MediaInfo::new(scene.id.clone()).with_url(url.unwrap())
}

async fn read(scene: &Scene, info: MediaInfo) -> Result<Bytes, Error> {
    let media = scene.client.media(&scene.from);
    let download = media.download(info, DownloadLimits::default()).await?;
    download.bytes().await
}

fn is_checksum(error: &Error) -> bool {
    matches!(error, Error::Decode(DecodeError::Checksum))
}

#[tokio::test]
async fn a_cut_download_goes_on_where_it_was() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    cut(&scene);

    assert_eq!(scene.downloaded().await.unwrap(), picture());
    assert_eq!(
        scene.requests(),
        ["GET /ID", "GET /fake-media/k1", "GET /fake-media/k1"]
    );
}

#[tokio::test]
async fn a_cut_download_begins_again_where_ranges_are_not_served() {
    let scene = scene().await;
    cut(&scene);

    assert_eq!(scene.downloaded().await.unwrap(), picture());
}

#[tokio::test]
async fn a_range_that_starts_too_early_is_trimmed_and_one_that_starts_too_late_is_an_error() {
    for (start, is_right) in [(HALF - 9, true), (HALF, true), (HALF + 1, false)] {
        let scene = scene().await;
        cut(&scene);
        provoke(&scene, part(start, 300_000, 300_000));

        let downloaded = scene.downloaded().await;

        assert_eq!(downloaded.is_ok(), is_right, "{start}");
        assert!(downloaded.is_err() || downloaded.is_ok_and(|bytes| bytes == picture()));
    }
}

#[tokio::test]
async fn a_url_that_expires_in_the_middle_is_looked_up_again() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    cut(&scene);
    let media = scene.client.media(&scene.from);
    let mut download = media
        .download(&scene.id, DownloadLimits::default())
        .await
        .unwrap();
    let mut bytes = download.chunk().await.unwrap().unwrap().to_vec();

    scene.whatsapp.expire_media_urls();
    while let Some(chunk) = download.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
    }

    assert_eq!(bytes, picture());
    assert_eq!(scene.requests().last().unwrap(), "GET /fake-media/k2");
}

#[tokio::test]
async fn a_download_that_is_cut_too_often_fails_and_stays_failed() {
    let scene = scene().await;
    let limits = DownloadLimits {
        resumes: 2,
        ..DownloadLimits::default()
    };
    for _ in 0..3 {
        cut(&scene);
    }
    let media = scene.client.media(&scene.from);
    let mut download = media.download(&scene.id, limits).await.unwrap();

    let error = loop {
        match download.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it was cut"),
            Err(error) => break error,
        }
    };

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(
        download.chunk().await.is_err(),
        "not an end that looks whole"
    );
    assert_eq!(scene.requests().len(), 4);
}

#[tokio::test]
async fn nothing_is_lost_when_a_caller_stops_waiting_in_the_middle_of_a_resume() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    cut(&scene);
    provoke(&scene, Reply::Hang);
    let limits = DownloadLimits {
        resumes: 1,
        ..DownloadLimits::default()
    };
    let media = scene.client.media(&scene.from);
    let mut download = media.download(&scene.id, limits).await.unwrap();

    let mut bytes = Vec::new();
    let mut dropped = 0;
    loop {
        match tokio::time::timeout(Duration::from_millis(300), download.chunk()).await {
            Ok(chunk) => match chunk.unwrap() {
                Some(chunk) => bytes.extend_from_slice(&chunk),
                None => break,
            },
            Err(_) => dropped += 1,
        }
    }

    assert!(dropped > 0);
    assert_eq!(bytes, picture());
}

#[tokio::test]
async fn a_part_that_ends_early_is_followed_by_the_rest() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    let info = of_unknown_length(&scene).await;
    cut(&scene);
    provoke(&scene, part(HALF, 200_000, 300_000));

    assert_eq!(read(&scene, info).await.unwrap(), picture());
}

#[tokio::test]
async fn a_file_that_has_another_length_after_a_cut_is_an_error() {
    let shorter = picture().slice(..200_000);
    for other in [
        part(HALF, 200_000, 200_000),
        Answer::bytes(200, "image/png", shorter),
    ] {
        let scene = scene().await;
        let info = of_unknown_length(&scene).await;
        cut(&scene);
        provoke(&scene, other);

        let error = read(&scene, info).await.unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_part_that_is_too_short_is_not_taken_for_the_rest() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    let info = of_unknown_length(&scene).await;
    cut(&scene);
    for end in 1..=3 {
        provoke(&scene, part(HALF, HALF + end, 300_000));
    }

    let error = read(&scene, info).await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
}

#[tokio::test]
async fn a_cut_after_the_last_byte_is_the_end_if_the_checksum_is_right() {
    let scene = scene().await;
    cut_at_the_end(&scene);

    assert_eq!(scene.downloaded().await.unwrap(), picture());
    assert_eq!(scene.requests(), ["GET /ID", "GET /fake-media/k1"]);
}

#[tokio::test]
async fn a_range_after_the_last_byte_says_that_there_is_no_more() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    let info = of_unknown_length(&scene).await;
    cut_at_the_end(&scene);

    assert_eq!(read(&scene, info).await.unwrap(), picture());
    assert_eq!(scene.requests().len(), 3);
}

#[tokio::test]
async fn a_range_that_is_refused_is_the_end_only_at_the_right_length() {
    for (range, with_checksum) in [
        (Some("bytes */299999"), false),
        (None, false),
        (Some("bytes */300000"), true),
    ] {
        let scene = scene().await;
        let mut info = of_unknown_length(&scene).await;
        if with_checksum {
            info = info.with_sha256("00".repeat(32));
        }
        cut_at_the_end(&scene);
        let refused = Answer::empty(416);
        let refused = match range {
            Some(range) => refused.with_header("Content-Range", range),
            None => refused,
        };
        provoke(&scene, refused);

        let error = read(&scene, info).await.unwrap_err();

        assert_eq!(is_checksum(&error), with_checksum, "{error:?}");
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_download_has_the_time_that_the_caller_allows() {
    let scene = scene().await;
    let limits = DownloadLimits {
        total_time: Some(Duration::from_millis(500)),
        ..DownloadLimits::default()
    };
    cut(&scene);
    provoke(&scene, Reply::Hang);
    let media = scene.client.media(&scene.from);
    let download = media.download(&scene.id, limits).await.unwrap();

    let error = download.bytes().await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
}
