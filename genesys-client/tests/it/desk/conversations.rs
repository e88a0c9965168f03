//! Conversations, and who takes part in them; many callbacks at once.

use std::collections::BTreeMap;

use genesys_client::{
    CallbackDisconnectIdentifier, CallbackId, ConversationId, CreateCallback, Error, ParticipantId,
    QueueId, RescheduleCallback, UpdateParticipant, UserId, WrapUp, WrapUpCodeId,
    fake::FakeGenesys,
};
use http::{Method, StatusCode};
use serde_json::json;

use super::{agent_of, conversation, written};
use crate::support::received;

const PARTICIPANT: &str = "/api/v2/conversations/{id}/participants/{id}";

fn resolved() -> WrapUp {
    WrapUp::new(WrapUpCodeId::new(FakeGenesys::WRAP_UP_CODE_ID)).with_notes("all well")
}

#[tokio::test]
async fn a_conversation_is_read_and_ended() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();

    let before = conversation(&client, &id).await?;
    client.conversations().disconnect(&id).await?;
    let after = conversation(&client, &id).await?;

    assert!(!before.is_over() && after.is_over());
    let agent = agent_of(&before);
    assert_eq!(agent.user_id, Some(UserId::new(FakeGenesys::AGENT_ID)));
    assert_eq!(agent.messages[0].kind.as_deref(), Some("open"));
    assert_eq!(genesys.conversations()[0].state, "disconnected");
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let genesys = FakeGenesys::start().await;
    let (client, unknown) = (genesys.client(), ConversationId::new("c-9"));
    let conversations = client.conversations();

    let read = conversations.get(&unknown).await.unwrap_err();
    let ended = conversations.disconnect(&unknown).await.unwrap_err();

    assert_eq!(read.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(ended.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn own_conversations_are_those_of_the_user() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();

    let without_user = client.conversations().list_own(None).await;
    genesys.sign_in_as_agent();
    let page = client.conversations().list_own(Some("message")).await?;

    let error = without_user.unwrap_err();
    assert_eq!(error.as_api().and_then(|it| it.code()), Some("not.a.user"));
    assert_eq!(page.items[0].id, Some(id));
    let last = received(&genesys, Method::GET, "/api/v2/conversations").pop();
    let query = last.expect("the fake was asked").query;
    assert_eq!(
        query,
        [("communicationType".to_owned(), "message".to_owned())]
    );
    Ok(())
}

#[tokio::test]
async fn attributes_are_added_to_those_that_are_there() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();
    let customer = genesys.conversations()[0].participants[0].id.clone();
    let customer = ParticipantId::new(customer);
    let set = async |name: &str| {
        let attributes = BTreeMap::from([(name.to_owned(), "yes".to_owned())]);
        let conversations = client.conversations();
        let participants = conversations.participants(&id);
        participants.set_attributes(&customer, &attributes).await
    };

    set("vip").await?;
    set("known").await?;

    let attributes = &genesys.conversations()[0].participants[0].attributes;
    let names: Vec<_> = attributes.keys().map(String::as_str).collect();
    assert_eq!(names, ["known", "vip"]);
    let path = format!("{PARTICIPANT}/attributes");
    assert_eq!(
        received(&genesys, Method::PATCH, &path)[0].json(),
        json!({ "attributes": { "vip": "yes" } })
    );
    Ok(())
}

#[tokio::test]
async fn an_agent_files_a_conversation() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();
    let agent = agent_of(&conversation(&client, &id).await?).id.clone();
    let agent = agent.expect("a participant has an id");
    let conversations = client.conversations();
    let participants = conversations.participants(&id);

    let codes = participants.wrap_up_codes(&agent).await?;
    let before = participants.wrap_up(&agent).await?;
    participants
        .update(&agent, &UpdateParticipant::wrap_up(resolved()))
        .await?;
    let after = participants.wrap_up(&agent).await?;
    let unknown = WrapUp::new(WrapUpCodeId::new("w-9"));
    let refused = participants
        .update(&agent, &UpdateParticipant::wrap_up(unknown))
        .await;

    assert_eq!(codes[0].name.as_deref(), Some("Resolved"));
    assert_eq!(
        (before.code.clone(), after.into_inner()),
        (None, resolved())
    );
    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    let code = FakeGenesys::WRAP_UP_CODE_ID;
    assert_eq!(
        received(&genesys, Method::PATCH, PARTICIPANT)[0].json(),
        json!({ "wrapup": { "code": code, "notes": "all well" } })
    );
    Ok(())
}

#[tokio::test]
async fn a_participant_leaves() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();
    let agent = agent_of(&conversation(&client, &id).await?).id.clone();
    let agent = agent.expect("a participant has an id");
    let conversations = client.conversations();
    let participants = conversations.participants(&id);

    participants
        .update(&agent, &UpdateParticipant::disconnect())
        .await?;
    let unknown = participants
        .update(&ParticipantId::new("p-9"), &UpdateParticipant::disconnect())
        .await;

    assert!(conversation(&client, &id).await?.is_over());
    assert_eq!(unknown.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    Ok(())
}

/// Three callbacks of the fake: conversation and callback of each.
async fn three_callbacks(
    genesys: &FakeGenesys,
) -> Result<Vec<CallbackDisconnectIdentifier>, Error> {
    let queue_id = QueueId::new(FakeGenesys::QUEUE_ID);
    let callback = CreateCallback::to_queue(queue_id, "+12025550147");
    let mut made = Vec::new();
    for _ in 0..3 {
        let answer = genesys.client().callbacks().create(&callback).await?;
        let id = answer.conversation_id().expect("it has an id").clone();
        let callback_id = answer.callback_identifiers[0].id.clone();
        let callback_id = callback_id.expect("it has an id");
        made.push(CallbackDisconnectIdentifier::new(id, callback_id));
    }
    Ok(made)
}

#[tokio::test]
async fn many_callbacks_are_moved_and_each_may_fail() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let made = three_callbacks(&genesys).await?;
    let agent = UserId::new("agent-1");
    let time = genesys.host().now() + chrono::TimeDelta::days(2);
    let change = |id: &ConversationId| {
        RescheduleCallback::new(id.clone(), agent.clone()).with_callback_scheduled_time(time)
    };
    let unknown = ConversationId::new("c-9");
    let changes = [&made[0].conversation_id, &unknown, &made[2].conversation_id].map(change);

    let answer = genesys.client().callbacks().bulk_update(&changes).await?;

    assert_eq!(
        (answer.error_count, answer.error_indexes.clone()),
        (Some(1), vec![1])
    );
    let code = answer.results[1]
        .error
        .as_ref()
        .and_then(|it| it.code.as_deref());
    assert_eq!(code, Some("not.found"));
    let moved = answer.results[2].entity.as_ref();
    assert_eq!(
        moved.and_then(|it| it.conversation_id()),
        Some(&made[2].conversation_id)
    );
    let moved = genesys
        .callbacks()
        .iter()
        .map(|it| it.scheduled_time.is_some())
        .collect::<Vec<_>>();
    assert_eq!(moved, [true, false, true]);
    Ok(())
}

#[tokio::test]
async fn many_callbacks_are_cancelled_at_once() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let made = three_callbacks(&genesys).await?;
    let client = genesys.client();

    client.callbacks().bulk_disconnect(&made[..2]).await?;
    let wrong =
        CallbackDisconnectIdentifier::new(made[2].conversation_id.clone(), CallbackId::new("cb-9"));
    let refused = client.callbacks().bulk_disconnect(&[wrong]).await;

    let states: Vec<_> = genesys.callbacks().iter().map(|it| it.state).collect();
    assert_eq!(states, ["disconnected", "disconnected", "scheduled"]);
    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    let path = "/api/v2/conversations/callbacks/bulk/disconnect";
    assert_eq!(
        received(&genesys, Method::POST, path)[0].json()["callbackDisconnectIdentifiers"][1],
        json!({ "conversationId": made[1].conversation_id, "callbackId": made[1].callback_id })
    );
    Ok(())
}
