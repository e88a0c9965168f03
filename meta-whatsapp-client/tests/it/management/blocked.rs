//! The block list.

use ccaas_http::test_util::Answer;
use http::StatusCode;
use meta_whatsapp_client::{
    Error, ErrorCode, UserId, WaId,
    management::{ListBlockedUsers, UserToBlock},
};
use serde_json::json;

use super::canned::{answering, exchange, phone, query};

#[tokio::test]
async fn list_sends_the_vendors_parameters_and_reads_the_users() -> Result<(), Error> {
    let list = ListBlockedUsers {
        limit: Some(5),
        after: Some("abc".to_owned()),
    };
    let answer = json!({"data": [
        {"messaging_product": "whatsapp", "wa_id": "12025550147"},
        {"user_id": "US.1", "parent_user_id": "US.ENT.2"}
    ]});

    let (sent, page) = exchange(answer, async |client| {
        client.blocked_users(&phone()).list(&list).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/106/block_users");
    assert_eq!(sent.query, query(&[("limit", "5"), ("after", "abc")]));
    assert_eq!(page.items[0].wa_id, Some(WaId::new("12025550147")));
    assert_eq!(page.items[1].user_id, Some(UserId::new("US.1")));
    assert!(!format!("{page:?}").contains("12025550147"));
    Ok(())
}

#[tokio::test]
async fn block_sends_phone_numbers_and_user_ids() -> Result<(), Error> {
    let users = [
        UserToBlock::from("+12025550147"),
        UserId::new("US.1").into(),
    ];
    let answer = json!({"messaging_product": "whatsapp", "block_users": {"added_users": [
        {"input": "+12025550147", "wa_id": "12025550147"},
        {"input": "US.1", "user_id": "US.1"}
    ]}});

    let (sent, result) = exchange(answer, async |client| {
        client.blocked_users(&phone()).block(users).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/106/block_users");
    assert_eq!(
        sent.json(),
        json!({
            "messaging_product": "whatsapp",
            "block_users": [{"user": "+12025550147"}, {"user_id": "US.1"}]
        })
    );
    assert!(result.is_complete());
    assert_eq!(result.added_users[0].wa_id, Some(WaId::new("12025550147")));
    assert_eq!(result.added_users[1].user_id, Some(UserId::new("US.1")));
    Ok(())
}

#[tokio::test]
async fn unblock_sends_a_body_with_delete() -> Result<(), Error> {
    let answer = json!({"messaging_product": "whatsapp", "block_users": {
        "removed_users": [{"input": "+12025550147", "wa_id": "12025550147"}]
    }});

    let (sent, result) = exchange(answer, async |client| {
        client
            .blocked_users(&phone())
            .unblock(["+12025550147"])
            .await
    })
    .await?;

    assert_eq!(sent.line(), "DELETE /v25.0/106/block_users");
    assert_eq!(
        sent.json(),
        json!({"messaging_product": "whatsapp", "block_users": [{"user": "+12025550147"}]})
    );
    assert_eq!(result.removed_users.len(), 1);
    Ok(())
}

/// Documented as status 400 with both: what worked, and an error.
#[tokio::test]
async fn a_partial_failure_tells_what_became_of_each_user() -> Result<(), Error> {
    let answer = json!({
        "messaging_product": "whatsapp",
        "block_users": {
            "added_users": [{"input": "+12025550147", "wa_id": "12025550147"}],
            "failed_users": [{"input": "+12025550148", "errors": [
                {"message": "Re-engagement required", "code": 131_047,
                 "error_data": {"details": "no message in the last 24 hours"}}
            ]}]
        },
        "error": {"message": "(#139100) Failed to block/unblock users", "code": 139_100,
            "type": "OAuthException", "fbtrace_id": "A1"}
    });
    let (_host, client) = answering([Answer::json(400, &answer)]).await;

    let result = client
        .blocked_users(&phone())
        .block(["+12025550147", "+12025550148"])
        .await?;

    assert_eq!(result.meta().status(), StatusCode::BAD_REQUEST);
    assert!(!result.is_complete());
    assert_eq!(result.added_users.len(), 1);
    let failed = &result.failed_users[0];
    assert_eq!(failed.input.as_deref(), Some("+12025550148"));
    assert_eq!(failed.errors[0].code, Some(ErrorCode::from(131_047)));
    Ok(())
}

#[tokio::test]
async fn nobody_and_too_many_are_not_sent() {
    for count in [0, 1001] {
        let (host, client) = answering([]).await;
        let users = vec!["+12025550147"; count];
        let error = client.blocked_users(&phone()).block(users).await;
        assert!(matches!(error, Err(Error::InvalidRequest(_))));
        assert!(host.journal().is_empty());
    }
}
