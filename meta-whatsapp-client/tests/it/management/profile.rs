//! The business profile.

use meta_whatsapp_client::{
    Error,
    management::{UpdateBusinessProfile, Vertical},
};
use serde_json::json;

use super::canned::{exchange, phone, query, success};

#[tokio::test]
async fn get_asks_for_all_fields_and_reads_both_documented_answers() -> Result<(), Error> {
    let profile = json!({
        "messaging_product": "whatsapp",
        "about": "Open every day",
        "address": "1 Example Street",
        "description": "We sell plants",
        "email": "shop@example.com",
        "profile_picture_url": "https://example.com/picture",
        "websites": ["https://example.com", "https://shop.example.com"],
        "vertical": "RETAIL",
        "id": "5",
        "later": {"a": 1}
    });
    for answer in [
        json!({"data": [profile]}),
        json!({"data": [{"business_profile": profile, "id": "106"}]}),
    ] {
        let (sent, read) = exchange(answer, async |client| {
            client.business_profile(&phone()).get().await
        })
        .await?;

        assert_eq!(sent.line(), "GET /v25.0/106/whatsapp_business_profile");
        assert_eq!(
            sent.query,
            query(&[(
                "fields",
                "about,address,description,email,profile_picture_url,websites,vertical"
            )])
        );
        assert_eq!(read.about.as_deref(), Some("Open every day"));
        assert_eq!(read.address.as_deref(), Some("1 Example Street"));
        assert_eq!(read.description.as_deref(), Some("We sell plants"));
        assert_eq!(read.email.as_deref(), Some("shop@example.com"));
        assert_eq!(read.websites.len(), 2);
        assert_eq!(read.vertical, Some(Vertical::Retail));
        assert!(read.raw().contains("later"));
        let printed = format!("{read:?}");
        assert!(!printed.contains("shop@example.com"), "{printed}");
    }
    Ok(())
}

#[tokio::test]
async fn get_fields_asks_for_those() -> Result<(), Error> {
    let (sent, read) = exchange(json!({"data": [{"about": "Hi"}]}), async |client| {
        let phone = phone();
        let profile = client.business_profile(&phone);
        profile.get_fields(&["about", "email"]).await
    })
    .await?;

    assert_eq!(sent.query, query(&[("fields", "about,email")]));
    assert_eq!((read.about.as_deref(), &read.email), (Some("Hi"), &None));
    Ok(())
}

#[tokio::test]
async fn update_sends_the_documented_body() -> Result<(), Error> {
    let update = UpdateBusinessProfile {
        about: Some("Open every day".to_owned()),
        address: Some("1 Example Street".to_owned()),
        description: Some("We sell plants".to_owned()),
        email: Some("shop@example.com".to_owned()),
        profile_picture_handle: Some("4::aW".to_owned()),
        websites: Some(vec!["https://example.com".to_owned()]),
        vertical: Some(Vertical::Restaurant),
    };

    let (sent, _) = exchange(success(), async |client| {
        client.business_profile(&phone()).update(&update).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/106/whatsapp_business_profile");
    assert_eq!(
        sent.json(),
        json!({
            "messaging_product": "whatsapp",
            "about": "Open every day",
            "address": "1 Example Street",
            "description": "We sell plants",
            "email": "shop@example.com",
            "profile_picture_handle": "4::aW",
            "websites": ["https://example.com"],
            "vertical": "RESTAURANT"
        })
    );
    Ok(())
}

#[tokio::test]
async fn a_success_that_says_false_is_an_error() {
    let error = exchange(json!({"success": "false"}), async |client| {
        let update = UpdateBusinessProfile::default();
        client.business_profile(&phone()).update(&update).await
    })
    .await
    .unwrap_err();

    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_a_profile_is_an_error() {
    for answer in [json!({"data": []}), json!({}), json!({"data": null})] {
        let error = exchange(answer, async |client| {
            client.business_profile(&phone()).get().await
        })
        .await
        .unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
    }
}
