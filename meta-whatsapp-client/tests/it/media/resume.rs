use http::Method;
use meta_whatsapp_client::{
    Error,
    ccaas_http::test_util::{Answer, Provoke, Reply},
    media::DownloadLimits,
};

use super::{Scene, picture, scene};

const FILE: &str = "/fake-media/{key}";

/// The next download is cut after `bytes` bytes.
fn cut_after(scene: &Scene, bytes: usize) {
    let answer = Answer::bytes(200, "image/png", picture().slice(..bytes * 2));
    let cut = Provoke::Instead(Reply::CutMidBody(answer));
    scene.whatsapp.host().provoke(Method::GET, FILE, cut);
}

#[tokio::test]
async fn a_cut_download_goes_on_where_it_was() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    cut_after(&scene, 100_000);

    assert_eq!(scene.downloaded().await.unwrap(), picture());
    assert_eq!(
        scene.requests(),
        ["GET /ID", "GET /fake-media/k1", "GET /fake-media/k1"]
    );
}

#[tokio::test]
async fn a_cut_download_begins_again_where_ranges_are_not_served() {
    let scene = scene().await;
    cut_after(&scene, 100_000);

    assert_eq!(scene.downloaded().await.unwrap(), picture());
}

#[tokio::test]
async fn a_range_that_starts_too_early_is_trimmed_and_one_that_starts_too_late_is_an_error() {
    for (start, is_right) in [(90_000, true), (100_000, true), (100_001, false)] {
        let scene = scene().await;
        cut_after(&scene, 100_000);
        let range = format!("bytes {start}-299999/300000");
        let answer = Answer::bytes(206, "image/png", picture().slice(start..))
            .with_header("Content-Range", range);
        let what = Provoke::Instead(answer.into());
        scene.whatsapp.host().provoke(Method::GET, FILE, what);

        let downloaded = scene.downloaded().await;

        assert_eq!(downloaded.is_ok(), is_right, "{start}");
        assert!(downloaded.is_err() || downloaded.is_ok_and(|bytes| bytes == picture()));
    }
}

#[tokio::test]
async fn a_url_that_expires_in_the_middle_is_looked_up_again() {
    let scene = scene().await;
    scene.whatsapp.serve_ranges(true);
    cut_after(&scene, 100_000);
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
        cut_after(&scene, 100_000);
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
