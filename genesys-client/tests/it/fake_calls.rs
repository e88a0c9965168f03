//! Calls of customers, as those who listen to a queue hear of them.

use futures_util::StreamExt;
use genesys_client::{
    CallConversation, Error, ParticipantState, QueueId, UserId,
    fake::FakeGenesys,
    notifications::{EventKind, Notification, NotificationStream, Topic},
};
use serde_json::{Value, json};

fn queue() -> QueueId {
    QueueId::new(FakeGenesys::QUEUE_ID)
}

async fn listen(genesys: &FakeGenesys) -> Result<NotificationStream, Error> {
    let topics = vec![Topic::queue_calls(&queue())];
    genesys.client().notifications().listen(topics).await
}

async fn heard(stream: &mut NotificationStream) -> CallConversation {
    let told = stream.next().await.expect("the stream has no end");
    match told.expect("nothing is refused") {
        Notification::Event(event) => match event.kind() {
            Ok(EventKind::CallConversation(conversation)) => conversation,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn agents(conversation: &CallConversation) -> Vec<(&str, ParticipantState)> {
    let agents = conversation.with_purpose("agent").map(|agent| {
        let user = agent.user.as_ref().and_then(|user| user.id.as_deref());
        let state = agent.state.clone();
        (user.unwrap_or_default(), state.expect("an agent's state"))
    });
    agents.collect()
}

#[tokio::test]
async fn a_call_waits_rings_the_agent_is_answered_and_ends() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let mut stream = listen(&genesys).await?;

    let call = genesys.call_from("+12025550147");
    call.answer();
    call.hang_up();

    let waits = heard(&mut stream).await;
    let customer = waits.with_purpose("customer").next();
    let number = customer.and_then(|customer| customer.calling_number());
    assert_eq!(number, Some("tel:+12025550147"));
    assert_eq!(waits.id.as_ref(), Some(call.conversation_id()));
    assert!(agents(&waits).is_empty());
    for state in [
        ParticipantState::Alerting,
        ParticipantState::Connected,
        ParticipantState::Disconnected,
    ] {
        let then = heard(&mut stream).await;
        assert_eq!(agents(&then), [(FakeGenesys::AGENT_ID, state)]);
    }
    Ok(())
}

#[tokio::test]
async fn a_call_that_is_not_taken_rings_another_agent() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let mut stream = listen(&genesys).await?;

    let call = genesys.call_from_to("+12025550147", &queue(), &UserId::new("first"));
    call.ring_instead(&UserId::new("second"));

    let (_waits, _rings) = (heard(&mut stream).await, heard(&mut stream).await);
    let then = heard(&mut stream).await;
    let expected = [
        ("first", ParticipantState::Disconnected),
        ("second", ParticipantState::Alerting),
    ];
    assert_eq!(agents(&then), expected);
    Ok(())
}

#[tokio::test]
async fn a_call_of_another_queue_is_not_heard() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let mut stream = listen(&genesys).await?;
    let agent = UserId::new(FakeGenesys::AGENT_ID);

    let _elsewhere = genesys.call_from_to("+12025550100", &QueueId::new("other"), &agent);
    let here = genesys.call_from("+12025550147");

    assert_eq!(
        heard(&mut stream).await.id.as_ref(),
        Some(here.conversation_id())
    );
    Ok(())
}

#[tokio::test]
async fn whoever_has_no_rust_lets_a_customer_call_by_a_request() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let mut stream = listen(&genesys).await?;
    let http = reqwest::Client::new();
    let post = async |path: &str, body: Value| {
        let url = genesys.url().join(path).expect("a path of the fake");
        let sent = http.post(url).json(&body).send().await;
        let answer = sent.expect("the fake answers");
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap_or_default())
    };

    let (status, made) = post("_fake/calls", json!({ "from": "+12025550147" })).await;
    let id = made["conversationId"].as_str().expect("an id").to_owned();
    let (answered, _) = post(&format!("_fake/calls/{id}/answer"), json!({})).await;
    let (unknown, _) = post("_fake/calls/nothing/answer", json!({})).await;
    let (empty, _) = post("_fake/calls", json!({})).await;

    assert_eq!((status, answered, unknown, empty), (200, 204, 404, 400));
    let (_waits, rings) = (heard(&mut stream).await, heard(&mut stream).await);
    assert_eq!(rings.id.as_ref().map(|id| id.as_str()), Some(&*id));
    assert_eq!(
        agents(&rings),
        [(FakeGenesys::AGENT_ID, ParticipantState::Alerting)]
    );
    Ok(())
}
