//! The agent's desk: the conversations of the fake Genesys Cloud.

use genesys_client::{
    ConversationId,
    fake::{FakeConversation, FakeGenesys, FakeOpenMessage},
};
use serde_json::{Value, json};

/// All conversations with their messages, as the API shows them; the newest first.
pub(super) fn view(genesys: &FakeGenesys) -> Value {
    let mut conversations = genesys.conversations();
    conversations.sort_by_key(|conversation| std::cmp::Reverse(conversation.last_message));
    let shown: Vec<Value> = conversations
        .iter()
        .map(|conversation| shown(conversation, &genesys.messages_of(&conversation.id)))
        .collect();
    json!({ "now": genesys.host().now(), "conversations": shown })
}

fn shown(conversation: &FakeConversation, messages: &[FakeOpenMessage]) -> Value {
    let last = messages
        .iter()
        .rfind(|message| message.direction == "Inbound");
    let metadata = last.map_or(&Value::Null, |message| &message.body["metadata"]);
    json!({
        "conversationId": conversation.id,
        "customer": conversation.from,
        "metadata": metadata,
        "state": conversation.state,
        "started": conversation.started,
        "lastMessage": conversation.last_message,
        "messages": messages.iter().filter_map(message).collect::<Vec<_>>(),
    })
}

/// One message; typing is none.
fn message(message: &FakeOpenMessage) -> Option<Value> {
    if message.kind == "Event" {
        return None;
    }
    let body = &message.body;
    let content = || body["content"].as_array().into_iter().flatten();
    let attachments: Vec<Value> = content()
        .filter_map(|item| item.get("attachment"))
        .map(|file| {
            json!({
                "mediaType": file["mediaType"],
                "mime": file["mime"],
                "filename": file["filename"],
                "url": file["url"],
            })
        })
        .collect();
    let replies: Vec<&Value> = content()
        .filter_map(|item| item.get("quickReply"))
        .collect();
    let text = match &body["text"] {
        Value::Null => &body["buttonResponse"]["text"],
        text => text,
    };
    Some(json!({
        "id": message.id,
        "messageId": message.message_id(),
        "direction": message.direction.to_lowercase(),
        "kind": message.kind.to_lowercase(),
        "text": text,
        "attachments": attachments,
        "quickReplies": replies,
        "status": message.status.to_lowercase(),
        "reasons": message.reasons,
        "at": message.at,
    }))
}

/// What the agent writes.
pub(super) enum Written<'a> {
    /// A text.
    Text(&'a str),
    /// A text with answers to choose from, each with its text and payload.
    QuickReplies(&'a str, Vec<(String, String)>),
    /// A file, maybe with a text.
    File {
        /// Its content.
        bytes: Vec<u8>,
        /// Its type.
        mime: &'static str,
        /// What is written beside it.
        text: Option<&'a str>,
    },
    /// That the agent types.
    Typing,
}

/// Sends a message of the agent; gives its id, or `None` if there is no such conversation.
pub(super) fn write(genesys: &FakeGenesys, id: &str, written: Written<'_>) -> Option<String> {
    let agent = genesys.agent(&ConversationId::new(id))?;
    let message = match written {
        Written::Text(text) => agent.text(text),
        Written::Typing => agent.typing(),
        Written::QuickReplies(text, replies) => {
            let replies: Vec<(&str, &str)> = replies
                .iter()
                .map(|(text, payload)| (text.as_str(), payload.as_str()))
                .collect();
            agent.quick_replies(text, &replies)
        }
        Written::File { bytes, mime, text } => {
            let extension = mime.rsplit('/').next().unwrap_or_default();
            let file = agent.attachment(bytes, mime, &format!("picture.{extension}"));
            match text {
                Some(text) => file.with("text", text),
                None => file,
            }
        }
    };
    Some(message.send())
}
