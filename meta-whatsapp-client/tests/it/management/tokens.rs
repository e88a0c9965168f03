//! Access tokens.

use std::time::Duration;

use meta_whatsapp_client::{Error, ErrorCode, fake::FakeWhatsApp, management::TokenEnd};
use serde_json::json;

use super::canned::{exchange, query};

#[tokio::test]
async fn debug_tells_whose_a_token_is_what_it_may_do_and_when_it_ends() -> Result<(), Error> {
    // https://developers.facebook.com/docs/facebook-login/guides/%20access-tokens/debugging
    let answer = json!({ "data": {
        "app_id": 138_483_919_580_948_i64, "type": "SYSTEM_USER", "application": "Example",
        "data_access_expires_at": 0, "expires_at": 1_796_000_000, "is_valid": true,
        "issued_at": 1_790_000_000, "scopes": ["whatsapp_business_messaging"],
        "granular_scopes": [{ "scope": "whatsapp_business_messaging", "target_ids": ["102"] }],
        "user_id": "7",
    }});

    let (sent, token) = exchange(answer, async |client| {
        client.access_tokens().debug(&"other-token".into()).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/debug_token");
    assert_eq!(sent.query, query(&[("input_token", "other-token")]));
    assert_eq!(token.app_id.as_deref(), Some("138483919580948"));
    assert_eq!(token.kind.as_deref(), Some("SYSTEM_USER"));
    let TokenEnd::At(end) = token.end() else {
        panic!("{:?}", token.end());
    };
    assert_eq!(end.timestamp(), 1_796_000_000);
    assert_eq!(token.granular_scopes[0].target_ids, ["102"]);
    assert!(!format!("{token:?}").contains("\"7\""), "{token:?}");
    Ok(())
}

#[tokio::test]
async fn the_fake_tells_when_its_token_ends() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let client = whatsapp.client();

    let without_end = client.access_tokens().debug(&whatsapp.token()).await?;
    whatsapp.set_token_end(Some(whatsapp.host().now() + Duration::from_secs(3_600)));
    let with_end = client.access_tokens().debug(&whatsapp.token()).await?;
    let other = client.access_tokens().debug(&"other".into()).await?;

    assert_eq!(without_end.end(), TokenEnd::Never);
    assert!(without_end.may("whatsapp_business_messaging"));
    assert!(matches!(with_end.end(), TokenEnd::At(_)));
    assert_eq!(other.is_valid, Some(false));
    Ok(())
}

#[tokio::test]
async fn a_token_that_ended_cannot_ask_for_itself() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.expire_token();

    let client = whatsapp.client();
    let error = client.access_tokens().debug(&whatsapp.token()).await;

    let error = error.unwrap_err();
    let code = error.as_api().and_then(|answer| answer.code());
    assert_eq!(code, Some(ErrorCode::from(190)));
}
