//! What `genesys-client` sends for an agent's desk, against the vendor's description.
//!
//! The description has no queues at work, no wrap-up codes and no users but oneself: for those the
//! vendor's SDK stands in `tests/contract`.

use std::collections::BTreeMap;

use chrono::{TimeDelta, Utc};
use genesys_client::{
    AgentlessMessage, CallbackDisconnectIdentifier, CommunicationId, Conversation, CreateCallback,
    DivisionId, ListPublishedScripts, MessengerType, ParticipantState, QueueId, RescheduleCallback,
    ScriptId, SendMessage, UpdateParticipant, UploadMedia, UserExpand, UserId, WrapUp,
    WrapUpCodeId, fake::FakeGenesys, notifications::Topic,
};

use crate::{
    desk_answers::written,
    requests::{expect_described, keys, sent},
};

async fn read(genesys: &FakeGenesys) -> Conversation {
    let id = genesys.conversations()[0].id.clone();
    let conversation = genesys.client().conversations().get(&id).await;
    conversation.expect("it is read").into_inner()
}

/// Names every field, so that a new one cannot be forgotten here.
fn update() -> UpdateParticipant {
    let wrap_up = WrapUp::new(WrapUpCodeId::new(FakeGenesys::WRAP_UP_CODE_ID));
    UpdateParticipant {
        state: Some(ParticipantState::Disconnected),
        wrapup: Some(wrap_up.with_notes("done")),
        wrapup_skipped: Some(false),
        held: Some(false),
        muted: Some(false),
        recording: Some(true),
        resume_time: Some(Utc::now()),
    }
}

#[tokio::test]
async fn oneself_is_read_as_described() {
    let genesys = FakeGenesys::start().await;
    genesys.sign_in_as_agent();
    let expand = [
        UserExpand::Presence,
        UserExpand::RoutingStatus,
        UserExpand::Organization,
    ];

    let me = genesys.client().users().me(&expand).await;

    me.expect("the user is read");
    expect_described(&genesys, &["getUsersMe"]);
}

#[tokio::test]
async fn a_conversation_is_read_changed_and_ended_as_described() {
    let genesys = FakeGenesys::start().await;
    written(&genesys).await;
    let client = genesys.client();

    let conversation = read(&genesys).await;
    let id = conversation.id.clone().expect("an id");
    let customer = conversation.participants[0].id.clone().expect("an id");
    let attributes = BTreeMap::from([("topic".to_owned(), "the roof".to_owned())]);
    let participants = client.conversations().participants(&id);
    let set = participants.set_attributes(&customer, &attributes).await;
    set.expect("the fake takes the attributes");
    let ended = client.conversations().disconnect(&id).await;
    ended.expect("the fake ends it");

    expect_described(
        &genesys,
        &[
            "postConversationsMessageInboundOpenMessage",
            "getConversation",
            "patchConversationParticipantAttributes",
            "deleteConversation",
        ],
    );
}

#[tokio::test]
async fn a_conversation_by_message_is_handled_as_described() {
    let genesys = FakeGenesys::start().await;
    written(&genesys).await;
    let conversation = read(&genesys).await;
    let id = conversation.id.clone().expect("an id");
    let agent = conversation.with_purpose("agent").next();
    let agent = agent.expect("an agent");
    let leg: CommunicationId = agent.messages[0].id.clone().expect("an id");
    let client = genesys.client();
    let messages = client.messages();

    messages.get(&id).await.expect("it is read");
    let file = UploadMedia {
        content_md5: Some("1B2M2Y8AsgTpgAmY7PhCfg==".to_owned()),
        ..UploadMedia::new("map.png", 5)
    };
    let upload = messages.create_upload(&id, &leg, &file).await;
    upload.expect("the fake gives a place");
    let text = SendMessage::text("The way");
    messages.send(&id, &leg, &text).await.expect("it is sent");
    let agent = agent.id.clone().expect("an id");
    let left = messages.update_participant(&id, &agent, &update()).await;
    left.expect("the fake takes the change");
    messages.disconnect(&id).await.expect("it is ended");

    expect_described(
        &genesys,
        &[
            "postConversationsMessageInboundOpenMessage",
            "getConversation",
            "getConversationsMessage",
            "postConversationsMessageCommunicationMessagesMediaUploads",
            "postConversationsMessageCommunicationMessages",
            "patchConversationsMessageParticipant",
            "patchConversationsMessage",
        ],
    );
}

#[tokio::test]
async fn a_message_without_an_agent_is_sent_as_described() {
    let genesys = FakeGenesys::start().await;
    let from = FakeGenesys::INTEGRATION_ID;
    let message = AgentlessMessage {
        use_existing_active_conversation: Some(true),
        ..AgentlessMessage::text(MessengerType::Open, from, "+12025550147", "Confirmed.")
    };

    let answer = genesys.client().messages().send_agentless(&message).await;

    answer.expect("the fake takes it");
    expect_described(&genesys, &["postConversationsMessagesAgentless"]);
    // A template is of other messengers than Open Messaging.
    let mut given = keys(&sent(&genesys)[0].json());
    given.sort();
    assert_eq!(
        given,
        [
            "fromAddress",
            "textBody",
            "toAddress",
            "toAddressMessengerType",
            "useExistingActiveConversation"
        ]
    );
}

#[tokio::test]
async fn many_callbacks_are_changed_and_cancelled_as_described() {
    let genesys = FakeGenesys::start().await;
    let (client, queue) = (genesys.client(), QueueId::new(FakeGenesys::QUEUE_ID));
    let mut created = Vec::new();
    for number in ["+12025550147", "+12025550148"] {
        let callback = CreateCallback::to_queue(queue.clone(), number);
        let answer = client.callbacks().create(&callback).await;
        created.push(answer.expect("the fake takes it").into_inner());
    }
    let ids = created.iter().map(|callback| {
        let conversation = callback.conversation.as_ref();
        let id = conversation.expect("a conversation").id.clone();
        let callback = callback.callback_identifiers[0].id.clone();
        (id, callback.expect("an id"))
    });
    let ids: Vec<_> = ids.collect();
    let changes = ids.iter().map(|(id, _)| RescheduleCallback {
        agent_id: Some(UserId::new(FakeGenesys::AGENT_ID)),
        callback_scheduled_time: Some(Utc::now() + TimeDelta::days(1)),
        ..RescheduleCallback::without_agent(id.clone())
    });
    let changes: Vec<_> = changes.collect();

    let changed = client.callbacks().bulk_update(&changes).await;
    changed.expect("the fake takes the changes");
    let cancelled = ids
        .into_iter()
        .map(|(id, callback)| CallbackDisconnectIdentifier::new(id, callback));
    let cancelled: Vec<_> = cancelled.collect();
    let cancelled = client.callbacks().bulk_disconnect(&cancelled).await;
    cancelled.expect("the fake cancels them");

    expect_described(
        &genesys,
        &[
            "postConversationsCallbacks",
            "postConversationsCallbacks",
            "postConversationsCallbacksBulkUpdate",
            "postConversationsCallbacksBulkDisconnect",
        ],
    );
}

#[tokio::test]
async fn published_scripts_are_listed_and_read_as_described() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let list = ListPublishedScripts {
        page_number: Some(1),
        page_size: Some(50),
        name: Some("Callback".to_owned()),
        feature: Some("callback".to_owned()),
        division_ids: vec![DivisionId::new("d-1"), DivisionId::new("d-2")],
    };

    let page = client.scripts().list_published(&list).await;
    page.expect("they are listed");
    let id = ScriptId::new(FakeGenesys::SCRIPT_ID);
    let one = client.scripts().get_published(&id).await;
    one.expect("it is read");

    let operations = ["getScriptsPublished", "getScriptsPublishedScriptId"];
    expect_described(&genesys, &operations);
}

#[tokio::test]
async fn channels_are_kept_as_described() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let notifications = client.notifications();
    let topic = Topic::user_presence(&UserId::new(FakeGenesys::AGENT_ID));
    let topics = std::slice::from_ref(&topic);

    let channel = notifications.create_channel().await;
    let id = channel.expect("it is made").into_inner().id;
    let id = id.expect("an id");
    notifications
        .list_channels()
        .await
        .expect("they are listed");
    let subscribed = notifications.subscribe(&id, topics).await;
    subscribed.expect("the fake takes the topic");
    let replaced = notifications.replace(&id, topics).await;
    replaced.expect("the fake takes the topic");
    notifications
        .subscriptions(&id)
        .await
        .expect("they are read");
    let emptied = notifications.unsubscribe_all(&id).await;
    emptied.expect("the fake takes them away");

    expect_described(
        &genesys,
        &[
            "postNotificationsChannels",
            "getNotificationsChannels",
            "postNotificationsChannelSubscriptions",
            "putNotificationsChannelSubscriptions",
            "getNotificationsChannelSubscriptions",
            "deleteNotificationsChannelSubscriptions",
        ],
    );
}
