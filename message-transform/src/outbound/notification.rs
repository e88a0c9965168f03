//! Templates that Genesys filled in: WhatsApp gets their text.

use genesys_client::webhooks::{Notification, NotificationButton, NotificationText};

use super::{ask::Ask, file, part::Writer};
use crate::ChoiceKind;

/// Writes the template: its file, its text, its buttons.
pub(super) fn write(notification: &Notification, writer: &mut Writer<'_>) {
    let body = notification.body.as_ref().map(filled);
    // Genesys may repeat the text beside the template.
    let own = writer.take_text();
    let own = Some(own).filter(|own| body.as_deref() != Some(own.trim()));
    let media = notification
        .header
        .as_ref()
        .and_then(|it| it.media.as_ref());
    if let Some(media) = media {
        file::write(media, writer);
    }
    let header = notification.header.as_ref().map(filled);
    let header = header
        .filter(|it| !it.is_empty())
        .map(|it| format!("*{it}*"));
    let footer = notification.footer.as_ref().map(filled);
    let footer = footer
        .filter(|it| !it.is_empty())
        .map(|it| format!("_{it}_"));
    let links = notification.buttons.iter().filter_map(link);
    let mut paragraphs: Vec<_> = [own, header, body, footer].into_iter().flatten().collect();
    paragraphs.extend(links);
    paragraphs.retain(|it| !it.trim().is_empty());
    let text = paragraphs.join("\n\n");
    let mut ask = Ask::new(ChoiceKind::Button, &text);
    for button in notification.buttons.iter().filter(|it| link(it).is_none()) {
        let (text, payload) = (button.text.as_deref(), button.payload.as_deref());
        ask.offer(text.or(payload), payload.or(text), None);
    }
    ask.write(writer);
}

/// The text with its placeholders filled, which Genesys mostly did already.
fn filled(part: &NotificationText) -> String {
    let mut text = part.text.clone().unwrap_or_default();
    for parameter in &part.parameters {
        if let (Some(name), Some(value)) = (&parameter.name, &parameter.text) {
            text = text.replace(&format!("{{{{{name}}}}}"), value);
        }
    }
    text.trim().to_owned()
}

/// What a button that is no answer says: the page or the number.
fn link(button: &NotificationButton) -> Option<String> {
    let target = button.url.as_ref().or(button.phone_number.as_ref())?;
    Some(match button.text.as_deref() {
        Some(text) => format!("{text}: {target}"),
        None => target.clone(),
    })
}
