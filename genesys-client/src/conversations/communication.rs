//! One leg of a participant: a call, a chat, a message thread.

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, time},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::WrapUp;
use crate::{
    callbacks::ParticipantState,
    ids::{CommunicationId, ScriptId},
};

/// One leg of a participant, with what all media have in common.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Communication {
    /// The communication's id.
    #[serde(deserialize_with = "filled")]
    pub id: Option<CommunicationId>,
    /// Where it stands.
    #[serde(deserialize_with = "lenient")]
    pub state: Option<ParticipantState>,
    /// `inbound` or `outbound`.
    #[serde(deserialize_with = "lenient")]
    pub direction: Option<String>,
    /// Of a message thread, the kind: `open`, `whatsapp`, `webmessaging` and others.
    #[serde(rename = "type", deserialize_with = "lenient")]
    pub kind: Option<String>,
    /// Whether it is on hold.
    #[serde(deserialize_with = "lenient")]
    pub held: Option<bool>,
    /// Who carries it.
    #[serde(deserialize_with = "lenient")]
    pub provider: Option<String>,
    /// The script.
    #[serde(deserialize_with = "filled")]
    pub script_id: Option<ScriptId>,
    /// The leg of the other side.
    #[serde(deserialize_with = "filled")]
    pub peer_id: Option<CommunicationId>,
    /// When it was connected.
    #[serde(deserialize_with = "time")]
    pub connected_time: Option<DateTime<Utc>>,
    /// When it ended.
    #[serde(deserialize_with = "time")]
    pub disconnected_time: Option<DateTime<Utc>>,
    /// Why it ended, such as `client`, `endpoint` or `system`.
    #[serde(deserialize_with = "lenient")]
    pub disconnect_type: Option<String>,
    /// How the agent filed it.
    #[serde(deserialize_with = "lenient")]
    pub wrapup: Option<WrapUp>,
}
debug_allow_list!(Communication {
    id,
    state,
    direction,
    kind,
    disconnect_type,
    disconnected_time
});
