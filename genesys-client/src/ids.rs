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
