use std::{error::Error as _, fs, path::PathBuf, time::Duration};

use http::Method;
use meta_whatsapp_client::{
    ccaas_http::test_util::{Answer, Provoke, Reply},
    media::{Download, DownloadLimits, SaveError},
};

use super::{Scene, picture, scene};

/// A folder of this test alone.
struct Folder(PathBuf);

impl Folder {
    fn new(scene: &Scene) -> Self {
        let port = scene.whatsapp.host().addr().port();
        let path = std::env::temp_dir().join(format!("whatsapp-media-{port}"));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn download(scene: &Scene) -> Download {
    let media = scene.client.media(&scene.from);
    media
        .download(&scene.id, DownloadLimits::default())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_file_is_saved_whole() {
    let scene = scene().await;
    let folder = Folder::new(&scene);
    let path = folder.0.join("cat.png");

    let length = download(&scene).await.save_to(&path).await.unwrap();

    assert_eq!(length, 300_000);
    assert_eq!(fs::read(path).unwrap(), picture());
    assert_eq!(folder.names(), ["cat.png"]);
}

#[tokio::test]
async fn nothing_is_left_of_a_file_that_is_not_right() {
    let scene = scene().await;
    let folder = Folder::new(&scene);
    scene.whatsapp.lie_about_hashes(true);

    let error = download(&scene)
        .await
        .save_to(folder.0.join("cat.png"))
        .await
        .unwrap_err();

    assert!(matches!(error, SaveError::Download(_)), "{error:?}");
    assert_eq!(folder.names(), [""; 0]);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_to_is_told_apart_from_a_failed_download() {
    let scene = scene().await;
    let folder = Folder::new(&scene);
    let path = folder.0.join("missing").join("cat.png");

    let error = download(&scene).await.save_to(path).await.unwrap_err();

    assert!(matches!(error, SaveError::File(_)), "{error:?}");
    assert_eq!(error.to_string(), "could not write the file");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn an_older_file_stays_after_a_failure_and_gives_way_to_a_whole_one() {
    let scene = scene().await;
    let folder = Folder::new(&scene);
    let path = folder.0.join("cat.png");
    fs::write(&path, "older").unwrap();

    scene.whatsapp.lie_about_hashes(true);
    download(&scene).await.save_to(&path).await.unwrap_err();
    assert_eq!(fs::read(&path).unwrap(), b"older");
    assert_eq!(folder.names(), ["cat.png"]);

    scene.whatsapp.lie_about_hashes(false);
    download(&scene).await.save_to(&path).await.unwrap();
    assert_eq!(fs::read(&path).unwrap(), picture());
}

#[tokio::test]
async fn a_file_of_somebody_else_with_part_in_its_name_is_left_alone() {
    let scene = scene().await;
    let folder = Folder::new(&scene);
    let other = folder.0.join("cat.png.part");
    fs::write(&other, "of somebody else").unwrap();

    let path = folder.0.join("cat.png");
    download(&scene).await.save_to(&path).await.unwrap();

    assert_eq!(fs::read(other).unwrap(), b"of somebody else");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_a_file() {
    use std::os::unix::fs::PermissionsExt;

    let scene = scene().await;
    let folder = Folder::new(&scene);
    let path = folder.0.join("cat.png");

    download(&scene).await.save_to(&path).await.unwrap();

    let mode = fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn nothing_is_left_when_a_caller_stops_waiting() {
    let scene = scene().await;
    let folder = Folder::new(&scene);
    let host = scene.whatsapp.host();
    let cut = Reply::CutMidBody(Answer::bytes(200, "image/png", picture()));
    for reply in [cut, Reply::Hang] {
        host.provoke(Method::GET, "/fake-media/{key}", Provoke::Instead(reply));
    }
    let saving = download(&scene).await.save_to(folder.0.join("cat.png"));
    let mut saving = Box::pin(saving);

    // It hangs in the second request for the file, which comes after some of it was written.
    let requests = || scene.whatsapp.host().journal().len();
    while requests() < 4 {
        let step = tokio::time::timeout(Duration::from_millis(10), &mut saving).await;
        assert!(step.is_err(), "it cannot end");
    }
    let names = folder.names();
    assert!(
        names.len() == 1 && names[0].ends_with(".part"),
        "a name that can be told: {names:?}"
    );
    drop(saving);

    assert_eq!(folder.names(), [""; 0]);
}
