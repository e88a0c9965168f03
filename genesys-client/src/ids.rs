//! Ids of things in Genesys Cloud.

use ccaas_http::define_id;

define_id! {
    /// Identifies a conversation.
    pub ConversationId
}
define_id! {
    /// Identifies a callback within its conversation.
    pub CallbackId
}
define_id! {
    /// Identifies a participant of a conversation.
    pub ParticipantId
}
define_id! {
    /// Identifies a queue.
    pub QueueId
}
define_id! {
    /// Identifies a script.
    pub ScriptId
}
define_id! {
    /// Identifies a user; an agent is one.
    pub UserId
}
define_id! {
    /// Identifies a routing skill.
    pub SkillId
}
define_id! {
    /// Identifies a routing language.
    pub LanguageId
}
define_id! {
    /// Identifies a division of an organisation.
    pub DivisionId
}
define_id! {
    /// Identifies an organisation.
    pub OrganizationId
}
define_id! {
    /// Identifies an OAuth client.
    pub OAuthClientId
}
define_id! {
    /// Identifies a message in Genesys Cloud.
    pub MessageId
}
define_id! {
    /// Identifies a messaging integration.
    pub IntegrationId
}
define_id! {
    /// Identifies one leg of a participant: a call, a chat, a message thread.
    pub CommunicationId
}
define_id! {
    /// Identifies a wrap-up code.
    pub WrapUpCodeId
}
define_id! {
    /// Identifies one of the presences that an organisation knows.
    pub PresenceDefinitionId
}
define_id! {
    /// Identifies a file that was uploaded for a message.
    pub MediaId
}
define_id! {
    /// Identifies a notification channel.
    pub ChannelId
}
