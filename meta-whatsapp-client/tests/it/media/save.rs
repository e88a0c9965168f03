use std::{error::Error as _, fs, path::PathBuf};

use meta_whatsapp_client::media::{Download, DownloadLimits, SaveError};

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
