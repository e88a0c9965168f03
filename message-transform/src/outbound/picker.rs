//! Lists to choose from, and places.

use genesys_client::webhooks::{ListPicker, Location};
use meta_whatsapp_client::messages::{Location as Place, Message};

use super::{ask::Ask, part::Writer};
use crate::ChoiceKind;

/// Writes a list; what is above it is the message's own text, or the list's title.
pub(super) fn write(picker: &ListPicker, writer: &mut Writer<'_>) {
    let mut text = writer.take_text();
    if let Some(message) = &picker.received_message {
        let lines = [&message.header, &message.title, &message.subtitle];
        for line in lines.into_iter().flatten() {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
        }
    }
    // Genesys takes no answer to a list picker from Open Messaging, but one to a button.
    let mut ask = Ask::new(ChoiceKind::Button, &text);
    for section in &picker.sections {
        ask.section(section.title.as_deref().unwrap_or_default());
        for item in &section.items {
            let payload = item.id.as_deref().or(item.title.as_deref());
            let title = item.title.as_deref().or(item.id.as_deref());
            ask.offer(title, payload, item.subtitle.as_deref());
        }
    }
    ask.write(writer);
}

/// Writes a place: on the map if its coordinates are told, else as a text.
pub(super) fn location(location: &Location, writer: &mut Writer<'_>) {
    writer.flush_text();
    let inside = |degrees: Option<f64>, most: f64| degrees.filter(|it| it.abs() <= most);
    let latitude = inside(location.latitude, 90.0);
    let longitude = inside(location.longitude, 180.0);
    if let (Some(latitude), Some(longitude)) = (latitude, longitude) {
        let mut place = Place::new(latitude, longitude);
        place.name.clone_from(&location.text);
        place.address.clone_from(&location.address);
        writer.message(Message::new(writer.context.to.clone(), place));
        return;
    }
    let lines = [&location.text, &location.address, &location.url];
    let lines: Vec<_> = lines.into_iter().flatten().map(String::as_str).collect();
    writer.text(&lines.join("\n"));
}
