//! Subscribed apps.

use meta_whatsapp_client::{Error, management::Subscribe};
use serde_json::{Value, json};

use super::canned::{exchange, success, waba};

#[tokio::test]
async fn subscribe_sends_the_documented_bodies() -> Result<(), Error> {
    let callback = Subscribe::with_callback("https://example.com/hook", "verify".into());
    assert!(!format!("{callback:?}").contains("verify\""));
    for (subscribe, body) in [
        (Subscribe::default(), json!({})),
        (
            callback,
            json!({
                "override_callback_uri": "https://example.com/hook", "verify_token": "verify"
            }),
        ),
    ] {
        let (sent, _) = exchange(success(), async |client| {
            client.subscribed_apps(&waba()).subscribe(&subscribe).await
        })
        .await?;
        assert_eq!(sent.line(), "POST /v25.0/102/subscribed_apps");
        assert_eq!(sent.json(), body);
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_with_data_is_a_success_too() -> Result<(), Error> {
    let answer = json!({"data": [{"override_callback_uri": "https://example.com/hook"}]});
    exchange(answer, async |client| {
        let subscribe = Subscribe::default();
        client.subscribed_apps(&waba()).subscribe(&subscribe).await
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn list_reads_the_apps_and_their_addresses() -> Result<(), Error> {
    let answer = json!({"data": [
        {"whatsapp_business_api_data": {"id": "7", "name": "Bot", "link": "https://example.com"},
         "override_callback_uri": "https://example.com/hook"},
        {"whatsapp_business_api_data": null}
    ]});

    let (sent, page) = exchange(answer, async |client| {
        client.subscribed_apps(&waba()).list().await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/102/subscribed_apps");
    let app = page.items[0].app.as_ref().expect("the app is there");
    assert_eq!(
        (app.id.as_deref(), app.name.as_deref()),
        (Some("7"), Some("Bot"))
    );
    assert_eq!(
        page.items[0].override_callback_uri.as_deref(),
        Some("https://example.com/hook")
    );
    assert!(page.items[1].app.is_none());
    Ok(())
}

#[tokio::test]
async fn unsubscribe_sends_no_body() -> Result<(), Error> {
    let (sent, _) = exchange(success(), async |client| {
        client.subscribed_apps(&waba()).unsubscribe().await
    })
    .await?;

    assert_eq!(sent.line(), "DELETE /v25.0/102/subscribed_apps");
    assert_eq!(sent.json(), Value::Null);
    Ok(())
}
