//! The least a receiver can do: HMAC, and serde_json into structs that own their strings.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::Sha256;

#[derive(Deserialize)]
pub(crate) struct Webhook {
    pub(crate) object: String,
    pub(crate) entry: Vec<Entry>,
}

#[derive(Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(crate) struct Change {
    pub(crate) field: String,
    pub(crate) value: Value,
}

#[derive(Deserialize)]
pub(crate) struct Value {
    pub(crate) metadata: Metadata,
    #[serde(default)]
    pub(crate) contacts: Vec<Contact>,
    #[serde(default)]
    pub(crate) messages: Vec<Message>,
}

#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) display_phone_number: String,
    pub(crate) phone_number_id: String,
}

#[derive(Deserialize)]
pub(crate) struct Contact {
    pub(crate) profile: Profile,
    pub(crate) wa_id: Option<String>,
    pub(crate) user_id: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Profile {
    pub(crate) name: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Message {
    pub(crate) from: Option<String>,
    pub(crate) from_user_id: Option<String>,
    pub(crate) id: String,
    pub(crate) timestamp: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) text: Option<Text>,
}

#[derive(Deserialize)]
pub(crate) struct Text {
    pub(crate) body: String,
}

pub(crate) fn receive(secret: &SecretString, body: &[u8], header: &str) -> Option<Webhook> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(body);
    let mut expected = [0_u8; 32];
    let hex = header.strip_prefix("sha256=")?.as_bytes();
    for (byte, pair) in expected.iter_mut().zip(hex.chunks_exact(2)) {
        let digit = |it: u8| char::from(it).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    mac.verify_slice(&expected).ok()?;
    serde_json::from_slice(body).ok()
}

impl Webhook {
    /// Touches every string, so that none can be left out.
    pub(crate) fn size(&self) -> usize {
        let mut size = self.object.len();
        for entry in &self.entry {
            size += entry.id.len();
            for change in &entry.changes {
                let value = &change.value;
                size += change.field.len() + value.metadata.display_phone_number.len();
                size += value.metadata.phone_number_id.len();
                for contact in &value.contacts {
                    let texts = [&contact.profile.name, &contact.wa_id, &contact.user_id];
                    size += texts.into_iter().flatten().map(String::len).sum::<usize>();
                }
                size += value.messages.iter().map(Message::size).sum::<usize>();
            }
        }
        size
    }
}

impl Message {
    fn size(&self) -> usize {
        let texts = [&self.from, &self.from_user_id];
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        let body = self.text.as_ref().map_or(0, |text| text.body.len());
        texts + self.id.len() + self.timestamp.len() + self.kind.len() + body
    }
}
