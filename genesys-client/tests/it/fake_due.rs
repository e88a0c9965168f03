//! Callbacks that come due, as those who listen to a queue hear of them.

use futures_util::StreamExt;
use genesys_client::{
    CallbackConversation, ConversationId, CreateCallback, Error, ParticipantState, QueueId,
    fake::FakeGenesys,
    notifications::{EventKind, Notification, NotificationStream, Topic},
};
use serde_json::json;

fn queue() -> QueueId {
    QueueId::new(FakeGenesys::QUEUE_ID)
}

/// A callback that waits, and who listens to its queue.
async fn booked(genesys: &FakeGenesys) -> Result<(NotificationStream, ConversationId), Error> {
    let client = genesys.client();
    let topics = vec![Topic::queue_callbacks(&queue())];
    let stream = client.notifications().listen(topics).await?;
    let wanted = CreateCallback::to_queue(queue(), "+12025550147");
    client.callbacks().create(&wanted).await?;
    let id = genesys.callbacks()[0].conversation_id.clone();
    Ok((stream, id))
}

async fn heard(stream: &mut NotificationStream) -> CallbackConversation {
    let told = stream.next().await.expect("the stream has no end");
    match told.expect("nothing is refused") {
        Notification::Event(event) => match event.kind() {
            Ok(EventKind::CallbackConversation(conversation)) => conversation,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn agents(conversation: &CallbackConversation) -> Vec<Option<ParticipantState>> {
    let agents = conversation.with_purpose("agent");
    agents.map(|agent| agent.state.clone()).collect()
}

#[tokio::test]
async fn a_callback_that_comes_due_rings_the_agent_until_somebody_takes_it() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (mut stream, id) = booked(&genesys).await?;

    let first = genesys.ring_callback(&id).expect("it waits");
    first.ignore();
    let second = genesys.ring_callback(&id).expect("it waits again");
    second.answer();
    second.hang_up();

    let rings = heard(&mut stream).await;
    let customer = rings.with_purpose("customer").next().expect("a customer");
    assert_eq!(customer.callback_numbers, ["+12025550147"]);
    let agent = rings.with_purpose("agent").next();
    let user = agent.and_then(|agent| agent.user.as_ref()?.id.as_deref());
    assert_eq!(user, Some(FakeGenesys::AGENT_ID));
    let (gone, rung) = (ParticipantState::Disconnected, ParticipantState::Alerting);
    assert_eq!(agents(&rings), [Some(rung.clone())]);
    assert_eq!(agents(&heard(&mut stream).await), [Some(gone.clone())]);
    let again = agents(&heard(&mut stream).await);
    assert_eq!(again, [Some(gone.clone()), Some(rung)]);
    let taken = agents(&heard(&mut stream).await);
    assert_eq!(taken, [Some(gone), Some(ParticipantState::Connected)]);
    assert!(heard(&mut stream).await.is_disconnected());
    assert_eq!(genesys.callbacks()[0].state, "disconnected");
    Ok(())
}

#[tokio::test]
async fn a_callback_that_is_over_rings_nobody() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (mut stream, id) = booked(&genesys).await?;

    genesys.client().callbacks().cancel(&id).await?;

    assert!(heard(&mut stream).await.is_disconnected());
    assert!(genesys.ring_callback(&id).is_none());
    assert!(
        genesys
            .ring_callback(&ConversationId::new("other"))
            .is_none()
    );
    Ok(())
}

#[tokio::test]
async fn a_callback_that_is_cancelled_while_it_rings_rings_no_more() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (mut stream, id) = booked(&genesys).await?;
    let _rings = genesys.ring_callback(&id);

    genesys.client().callbacks().cancel(&id).await?;

    let rung = agents(&heard(&mut stream).await);
    assert_eq!(rung, [Some(ParticipantState::Alerting)]);
    assert!(heard(&mut stream).await.is_disconnected());
    Ok(())
}

#[tokio::test]
async fn whoever_has_no_rust_lets_a_callback_come_due_by_a_request() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (_stream, id) = booked(&genesys).await?;
    let http = reqwest::Client::new();
    let post = async |path: &str| {
        let url = genesys.url().join(path).expect("a path of the fake");
        let sent = http.post(url).json(&json!({})).send().await;
        sent.expect("the fake answers").status().as_u16()
    };

    let early = post(&format!("_fake/callbacks/{id}/answer")).await;
    let rung = post(&format!("_fake/callbacks/{id}/ring")).await;
    let taken = post(&format!("_fake/callbacks/{id}/answer")).await;
    let unknown = post("_fake/callbacks/nothing/ring").await;
    let odd = post(&format!("_fake/callbacks/{id}/levitate")).await;

    assert_eq!(
        (early, rung, taken, unknown, odd),
        (400, 204, 204, 404, 404)
    );
    assert_eq!(genesys.callbacks()[0].state, "connected");
    Ok(())
}
