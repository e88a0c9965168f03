//! Conversations by message.

use genesys_client::{
    AgentlessMessage, CommunicationId, ConversationId, Error, MessengerType, SendBody, SendMessage,
    UpdateParticipant, UploadMedia, WrapUp, WrapUpCodeId, fake::FakeGenesys,
};
use http::{HeaderValue, Method, StatusCode};
use serde_json::json;

use super::{NUMBER, agent_of, conversation, written};
use crate::support::received;

const THREAD: &str = "/api/v2/conversations/messages/{id}";

#[tokio::test]
async fn a_conversation_tells_its_messages_and_ends() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();

    let before = client.messages().get(&id).await?;
    client.messages().disconnect(&id).await?;
    let after = client.messages().get(&id).await?;

    assert_eq!(before.messages().len(), 1);
    let status = before.messages()[0].message_status.clone();
    assert_eq!(status.as_deref(), Some("received"));
    assert!(!before.is_over() && after.is_over());
    assert_eq!(
        received(&genesys, Method::PATCH, THREAD)[0].json(),
        json!({ "state": "disconnected" })
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_conversation_is_not_found() {
    let genesys = FakeGenesys::start().await;
    let (client, unknown) = (genesys.client(), ConversationId::new("c-9"));

    let read = client.messages().get(&unknown).await.unwrap_err();
    let ended = client.messages().disconnect(&unknown).await.unwrap_err();

    assert_eq!(read.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(ended.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn an_agent_files_one_leg_and_leaves() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();
    let seen = conversation(&client, &id).await?;
    let agent = agent_of(&seen);
    let (agent_id, leg) = (
        agent.id.clone().unwrap(),
        agent.messages[0].id.clone().unwrap(),
    );
    let wrap_up = WrapUp::new(WrapUpCodeId::new(FakeGenesys::WRAP_UP_CODE_ID));

    client
        .messages()
        .wrap_up(&id, &agent_id, &leg, &wrap_up)
        .await?;
    client
        .messages()
        .update_participant(&id, &agent_id, &UpdateParticipant::disconnect())
        .await?;

    let after = conversation(&client, &id).await?;
    assert_eq!(agent_of(&after).wrapup, Some(wrap_up));
    assert!(after.is_over());
    Ok(())
}

#[tokio::test]
async fn a_message_without_an_agent_is_sent_once() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let from = FakeGenesys::INTEGRATION_ID;
    let message = AgentlessMessage::text(MessengerType::Open, from, NUMBER, "Confirmed.");

    let sent = client.messages().send_agentless(&message).await?;
    let too_long = "x".repeat(2_001);
    let too_long = AgentlessMessage::text(MessengerType::Open, from, NUMBER, too_long);
    let refused = client.messages().send_agentless(&too_long).await;

    assert!(sent.id.is_some() && sent.conversation_id.is_some());
    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::BAD_REQUEST));
    let kept = genesys.agentless_messages();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0].body,
        json!({
            "fromAddress": from,
            "toAddress": NUMBER,
            "toAddressMessengerType": "open",
            "textBody": "Confirmed.",
        })
    );
    Ok(())
}

#[tokio::test]
async fn a_file_is_uploaded_and_sent() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let client = genesys.client();
    let leg = agent_of(&conversation(&client, &id).await?).messages[0]
        .id
        .clone()
        .unwrap();
    let file = UploadMedia::new("map.png", 5);

    let upload = client.messages().create_upload(&id, &leg, &file).await?;
    let media_id = upload.id.clone().expect("an upload has an id");
    let message = SendMessage::text("the way").with_media(media_id.clone());
    let early = client.messages().send(&id, &leg, &message).await;
    let png = HeaderValue::from_static("image/png");
    client
        .messages()
        .upload(&upload, png, SendBody::from("bytes".as_bytes().to_vec()))
        .await?;
    let sent = client.messages().send(&id, &leg, &message).await?;

    assert_eq!(early.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(sent.conversation_id, Some(id.clone()));
    assert_eq!(genesys.uploads()[0].bytes.as_deref(), Some(&b"bytes"[..]));
    assert!(
        !format!("{:?}", *upload).contains("uploads/"),
        "whoever has it can upload"
    );
    let path = format!("{THREAD}/communications/{{id}}/messages");
    assert_eq!(
        received(&genesys, Method::POST, &path)[1].json(),
        json!({ "textBody": "the way", "mediaIds": [media_id] })
    );
    Ok(())
}

#[tokio::test]
async fn an_unknown_leg_is_not_found() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let id = written(&genesys).await?;
    let (client, leg) = (genesys.client(), CommunicationId::new("m-9"));

    let sent = client
        .messages()
        .send(&id, &leg, &SendMessage::text("Hi"))
        .await;
    let file = UploadMedia::new("map.png", 5);
    let upload = client.messages().create_upload(&id, &leg, &file).await;

    assert_eq!(sent.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(upload.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    Ok(())
}
