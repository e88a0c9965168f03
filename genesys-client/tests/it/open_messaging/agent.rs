//! A customer writes, the agent answers by webhook, and a receipt tells what became of it.

use genesys_client::{
    Error,
    fake::FakeGenesys,
    open_messaging::{OpenTo, Reason, ReasonCode, Receipt, RecipientId},
    webhooks::{self, Content, Direction, Signature},
};

use super::{CUSTOMER, hello, integration_id, time};

#[tokio::test]
async fn an_answer_of_the_agent_is_checked_and_read() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());
    let messages = client.open_messages(&id);
    messages.message(&hello()).await?;
    let agent = genesys.agent_of(CUSTOMER).expect("the customer wrote");
    let answers = [
        agent.text("Good day"),
        agent.quick_replies("Shall we book?", &[("Yes", "yes"), ("No", "no")]),
        agent.attachment("bytes", "image/png", "map.png"),
        agent.typing(),
    ];

    for answer in answers {
        let webhook = genesys.webhook(&answer);
        let secrets = ["another-secret".into(), FakeGenesys::WEBHOOK_SECRET.into()];
        Signature::verify(&secrets, &webhook.body, &webhook.signature).expect("it is signed");
        let message = webhooks::parse(&webhook.body).expect("it is a message");

        assert!(!message.is_unknown(), "{message:?}");
        assert_eq!(message.direction, Some(Direction::Outbound));
        let channel = message.channel.expect("a channel");
        assert_eq!(channel.id, Some(id.clone()));
        let to = channel.to.expect("a customer");
        assert_eq!(to.id, Some(RecipientId::new(CUSTOMER)));
    }
    Ok(())
}

#[tokio::test]
async fn a_receipt_changes_what_the_agent_sees() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());
    let messages = client.open_messages(&id);
    messages.message(&hello()).await?;
    let agent = genesys.agent_of(CUSTOMER).expect("the customer wrote");

    for (failed, status) in [(false, "Delivered"), (true, "Failed")] {
        let sent = agent.text("Good day");
        let webhook = genesys.webhook(&sent);
        let message = webhooks::parse(&webhook.body).expect("it is a message");
        sent.send();
        let message_id = message.id.expect("a message has an id");
        let to = message.channel.and_then(|channel| channel.to);
        let to = to.expect("a message has a recipient");
        let to = OpenTo {
            id: to.id.expect("a recipient has an id"),
            id_type: to.id_type,
        };
        let receipt = if failed {
            let reason = Reason::new(ReasonCode::InvalidDestination, "131026");
            Receipt::failed(message_id.clone(), to, time(), vec![reason])
        } else {
            Receipt::delivered(message_id.clone(), to, time())
        };

        messages.receipt(&receipt).await?;

        let kept = genesys.message(message_id.as_str()).expect("it is kept");
        assert_eq!(kept.status, status);
    }
    Ok(())
}

#[tokio::test]
async fn quick_replies_of_a_webhook_are_read_in_their_order() -> Result<(), Error> {
    let genesys = FakeGenesys::start().await;
    let (client, id) = (genesys.client(), integration_id());
    client.open_messages(&id).message(&hello()).await?;
    let agent = genesys.agent_of(CUSTOMER).expect("the customer wrote");

    let webhook = genesys.webhook(&agent.quick_replies("Book?", &[("Yes", "y"), ("No", "n")]));
    let message = webhooks::parse(&webhook.body).expect("it is a message");

    let payload = |part: &webhooks::Received<Content>| match part.kind() {
        Ok(Content::QuickReply(reply)) => reply.payload.clone(),
        _ => None,
    };
    let payloads: Vec<_> = message.content.iter().map(payload).collect();
    assert_eq!(payloads, [Some("y".to_owned()), Some("n".to_owned())]);
    Ok(())
}
