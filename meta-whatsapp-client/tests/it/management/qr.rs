//! QR codes and short links.

use meta_whatsapp_client::{
    Error, QrCodeId,
    management::{CreateQrCode, ListQrCodes, QrImageFormat},
};
use serde_json::{Value, json};

use super::canned::{exchange, phone, query, success};

const FIELDS_SVG: &str = "code,prefilled_message,deep_link_url,qr_image_url.format(SVG)";
const FIELDS_PNG: &str = "code,prefilled_message,deep_link_url,qr_image_url.format(PNG)";

fn code() -> QrCodeId {
    QrCodeId::new("ANED2T5QRU7HG1")
}

fn qr_code() -> Value {
    json!({
        "code": "ANED2T5QRU7HG1", "prefilled_message": "Show me the deals!",
        "deep_link_url": "https://wa.me/message/ANED2T5QRU7HG1",
        "qr_image_url": "https://example.com/qr.svg"
    })
}

#[tokio::test]
async fn create_sends_the_documented_bodies() -> Result<(), Error> {
    let text = || CreateQrCode::new("Show me the deals!");
    for (create, body) in [
        (text(), json!({"prefilled_message": "Show me the deals!"})),
        (
            text().with_image(QrImageFormat::Svg),
            json!({"prefilled_message": "Show me the deals!", "generate_qr_image": "SVG"}),
        ),
        (
            text().with_image(QrImageFormat::Png),
            json!({"prefilled_message": "Show me the deals!", "generate_qr_image": "PNG"}),
        ),
    ] {
        let (sent, created) = exchange(qr_code(), async |client| {
            client.qr_codes(&phone()).create(&create).await
        })
        .await?;
        assert_eq!(sent.line(), "POST /v25.0/106/message_qrdls");
        assert_eq!(sent.json(), body);
        assert_eq!(created.code, Some(code()));
        assert_eq!(
            created.deep_link_url.as_deref(),
            Some("https://wa.me/message/ANED2T5QRU7HG1")
        );
    }
    Ok(())
}

#[tokio::test]
async fn list_sends_the_vendors_parameters() -> Result<(), Error> {
    let list = ListQrCodes {
        image: Some(QrImageFormat::Svg),
        code: Some(code()),
        limit: Some(3),
        after: Some("abc".to_owned()),
    };
    let (sent, page) = exchange(json!({"data": [qr_code()]}), async |client| {
        client.qr_codes(&phone()).list(&list).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/106/message_qrdls");
    assert_eq!(
        sent.query,
        query(&[
            ("fields", FIELDS_SVG),
            ("code", "ANED2T5QRU7HG1"),
            ("limit", "3"),
            ("after", "abc"),
        ])
    );
    assert_eq!(page.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn get_reads_the_only_item_of_the_listing() -> Result<(), Error> {
    let (sent, read) = exchange(json!({"data": [qr_code()]}), async |client| {
        client.qr_codes(&phone()).get(&code()).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/106/message_qrdls/ANED2T5QRU7HG1");
    assert_eq!(
        read.prefilled_message.as_deref(),
        Some("Show me the deals!")
    );

    let (sent, read) = exchange(json!({"data": [qr_code()]}), async |client| {
        let phone = phone();
        let qr_codes = client.qr_codes(&phone);
        qr_codes.get_with_image(&code(), QrImageFormat::Png).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/106/message_qrdls");
    assert_eq!(
        sent.query,
        query(&[("fields", FIELDS_PNG), ("code", "ANED2T5QRU7HG1")])
    );
    assert_eq!(
        read.qr_image_url.as_deref(),
        Some("https://example.com/qr.svg")
    );
    Ok(())
}

#[tokio::test]
async fn update_and_delete_name_the_code() -> Result<(), Error> {
    let (sent, _) = exchange(qr_code(), async |client| {
        client.qr_codes(&phone()).update(&code(), "New text").await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/106/message_qrdls");
    assert_eq!(
        sent.json(),
        json!({"code": "ANED2T5QRU7HG1", "prefilled_message": "New text"})
    );

    let (sent, _) = exchange(success(), async |client| {
        client.qr_codes(&phone()).delete(&code()).await
    })
    .await?;
    assert_eq!(
        sent.line(),
        "DELETE /v25.0/106/message_qrdls/ANED2T5QRU7HG1"
    );
    Ok(())
}
