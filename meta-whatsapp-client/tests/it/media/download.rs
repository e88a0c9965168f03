use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use meta_whatsapp_client::{
    Error, MediaId,
    ccaas_http::{
        DecodeError,
        test_util::{Answer, FakeClock, Provoke},
    },
    media::{DownloadLimits, MediaInfo},
    webhooks::Media,
};
use serde_json::json;

use super::{picture, scene};

#[tokio::test]
async fn a_file_is_looked_up_and_comes_in_pieces() {
    let scene = scene().await;
    let media = scene.client.media(&scene.from);

    let mut download = media
        .download(&scene.id, DownloadLimits::default())
        .await
        .unwrap();

    assert_eq!(download.mime_type(), Some("image/png"));
    assert_eq!(download.info().file_size, Some(300_000));
    let mut bytes = Vec::new();
    while let Some(chunk) = download.chunk().await.unwrap() {
        bytes.extend_from_slice(&chunk);
        assert_eq!(download.received(), bytes.len() as u64);
    }
    assert_eq!(bytes, picture());
    assert_eq!(download.chunk().await.unwrap(), None, "it stays ended");
    let journal = scene.whatsapp.host().journal();
    assert_eq!(journal[2].authorization.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_url_that_is_known_is_used_and_looked_up_again_when_it_has_expired() {
    let scene = scene().await;
    let media = scene.client.media(&scene.from);
    let info = media.get(&scene.id).await.unwrap().into_inner();
    let download = |info: MediaInfo| async move {
        let download = media.download(&info, DownloadLimits::default()).await;
        download.unwrap().bytes().await.unwrap()
    };

    assert_eq!(download(info.clone()).await, picture());
    assert_eq!(scene.requests(), ["GET /ID", "GET /fake-media/k1"]);

    scene.whatsapp.expire_media_urls();
    assert_eq!(download(info).await, picture());
    assert_eq!(
        scene.requests()[2..],
        ["GET /fake-media/k1", "GET /ID", "GET /fake-media/k2"]
    );
}

#[tokio::test]
async fn a_url_expires_by_the_clock() {
    let scene = scene().await;
    let clock = FakeClock::new("2026-11-20T10:00:00Z".parse().unwrap());
    let for_host = clock.clone();
    scene.whatsapp.host().set_clock(move || for_host.now());
    let media = scene.client.media(&scene.from);
    let info = media.get(&scene.id).await.unwrap().into_inner();

    clock.advance(std::time::Duration::from_secs(5 * 60 + 1));
    let download = media
        .download(&info, DownloadLimits::default())
        .await
        .unwrap();

    assert_eq!(download.bytes().await.unwrap(), picture());
    assert_eq!(scene.requests().len(), 4, "with a second look-up");
}

#[tokio::test]
async fn a_file_that_does_not_exist_is_an_error_after_one_look_up() {
    let scene = scene().await;
    let media = scene.client.media(&scene.from);

    let unknown = MediaId::new("1");
    let error = media
        .download(&unknown, DownloadLimits::default())
        .await
        .unwrap_err();

    assert!(error.as_api().is_some(), "{error:?}");
    assert_eq!(scene.requests(), ["GET /1"]);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let scene = scene().await;
    let media = scene.client.media(&scene.from);
    let limits = DownloadLimits {
        max_bytes: 299_999,
        ..DownloadLimits::default()
    };

    let error = media.download(&scene.id, limits).await.unwrap_err();

    let too_large = DecodeError::TooLarge { limit: 299_999 };
    assert!(
        matches!(&error, Error::Decode(problem) if *problem == too_large),
        "{error:?}"
    );
    let exactly = DownloadLimits {
        max_bytes: 300_000,
        ..limits
    };
    assert!(media.download(&scene.id, exactly).await.is_ok());
}

#[tokio::test]
async fn bytes_that_are_not_what_the_checksum_says_are_an_error_at_the_end() {
    let scene = scene().await;
    scene.whatsapp.lie_about_hashes(true);

    let error = scene.downloaded().await.unwrap_err();

    assert!(
        matches!(&error, Error::Decode(DecodeError::Checksum)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_host_that_is_not_allowed_gets_nothing() {
    let scene = scene().await;
    let other = meta_whatsapp_client::fake::FakeWhatsApp::start().await;
    let media = scene.client.media(&scene.from);
    let url = other.url().join("/fake-media/k1?secret=canary").unwrap();
    for url in [url.as_str(), "https://example.com/canary", "canary"] {
        let info = MediaInfo::new(scene.id.clone()).with_url(url);

        let error = media
            .download(&info, DownloadLimits::default())
            .await
            .unwrap_err();

        assert!(matches!(&error, Error::InvalidRequest(problem) if problem.field() == "url"));
        assert!(!format!("{error:?}").contains("canary"));
    }

    let allowing = scene
        .whatsapp
        .builder()
        .media_hosts(["127.0.0.1"])
        .build()
        .unwrap();
    let info = MediaInfo::new(scene.id.clone()).with_url(url);
    let media = allowing.media(&scene.from);
    let download = media.download(&info, DownloadLimits::default()).await;
    assert!(matches!(download, Err(Error::InvalidRequest(_))));
    let journal = other.host().journal();
    assert!(journal.is_empty(), "a name is allowed over TLS only");
}

#[tokio::test]
async fn a_checksum_that_cannot_be_read_is_an_error() {
    let scene = scene().await;
    let unreadable = |error: &Error| {
        let field = DecodeError::Field { field: "sha256" };
        matches!(error, Error::Decode(problem) if *problem == field)
    };
    let media = scene.client.media(&scene.from);
    let told = MediaInfo::new(scene.id.clone()).with_sha256("abc");

    let download = media.download(told, DownloadLimits::default()).await;
    assert!(unreadable(&download.unwrap_err()));
    assert!(scene.requests().is_empty());

    let id = scene.id.as_str();
    let url = scene.whatsapp.url().join("/fake-media/k1").unwrap();
    let answer = Answer::json(200, &json!({ "id": id, "url": url, "sha256": "abc" }));
    let instead = Provoke::Instead(answer.into());
    let host = scene.whatsapp.host();
    host.provoke(Method::GET, "/{version}/{media_id}", instead);
    assert!(unreadable(&scene.downloaded().await.unwrap_err()));
}

#[tokio::test]
async fn what_a_webhook_told_goes_along_and_its_checksum_counts() {
    let scene = scene().await;
    let media = scene.client.media(&scene.from);
    let json = |sha256: &str| json!({ "id": scene.id.as_str(), "sha256": sha256 });
    let webhook = |sha256: &str| serde_json::from_str::<Media>(&json(sha256).to_string()).unwrap();
    let download = |image: Media| async move {
        let info = MediaInfo::try_from(&image).unwrap();
        let download = media.download(info, DownloadLimits::default()).await;
        download.unwrap().bytes().await
    };

    let right = STANDARD.encode(scene.whatsapp.media()[0].sha256);
    assert_eq!(download(webhook(&right)).await.unwrap(), picture());
    let wrong = STANDARD.encode([0; 32]);
    let error = download(webhook(&wrong)).await.unwrap_err();

    assert!(matches!(error, Error::Decode(DecodeError::Checksum)));
}
