//! Files of the fake, without our client.

use ccaas_http::test_util::get;
use meta_whatsapp_client::fake::FakeWhatsApp;

#[tokio::test]
async fn nobody_downloads_without_the_token() {
    let whatsapp = FakeWhatsApp::start().await;
    let sent = whatsapp
        .customer("+12025550147")
        .media("image", "image/png", vec![1, 2, 3], None);
    let id = sent.value()["messages"][0]["image"]["id"].as_str();
    let path = format!("/v25.0/{}", id.expect("a file has an id"));

    let answer = get(&whatsapp.url().join(&path).expect("a path joins")).await;

    assert_eq!(answer.expect("the fake answers").status, 401);
}

#[tokio::test]
async fn a_customers_file_is_there_with_its_hash() {
    let whatsapp = FakeWhatsApp::start().await;

    let sent = whatsapp.customer("+12025550147").media(
        "document",
        "application/pdf",
        &b"%PDF-1.7"[..],
        Some("read this"),
    );

    let file = &whatsapp.media()[0];
    let message = &sent.value()["messages"][0];
    assert_eq!(message["document"]["id"], file.id);
    assert_eq!(message["document"]["caption"], "read this");
    assert_eq!(file.bytes, "%PDF-1.7");
}
