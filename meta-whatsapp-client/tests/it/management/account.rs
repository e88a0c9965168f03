//! The business account.

use meta_whatsapp_client::Error;
use serde_json::json;

use super::canned::{exchange, query, waba};

#[tokio::test]
async fn get_reads_an_account_with_or_without_fields() -> Result<(), Error> {
    let answer = || {
        json!({
            "id": 102, "name": "Example", "timezone_id": "1",
            "message_template_namespace": "58e6d318_b627",
            "account_review_status": "APPROVED", "country": "US"
        })
    };
    let (sent, account) =
        exchange(answer(), async |client| client.waba(&waba()).get().await).await?;
    assert_eq!(sent.line(), "GET /v25.0/102");
    assert!(sent.query.is_empty());
    assert_eq!(account.id, Some(waba()));
    assert_eq!(
        account.message_template_namespace.as_deref(),
        Some("58e6d318_b627")
    );

    let (sent, account) = exchange(answer(), async |client| {
        client.waba(&waba()).get_fields(&["id", "country"]).await
    })
    .await?;
    assert_eq!(sent.query, query(&[("fields", "id,country")]));
    assert_eq!(account.country.as_deref(), Some("US"));
    Ok(())
}
