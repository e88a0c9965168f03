//! The agent's desk: users, conversations, messages, queues at work, wrap-up codes.

mod conversations;
mod leniency;
mod messages;
mod queues;
mod users;

use genesys_client::{
    Conversation, ConversationId, Error, GenesysClient, IntegrationId, Participant,
    fake::FakeGenesys,
    open_messaging::{IdType, InboundChannel, InboundMessage, OpenFrom, RecipientId},
};

pub(crate) const NUMBER: &str = "+12025550147";

/// A customer writes, and a conversation begins.
pub(crate) async fn written(genesys: &FakeGenesys) -> Result<ConversationId, Error> {
    let from = OpenFrom::new(RecipientId::new(NUMBER), IdType::Phone);
    let time = genesys.host().now();
    let mut message = InboundMessage::new(InboundChannel::new(from, time));
    message.text = Some("Hello".to_owned());
    let integration = IntegrationId::new(FakeGenesys::INTEGRATION_ID);
    let client = genesys.client();
    client.open_messages(&integration).message(&message).await?;
    Ok(genesys.conversations()[0].id.clone())
}

pub(crate) async fn conversation(
    client: &GenesysClient,
    id: &ConversationId,
) -> Result<Conversation, Error> {
    Ok(client.conversations().get(id).await?.into_inner())
}

pub(crate) fn agent_of(conversation: &Conversation) -> &Participant {
    let agent = conversation.with_purpose("agent").next();
    agent.expect("the conversation has an agent")
}
