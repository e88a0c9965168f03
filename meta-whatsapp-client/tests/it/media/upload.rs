use std::sync::{Arc, Mutex};

use meta_whatsapp_client::{
    Error, ErrorCode,
    ccaas_http::SendBody,
    fake::FakeWhatsApp,
    media::{MediaInfo, Upload},
};

use super::{picture, scene};

#[tokio::test]
async fn a_file_arrives_with_name_and_type_and_progress_is_told() {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let body = SendBody::bytes(picture());
    let upload = Upload::new("image/png", "my cat.png", body)
        .on_progress(move |sent, of| telling.lock().unwrap().push((sent, of)));

    let id = whatsapp.client().media(&from).upload(upload).await.unwrap();

    let file = whatsapp.media().remove(0);
    assert_eq!(file.id, id.as_str());
    assert_eq!(file.mime_type, "image/png");
    assert_eq!(file.filename.as_deref(), Some("my cat.png"));
    assert_eq!(file.bytes, picture());
    assert_eq!(told.lock().unwrap().last(), Some(&(300_000, 300_000)));
}

#[tokio::test]
async fn a_type_or_size_that_is_not_taken_is_not_sent_unless_the_caller_insists() {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, from) = (whatsapp.client(), whatsapp.phone_number_id());
    let media = client.media(&from);

    let gif = || Upload::new("image/gif", "a.gif", vec![1]);
    let error = media.upload(gif()).await.unwrap_err();
    assert!(matches!(&error, Error::InvalidRequest(problem) if problem.field() == "type"));
    let large = Upload::new("image/png", "a.png", vec![0; 5 * 1024 * 1024 + 1]);
    let error = media.upload(large).await.unwrap_err();
    assert!(matches!(&error, Error::InvalidRequest(problem) if problem.field() == "file"));
    assert!(whatsapp.host().journal().is_empty());

    let refused = media.upload(gif().of_any_type()).await.unwrap_err();
    assert_eq!(
        refused.as_api().unwrap().code(),
        Some(ErrorCode::InvalidParameter)
    );
}

#[tokio::test]
async fn a_file_is_looked_up_and_deleted() {
    let scene = scene().await;
    let media = scene.client.media(&scene.from);

    let info: MediaInfo = media.get(&scene.id).await.unwrap().into_inner();
    assert_eq!(info.id, scene.id);
    assert_eq!(info.mime_type.as_deref(), Some("image/png"));
    assert_eq!(info.file_size, Some(300_000));
    assert_eq!(info.sha256_bytes(), Some(scene.whatsapp.media()[0].sha256));
    let url = info.url.clone().unwrap();
    assert!(!format!("{info:?}").contains(&url));

    media.delete(&scene.id).await.unwrap();
    assert!(scene.whatsapp.media().is_empty());
    assert!(media.get(&scene.id).await.unwrap_err().as_api().is_some());
    let number = [("phone_number_id".to_owned(), scene.from.as_str().to_owned())];
    for entry in &scene.whatsapp.host().journal()[1..] {
        assert_eq!(entry.query, number, "{}", entry.line());
    }
}
