//! Groups.

use meta_whatsapp_client::{
    Error, ErrorCode, GroupId, WaId,
    management::{CreateGroup, JoinApprovalMode, JoinRequestId, ListGroups, UpdateGroup},
};
use serde_json::{Value, json};

use super::canned::{exchange, phone, query, success, time};

fn group() -> GroupId {
    GroupId::new("g1")
}

#[tokio::test]
async fn create_and_update_send_the_documented_bodies() -> Result<(), Error> {
    let create = CreateGroup {
        description: Some("About a car".to_owned()),
        join_approval_mode: Some(JoinApprovalMode::ApprovalRequired),
        ..CreateGroup::new("New Purchase Inquiry")
    };
    let (sent, request) = exchange(json!({"request_id": "r1"}), async |client| {
        client.groups(&phone()).create(&create).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/106/groups");
    assert_eq!(
        sent.json(),
        json!({
            "messaging_product": "whatsapp", "subject": "New Purchase Inquiry",
            "description": "About a car", "join_approval_mode": "approval_required"
        })
    );
    assert_eq!(request.request_id.as_deref(), Some("r1"));

    let update = UpdateGroup {
        subject: Some("New name".to_owned()),
        ..UpdateGroup::default()
    };
    let (sent, _) = exchange(json!({"request_id": "r2"}), async |client| {
        client.groups(&phone()).update(&group(), &update).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/g1");
    assert_eq!(
        sent.json(),
        json!({"messaging_product": "whatsapp", "subject": "New name"})
    );
    Ok(())
}

#[tokio::test]
async fn list_reads_groups_that_stand_one_level_deeper() -> Result<(), Error> {
    let answer = json!({
        "data": {"groups": [{"id": "g1", "subject": "A", "created_at": "1795166040"}]},
        "paging": {"cursors": {"after": "c2"}, "next": "https://example.com/?after=c2"}
    });
    let list = ListGroups {
        limit: Some(1),
        after: Some("c1".to_owned()),
    };

    let (sent, page) = exchange(answer, async |client| {
        client.groups(&phone()).list(&list).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/106/groups");
    assert_eq!(sent.query, query(&[("limit", "1"), ("after", "c1")]));
    assert_eq!(page.items[0].id, Some(group()));
    assert_eq!(page.items[0].created_at, Some(time(1_795_166_040)));
    assert_eq!(page.next.as_deref(), Some("c2"));
    Ok(())
}

#[tokio::test]
async fn get_asks_for_all_fields_and_delete_names_the_group() -> Result<(), Error> {
    let answer = json!({"id": "g1", "subject": "A", "suspended": false,
        "join_approval_mode": "auto_approve", "creation_timestamp": 1_795_166_040,
        "participants": [{"wa_id": "12025550147"}], "total_participant_count": 1});
    let (sent, read) = exchange(answer, async |client| {
        client.groups(&phone()).get(&group()).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/g1");
    assert!(sent.query[0].1.contains("participants"));
    assert_eq!(read.participants[0].wa_id, Some(WaId::new("12025550147")));
    assert_eq!(read.join_approval_mode, Some(JoinApprovalMode::AutoApprove));

    let (sent, _) = exchange(success(), async |client| {
        client.groups(&phone()).delete(&group()).await
    })
    .await?;
    assert_eq!(sent.line(), "DELETE /v25.0/g1");
    Ok(())
}

#[tokio::test]
async fn the_invite_link_is_read_and_reset() -> Result<(), Error> {
    let answer =
        || json!({"messaging_product": "whatsapp", "invite_link": "https://example.com/i"});
    let (sent, link) = exchange(answer(), async |client| {
        client.groups(&phone()).invite_link(&group()).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/g1/invite_link");
    assert_eq!(sent.json(), Value::Null);
    assert_eq!(link.invite_link.as_deref(), Some("https://example.com/i"));
    assert!(!format!("{link:?}").contains("https"));

    let (sent, _) = exchange(answer(), async |client| {
        client.groups(&phone()).reset_invite_link(&group()).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/g1/invite_link");
    assert_eq!(sent.json(), json!({"messaging_product": "whatsapp"}));
    Ok(())
}

#[tokio::test]
async fn participants_are_removed() -> Result<(), Error> {
    let (sent, _) = exchange(json!({"request_id": "r1"}), async |client| {
        let phone = phone();
        let groups = client.groups(&phone);
        groups.remove_participants(&group(), ["+12025550147"]).await
    })
    .await?;

    assert_eq!(sent.line(), "DELETE /v25.0/g1/participants");
    assert_eq!(
        sent.json(),
        json!({"messaging_product": "whatsapp", "participants": [{"user": "+12025550147"}]})
    );
    Ok(())
}

#[tokio::test]
async fn join_requests_are_read_and_answered() -> Result<(), Error> {
    let answer = json!({"data": [{"join_request_id": "j1", "wa_id": "12025550147",
        "creation_timestamp": 1_795_166_040}]});
    let (sent, page) = exchange(answer, async |client| {
        let list = ListGroups::default();
        client.groups(&phone()).join_requests(&group(), &list).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/g1/join_requests");
    assert_eq!(
        page.items[0].join_request_id,
        Some(JoinRequestId::new("j1"))
    );

    let ids = [JoinRequestId::new("j1"), JoinRequestId::new("j2")];
    let body = json!({"messaging_product": "whatsapp", "join_requests": ["j1", "j2"]});
    let answer = json!({"approved_join_requests": ["j1"], "failed_join_requests": [
        {"join_request_id": "j2", "errors": [{"code": 131_215, "message": "no"}]}
    ]});
    let (sent, result) = exchange(answer, async |client| {
        let phone = phone();
        let groups = client.groups(&phone);
        groups.approve_join_requests(&group(), &ids).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/g1/join_requests");
    assert_eq!(sent.json(), body);
    assert_eq!(result.approved_join_requests, [JoinRequestId::new("j1")]);
    assert_eq!(
        result.failed_join_requests[0].errors[0].code,
        Some(ErrorCode::from(131_215))
    );

    let answer = json!({"rejected_join_requests": ["j1", "j2"]});
    let (sent, result) = exchange(answer, async |client| {
        let phone = phone();
        let groups = client.groups(&phone);
        groups.reject_join_requests(&group(), &ids).await
    })
    .await?;
    assert_eq!(sent.line(), "DELETE /v25.0/g1/join_requests");
    assert_eq!(sent.json(), body);
    assert_eq!(result.rejected_join_requests.len(), 2);
    Ok(())
}
