//! Calls.

use meta_whatsapp_client::{
    Error, UserId, WaId,
    management::{CallId, CallPermissionStatus, Session, StartCall},
};
use serde_json::json;

use super::canned::{exchange, phone, query, success, time};

#[tokio::test]
async fn connect_sends_the_documented_body_and_reads_the_calls_id() -> Result<(), Error> {
    let call = StartCall {
        biz_opaque_callback_data: Some("case-7".to_owned()),
        ..StartCall::to("+12025550147", "v=0")
    };
    let answer = json!({"messaging_product": "whatsapp", "calls": [{"id": "wacid.1"}]});

    let (sent, started) = exchange(answer, async |client| {
        client.calls(&phone()).connect(&call).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/106/calls");
    assert_eq!(
        sent.json(),
        json!({
            "messaging_product": "whatsapp", "to": "+12025550147", "action": "connect",
            "session": {"sdp_type": "offer", "sdp": "v=0"},
            "biz_opaque_callback_data": "case-7"
        })
    );
    assert_eq!(started.id, Some(CallId::new("wacid.1")));
    Ok(())
}

#[tokio::test]
async fn answering_and_ending_name_the_call() -> Result<(), Error> {
    let (id, session) = (CallId::new("wacid.1"), Session::answer("v=0"));
    let with_session = |action: &str| {
        json!({
            "messaging_product": "whatsapp", "call_id": "wacid.1", "action": action,
            "session": {"sdp_type": "answer", "sdp": "v=0"}
        })
    };
    let alone = |action: &str| json!({"messaging_product": "whatsapp", "call_id": "wacid.1", "action": action});

    let (sent, _) = exchange(success(), async |client| {
        client.calls(&phone()).pre_accept(&id, &session).await
    })
    .await?;
    assert_eq!(sent.line(), "POST /v25.0/106/calls");
    assert_eq!(sent.json(), with_session("pre_accept"));
    let (sent, _) = exchange(success(), async |client| {
        client.calls(&phone()).accept(&id, &session).await
    })
    .await?;
    assert_eq!(sent.json(), with_session("accept"));
    let (sent, _) = exchange(success(), async |client| {
        client.calls(&phone()).reject(&id).await
    })
    .await?;
    assert_eq!(sent.json(), alone("reject"));
    let (sent, _) = exchange(success(), async |client| {
        client.calls(&phone()).terminate(&id).await
    })
    .await?;
    assert_eq!(sent.json(), alone("terminate"));
    Ok(())
}

#[tokio::test]
async fn permissions_are_read_by_number_and_by_user_id() -> Result<(), Error> {
    let answer = || {
        json!({
            "messaging_product": "whatsapp",
            "permission": {"status": "temporary", "expiration_time": 1_745_343_479},
            "actions": [{"action_name": "start_call", "can_perform_action": false, "limits": [
                {"time_period": "PT24H", "max_allowed": 5, "current_usage": 5,
                 "limit_expiration_time": 1_745_622_600}
            ]}]
        })
    };
    let (sent, read) = exchange(answer(), async |client| {
        let wa_id = WaId::new("12025550147");
        client.calls(&phone()).permissions(&wa_id).await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/106/call_permissions");
    assert_eq!(sent.query, query(&[("user_wa_id", "12025550147")]));
    let permission = read.permission.as_ref().expect("the permission is there");
    assert_eq!(permission.status, Some(CallPermissionStatus::Temporary));
    assert_eq!(permission.expiration_time, Some(time(1_745_343_479)));
    assert_eq!(read.actions[0].can_perform_action, Some(false));
    assert_eq!(read.actions[0].limits[0].max_allowed, Some(5));

    let (sent, _) = exchange(answer(), async |client| {
        let user_id = UserId::new("US.1");
        client.calls(&phone()).permissions_of_user(&user_id).await
    })
    .await?;
    assert_eq!(sent.query, query(&[("recipient", "US.1")]));
    Ok(())
}
