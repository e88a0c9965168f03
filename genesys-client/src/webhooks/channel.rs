//! From where to where a message goes.

use std::collections::BTreeMap;

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, map, time},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::{
    ids::IntegrationId,
    open_messaging::{ExternalMessageId, IdType, RecipientId},
};

/// From which integration to which customer a message goes, and when.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Channel {
    /// The integration.
    #[serde(deserialize_with = "filled")]
    pub id: Option<IntegrationId>,
    /// The platform: `Open`.
    #[serde(deserialize_with = "lenient")]
    pub platform: Option<String>,
    /// Whether the conversation is `Private`.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<String>,
    /// The message's id; of a receipt the platform's own id of the message it is about.
    #[serde(deserialize_with = "filled")]
    pub message_id: Option<ExternalMessageId>,
    /// The customer; its id is the `from.id` that inbound messages have.
    #[serde(deserialize_with = "lenient")]
    pub to: Option<Recipient>,
    /// The integration, with the name that the customer sees.
    #[serde(deserialize_with = "lenient")]
    pub from: Option<Recipient>,
    /// When.
    #[serde(deserialize_with = "time")]
    pub time: Option<DateTime<Utc>>,
    /// What else is known about the channel.
    #[serde(deserialize_with = "lenient")]
    pub metadata: Option<ChannelMetadata>,
}
debug_allow_list!(Channel {
    id,
    platform,
    kind,
    time
});

/// What else is known about a channel.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ChannelMetadata {
    /// Attributes of the conversation.
    #[serde(deserialize_with = "map")]
    pub custom_attributes: BTreeMap<String, String>,
}
debug_allow_list!(ChannelMetadata {});

/// Who writes or is written to.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "RecipientFields")]
#[non_exhaustive]
pub struct Recipient {
    /// The id; of an integration its [`IntegrationId`].
    pub id: Option<RecipientId>,
    /// What kind of id it is.
    pub id_type: Option<IdType>,
    /// The name to show; the vendor writes it `nickname` and `nickName`.
    pub nickname: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The URL of a picture.
    pub image: Option<String>,
}
debug_allow_list!(Recipient { id_type });

/// As it is on the wire, where a name may stand in two spellings, even both at once.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RecipientFields {
    #[serde(deserialize_with = "filled")]
    id: Option<RecipientId>,
    #[serde(deserialize_with = "filled")]
    id_type: Option<IdType>,
    #[serde(deserialize_with = "filled")]
    nickname: Option<String>,
    #[serde(rename = "nickName", deserialize_with = "filled")]
    nick_name: Option<String>,
    #[serde(deserialize_with = "filled")]
    first_name: Option<String>,
    #[serde(deserialize_with = "filled")]
    last_name: Option<String>,
    #[serde(deserialize_with = "filled")]
    email: Option<String>,
    #[serde(deserialize_with = "filled")]
    image: Option<String>,
}

impl From<RecipientFields> for Recipient {
    fn from(fields: RecipientFields) -> Self {
        Self {
            id: fields.id,
            id_type: fields.id_type,
            nickname: fields.nickname.or(fields.nick_name),
            first_name: fields.first_name,
            last_name: fields.last_name,
            email: fields.email,
            image: fields.image,
        }
    }
}
