//! Notification channels, and the stream that keeps itself alive.

use futures_util::StreamExt;
use genesys_client::{
    ChannelId, Error, UserId,
    fake::FakeGenesys,
    notifications::{EventKind, Notification, NotificationStream, Topic},
};
use http::StatusCode;
use serde_json::json;

fn topic() -> Topic {
    Topic::user_presence(&UserId::new(FakeGenesys::AGENT_ID))
}

fn away(genesys: &FakeGenesys) {
    let definition = json!({ "id": "p-1", "systemPresence": "Away" });
    genesys.notify(
        topic().as_str(),
        &json!({ "presenceDefinition": definition }),
    );
}

async fn next(stream: &mut NotificationStream) -> Notification {
    let item = stream.next().await.expect("the stream has no end");
    item.expect("nothing is refused")
}

async fn next_presence(stream: &mut NotificationStream) -> Option<String> {
    let Notification::Event(event) = next(stream).await else {
        return None;
    };
    match event.kind() {
        Ok(EventKind::UserPresence(presence)) => presence.presence_definition?.system_presence,
        _ => None,
    }
}

#[tokio::test]
async fn topics_are_added_replaced_listed_and_taken_away() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let notifications = client.notifications();
    let channel = notifications.create_channel().await?.into_inner();
    let id = channel.id.clone().expect("a channel has an id");
    let other = Topic::new("v2.users.u-1.presence");

    notifications.subscribe(&id, &[topic()]).await?;
    let both = notifications
        .subscribe(&id, std::slice::from_ref(&other))
        .await?;
    notifications
        .replace(&id, std::slice::from_ref(&other))
        .await?;
    let one = notifications.subscriptions(&id).await?;
    notifications.unsubscribe_all(&id).await?;
    let none = notifications.subscriptions(&id).await?;

    assert_eq!((both.len(), none.len()), (2, 0));
    assert_eq!(one[0].id, Some(other));
    assert_eq!(notifications.list_channels().await?.len(), 1);
    let unknown = notifications.subscriptions(&ChannelId::new("c-9")).await;
    assert_eq!(unknown.unwrap_err().status(), Some(StatusCode::NOT_FOUND));
    assert!(!format!("{channel:?}").contains("channels/"));
    Ok(())
}

#[tokio::test]
async fn events_come_with_their_bodies() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let mut stream = client.notifications().listen(vec![topic()]).await?;

    genesys.notify("v2.users.somebody-else.presence", &json!({}));
    away(&genesys);

    assert_eq!(next_presence(&mut stream).await.as_deref(), Some("Away"));
    Ok(())
}

#[tokio::test]
async fn after_a_drop_the_same_channel_goes_on_and_the_gap_is_told() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let mut stream = client.notifications().listen(vec![topic()]).await?;

    genesys.drop_channels();
    let told = next(&mut stream).await;
    away(&genesys);

    assert!(matches!(told, Notification::Gap(gap) if gap.since <= gap.until));
    assert_eq!(next_presence(&mut stream).await.as_deref(), Some("Away"));
    assert_eq!(genesys.channels().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_channel_that_is_gone_is_replaced_and_subscribed() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let mut stream = client.notifications().listen(vec![topic()]).await?;

    genesys.forget_channels();
    let told = next(&mut stream).await;
    away(&genesys);

    assert!(matches!(told, Notification::Gap(_)));
    assert_eq!(next_presence(&mut stream).await.as_deref(), Some("Away"));
    Ok(())
}

#[tokio::test]
async fn before_a_socket_is_closed_another_is_open_and_nothing_is_lost() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let mut stream = client.notifications().listen(vec![topic()]).await?;

    genesys.announce_closing();
    away(&genesys);
    let first = next_presence(&mut stream).await;

    assert_eq!(first.as_deref(), Some("Away"), "no gap");
    assert_eq!(genesys.channels().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_refused_sign_in_ends_the_stream() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let mut stream = client.notifications().listen(vec![topic()]).await?;

    genesys.expire_tokens();
    genesys.refuse_sign_in();
    genesys.drop_channels();
    let refused = stream.next().await.expect("an error comes first");

    assert!(matches!(refused, Err(Error::Auth(_))));
    assert!(stream.next().await.is_none());
    Ok(())
}

#[tokio::test]
async fn a_topic_that_is_answered_as_refused_names_its_kind_and_the_permission() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    genesys.refuse_topics(".presence", "users:presence:view");
    let calls = Topic::user_calls(&UserId::new(FakeGenesys::AGENT_ID));

    let refused = client.notifications().listen(vec![calls, topic()]).await;

    let error = refused.expect_err("one of the topics is refused");
    let text = error.to_string();
    assert!(text.contains("v2.users.{id}.presence"), "{text}");
    assert!(text.contains("users:presence:view"), "{text}");
    assert!(!text.contains(FakeGenesys::AGENT_ID), "{text}");
    let Error::Api(answer) = error else {
        panic!("{error:?}");
    };
    assert_eq!(answer.topic().and_then(|it| it.id.clone()), Some(topic()));
}

#[tokio::test]
async fn a_topic_that_is_refused_later_ends_the_stream() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    let mut stream = client.notifications().listen(vec![topic()]).await?;

    genesys.refuse_topics(".presence", "users:presence:view");
    genesys.drop_channels();
    let refused = stream.next().await.expect("an error comes first");

    assert!(matches!(refused, Err(Error::Api(answer)) if answer.topic().is_some()));
    assert!(stream.next().await.is_none());
    Ok(())
}
