//! `PATCH /api/genesys/callback/tenant/{tenantId}/{conversationId}`

use ccaas_http::test_util::{Answer, Provoke};
use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use videoengager_client::{
    AgentId, CallbackUpdateError, CreateGenesysCallback, Error, GenesysCallback, TenantId,
    VideoEngagerClient, fake::FakeVideoEngager,
};

use crate::{
    callbacks::{create, now, request, start},
    calls, date, lines, quick,
};

const ONE: &str = "/api/genesys/callback/tenant/{tenantId}/{conversationId}";

fn owned() -> CreateGenesysCallback {
    CreateGenesysCallback {
        prefered_agent: Some(AgentId::new("agent-fake")),
        callback_owned: true,
        ..request()
    }
}

async fn create_owned(video: &FakeVideoEngager) -> (VideoEngagerClient, TenantId, String) {
    let (client, tenant_id) = (quick(video), video.tenant_id());
    let created = create(&client, &tenant_id, &owned()).await;
    let id = created
        .conversation_id()
        .expect("the fake names it")
        .to_owned();
    (client, tenant_id, id)
}

fn reason(answer: Result<ccaas_http::Response<GenesysCallback>, Error>) -> CallbackUpdateError {
    let error = answer.expect_err("the fake refuses it");
    let api = error.as_api().expect("the service answered");
    api.callback_update_error().expect("the service told why")
}

#[tokio::test]
async fn update_moves_a_callback() {
    let video = start().await;
    let (client, tenant_id, id) = create_owned(&video).await;
    let later = date() + TimeDelta::minutes(30);

    let callbacks = client.genesys_callbacks(&tenant_id);
    let moved = callbacks.update(&id, later).await.unwrap();

    let call = &calls(&video)[1];
    assert_eq!(
        (call.line(), call.json()),
        (
            format!("PATCH /api/genesys/callback/tenant/tenant-fake/{id}"),
            json!({ "date": "2026-12-01T10:30:00.000Z" })
        )
    );
    let meeting = moved.videoengager.as_ref().expect("there is a meeting");
    assert_eq!(meeting.date, Some(later));
    assert_eq!(video.genesys_callbacks()[0].date, later);
}

#[tokio::test]
async fn a_move_whose_answer_is_lost_is_repeated() {
    let video = start().await;
    let (client, tenant_id, id) = create_owned(&video).await;
    video.host().provoke(Method::PATCH, ONE, Provoke::ThenCut);
    video.fail_calls(Method::PATCH, ONE, 503, 1);

    let later = date() + TimeDelta::hours(1);
    let callbacks = client.genesys_callbacks(&tenant_id);
    callbacks.update(&id, later).await.unwrap();

    assert_eq!(lines(&video).len(), 4);
    assert_eq!(video.genesys_callbacks()[0].date, later);
}

#[tokio::test]
async fn the_fake_refuses_a_move_for_each_of_the_vendors_reasons() {
    let video = start().await;
    let (client, tenant_id, id) = create_owned(&video).await;
    let callbacks = client.genesys_callbacks(&tenant_id);
    let unowned = create(&client, &tenant_id, &request()).await;
    let unowned = unowned.conversation_id().unwrap();
    let blocked = date() + TimeDelta::hours(2);
    video.block_callback_time(blocked);
    let nobody = "00000000-0000-4000-8000-000000000404";

    let reasons = [
        reason(callbacks.update("c-1", date()).await),
        reason(callbacks.update(nobody, date()).await),
        reason(callbacks.update(unowned, date()).await),
        reason(callbacks.update(&id, now()).await),
        reason(callbacks.update(&id, now() + TimeDelta::days(31)).await),
        reason(callbacks.update(&id, blocked).await),
    ];
    callbacks.delete(&id).await.unwrap();
    let inactive = reason(callbacks.update(&id, date()).await);

    assert_eq!(
        reasons,
        [
            CallbackUpdateError::InvalidConversationId,
            CallbackUpdateError::NotFoundOnGenesys,
            CallbackUpdateError::NotAgentOwned,
            CallbackUpdateError::DateInThePast,
            CallbackUpdateError::DateTooFarInTheFuture,
            CallbackUpdateError::DateNotAvailable,
        ]
    );
    assert_eq!(inactive, CallbackUpdateError::NotActive);
    assert_eq!(video.genesys_callbacks()[0].date, date());
}

#[tokio::test]
async fn each_reason_is_typed_and_another_is_kept() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let callbacks = client.genesys_callbacks(&tenant_id);
    let cases = [
        (
            "invalid conversation id",
            CallbackUpdateError::InvalidConversationId,
        ),
        (
            "callback not found on genesys",
            CallbackUpdateError::NotFoundOnGenesys,
        ),
        (
            "Cannot update non agent owned callback",
            CallbackUpdateError::NotAgentOwned,
        ),
        (
            "Cannot update non active callback",
            CallbackUpdateError::NotActive,
        ),
        (
            "Cannot update callback with invalid date",
            CallbackUpdateError::InvalidDate,
        ),
        (
            "Callback update date is in the past",
            CallbackUpdateError::DateInThePast,
        ),
        (
            "Callback update date is too far in the future",
            CallbackUpdateError::DateTooFarInTheFuture,
        ),
        (
            "Callback update date is not available",
            CallbackUpdateError::DateNotAvailable,
        ),
        (
            "Something else",
            CallbackUpdateError::Unknown("Something else".to_owned()),
        ),
    ];

    for (text, expected) in cases {
        let answer = Answer::json(400, &json!({ "error": text }));
        let what = Provoke::Instead(answer.into());
        video.host().provoke(Method::PATCH, ONE, what);

        assert_eq!(reason(callbacks.update("c-1", date()).await), expected);
    }
}

#[tokio::test]
async fn a_refusal_without_a_reason_has_none() {
    let video = start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let answer = Answer::bytes(400, "text/html", "<html></html>");
    let what = Provoke::Instead(answer.into());
    video.host().provoke(Method::PATCH, ONE, what);

    let callbacks = client.genesys_callbacks(&tenant_id);
    let error = callbacks.update("c-1", date()).await.unwrap_err();

    let api = error.as_api().expect("the service answered");
    assert_eq!(api.callback_update_error(), None);
}
