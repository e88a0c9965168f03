//! What the earlier message of an agent said that a customer's message answers.

use message_transform::{inbound, outbound::Outbound};
use meta_whatsapp_client::webhooks::Update;

use crate::{state::AppState, store::SentMessage, work::item::Item};

/// The text of the message that an update answers, reacts to or quotes.
///
/// `None` if it does not, or if that message is another's than an agent's, has no text, or is
/// gone: bodies are deleted some time after the delivery.
pub async fn text(state: &AppState, update: &Update) -> Option<String> {
    let wamid = inbound::refers_to(update)?.as_str();
    match sent(state, wamid).await {
        Ok(found) => {
            let (message, place) = found?;
            of_part(state, &message, place)
        }
        Err(error) => {
            // The message itself counts for more.
            tracing::warn!(error = %error, "what a message answers could not be read");
            None
        }
    }
}

async fn sent(state: &AppState, wamid: &str) -> Result<Option<(SentMessage, usize)>, sqlx::Error> {
    let store = &state.store;
    let mut connection = store.database().reader().acquire().await?;
    let hash = store.id_hash(wamid);
    let Some((message, place)) = store.part_of(&mut connection, &hash).await? else {
        return Ok(None);
    };
    let message = store.sent_message(&mut connection, &message).await?;
    Ok(message.map(|message| (message, place)))
}

fn of_part(state: &AppState, message: &SentMessage, place: usize) -> Option<String> {
    let sealed = message.item_sealed.as_deref()?;
    let Item::Outbound(item) = Item::open(state.store.sealer(), sealed)? else {
        return None;
    };
    match item.transformed()? {
        Outbound::Parts { parts, .. } => parts.get(place)?.text().map(str::to_owned),
        _ => None,
    }
}
