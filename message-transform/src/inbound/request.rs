//! The small format of the documented `POST /transform/inbound`.

use ccaas_http::read;
use meta_whatsapp_client::webhooks::{self, ParseError, Update};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// A message in the small format:
/// `{messageId, from, contactName, timestamp, type, content}`.
///
/// `content` is what the type has on WhatsApp, with `{"text": "…"}` for a text; ids and types
/// of files may also be written `mediaId` and `mimeType`.
///
/// ```
/// use message_transform::inbound::{Context, GenesysCall, Inbound, InboundRequest, open_from, transform};
/// use genesys_client::open_messaging::{IdType, RecipientId};
///
/// let request: InboundRequest = serde_json::from_str(
///     r#"{"messageId": "test123", "from": "1234567890", "contactName": "Test User",
///         "timestamp": "1704067200", "type": "text", "content": {"text": "Hello from test"}}"#,
/// )?;
/// let update = request.update()?;
/// let from = open_from(RecipientId::new("+1234567890"), IdType::Phone, &update);
///
/// let Inbound::Calls(calls) = transform(&update, &Context::new(&from, Default::default(), &|_| None))
/// else { unreachable!() };
///
/// let GenesysCall::Message(message) = &calls[0] else { unreachable!() };
/// assert_eq!(message.text.as_deref(), Some("Hello from test"));
/// assert_eq!(message.channel.from.nickname.as_deref(), Some("Test User"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct InboundRequest {
    /// The message's id at WhatsApp.
    #[serde(deserialize_with = "read::or_default")]
    pub message_id: String,
    /// Who wrote: a `wa_id`.
    #[serde(deserialize_with = "read::or_default")]
    pub from: String,
    /// The name that the customer chose.
    #[serde(deserialize_with = "read::lenient")]
    pub contact_name: Option<String>,
    /// When, in seconds since 1970.
    #[serde(deserialize_with = "read::lenient")]
    pub timestamp: Option<String>,
    /// The type, as WhatsApp writes it; `text` if it is not told.
    #[serde(rename = "type", deserialize_with = "read::or_default")]
    pub kind: String,
    /// What it holds.
    pub content: Value,
}

ccaas_http::debug_allow_list!(InboundRequest { timestamp, kind });

impl InboundRequest {
    /// The update that WhatsApp would have sent.
    ///
    /// # Errors
    /// [`ParseError`] if the content is nested too deeply to be written as JSON and read again.
    ///
    /// # Panics
    /// Never: a webhook with one message has one update.
    pub fn update(&self) -> Result<Update, ParseError> {
        let kind = match &*self.kind {
            "" => "text",
            kind => kind,
        };
        let mut message = Map::new();
        message.insert("from".into(), json!(self.from));
        message.insert("id".into(), json!(self.message_id));
        message.insert("timestamp".into(), json!(self.timestamp));
        message.insert("type".into(), json!(kind));
        // The content must not replace what stands beside it.
        message.entry(kind).or_insert_with(|| self.content_of(kind));
        let contact = json!({"wa_id": self.from, "profile": {"name": self.contact_name}});
        let value = json!({"contacts": [contact], "messages": [message]});
        let change = json!({"field": "messages", "value": value});
        let body = json!({"object": "whatsapp_business_account", "entry": [{"changes": [change]}]});
        let webhook = webhooks::parse(body.to_string().as_bytes())?;
        let update = webhook.into_updates().pop();
        Ok(update.expect("a webhook with one message has one update"))
    }

    fn content_of(&self, kind: &str) -> Value {
        match &self.content {
            Value::String(text) if kind == "text" => json!({"body": text}),
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, value)| (on_whatsapp(kind, name), value.clone()))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}

fn on_whatsapp(kind: &str, name: &str) -> String {
    match (kind, name) {
        ("text", "text") => "body",
        (_, "mediaId") => "id",
        (_, "mimeType") => "mime_type",
        (_, name) => name,
    }
    .to_owned()
}
