//! Cards: side by side where WhatsApp's rules hold, else one after the other.

use genesys_client::webhooks::{ActionType, Card, CardAction};
use meta_whatsapp_client::messages::{
    Carousel, CarouselCard, CarouselCardAction, CtaUrl, CtaUrlParameters, Header, Image,
    MediaSource, Message, ReplyButton, Video,
};

use super::{
    ask::{Ask, BODY, filled, last_part},
    part::Writer,
};
use crate::{Choice, ChoiceKind, text};

/// WhatsApp's limits.
const CARDS: std::ops::RangeInclusive<usize> = 2..=10;
const CARD_BODY: usize = 160;
const CARD_BUTTONS: std::ops::RangeInclusive<usize> = 1..=2;
const BUTTON_TITLE: usize = 20;
const BUTTON_ID: usize = 256;

/// Writes cards, with the message's own text above them.
pub(super) fn write(cards: &[Card], writer: &mut Writer<'_>) {
    if let Some(cards) = side_by_side(cards, writer) {
        let text = writer.take_text();
        let above = match text.trim() {
            "" => writer.context.wording.please_choose,
            _ => &text,
        };
        let body = last_part(above, BODY, writer);
        let body = filled_body(body);
        writer.message(Message::new(
            writer.context.to.clone(),
            Carousel::new(body, cards),
        ));
        return;
    }
    writer.flush_text();
    for card in cards {
        one(card, writer);
    }
}

/// A body is never empty, whatever the wording is.
fn filled_body(body: String) -> String {
    match body.is_empty() {
        true => "…".to_owned(),
        false => body,
    }
}

/// A button of a card that does something.
enum Action<'a> {
    Link { text: &'a str, url: &'a str },
    Postback { text: &'a str, payload: &'a str },
}

impl<'a> Action<'a> {
    fn of(action: &'a CardAction) -> Option<Self> {
        let (text, payload) = (action.text.as_deref(), action.payload.as_deref());
        match (&action.kind, action.url.as_deref()) {
            (Some(ActionType::Postback), _) | (_, None) => Some(Self::Postback {
                text: text.or(payload)?,
                payload: payload.or(text)?,
            }),
            (_, Some(url)) => Some(Self::Link {
                text: text.unwrap_or(url),
                url,
            }),
        }
    }
}

/// The buttons, and what a tap on the card itself does if it is a page none of them opens.
fn actions(card: &Card) -> Vec<Action<'_>> {
    let buttons = card.actions.iter().filter_map(Action::of);
    let mut actions: Vec<_> = buttons.collect();
    let default = card.default_action.as_ref().and_then(Action::of);
    if let Some(Action::Link { text, url }) = default {
        let opens =
            |action: &Action<'_>| matches!(action, Action::Link { url: it, .. } if *it == url);
        if !actions.iter().any(opens) {
            actions.push(Action::Link { text, url });
        }
    }
    actions
}

fn header(card: &Card) -> Option<Header> {
    let image = card.image.as_ref().map(MediaSource::link);
    let video = card.video.as_ref().map(MediaSource::link);
    let image = image.map(|it| Header::from(Image::new(it)));
    image.or(video.map(|it| Header::from(Video::new(it))))
}

/// The title in bold, and the description.
fn words(card: &Card) -> String {
    let title = card.title.as_deref().map(text::one_line);
    let title = title
        .filter(|it| !it.is_empty())
        .map(|it| format!("*{it}*"));
    let description = card.description.as_deref().map(str::trim);
    let description = description.filter(|it| !it.is_empty());
    match (title, description) {
        (Some(title), Some(description)) => format!("{title}\n{description}"),
        (title, description) => title.unwrap_or_else(|| description.unwrap_or_default().to_owned()),
    }
}

/// The cards of a carousel, if there are two to ten with a picture each, the same buttons,
/// and nothing that would have to be cut.
fn side_by_side(cards: &[Card], writer: &Writer<'_>) -> Option<Vec<CarouselCard>> {
    if !CARDS.contains(&cards.len()) {
        return None;
    }
    let mut place = 0;
    let mut made: Vec<CarouselCard> = Vec::new();
    for card in cards {
        let body = words(card);
        if !text::is_within(&body, CARD_BODY) {
            return None;
        }
        let action = card_action(card, &mut place, writer)?;
        if made
            .first()
            .is_some_and(|first| !is_same_kind(&first.action, &action))
        {
            return None;
        }
        let mut card = CarouselCard::new(header(card)?, action);
        card.body = (!body.is_empty()).then_some(body);
        made.push(card);
    }
    Some(made)
}

fn is_same_kind(one: &CarouselCardAction, other: &CarouselCardAction) -> bool {
    match (one, other) {
        (CarouselCardAction::CtaUrl(_), CarouselCardAction::CtaUrl(_)) => true,
        (CarouselCardAction::QuickReplies(one), CarouselCardAction::QuickReplies(other)) => {
            one.len() == other.len()
        }
        _ => false,
    }
}

/// One link, or one or two answers.
fn card_action(card: &Card, place: &mut usize, writer: &Writer<'_>) -> Option<CarouselCardAction> {
    let actions = actions(card);
    if let [Action::Link { text, url }] = actions[..] {
        return Some(CarouselCardAction::CtaUrl(CtaUrlParameters::new(
            fitting(text)?,
            url,
        )));
    }
    let mut buttons = Vec::new();
    for action in &actions {
        let Action::Postback { text, payload } = action else {
            return None;
        };
        let id = id(writer, payload).id(*place, BUTTON_ID);
        *place += 1;
        buttons.push(ReplyButton::new(id, fitting(text)?));
    }
    let fits = CARD_BUTTONS.contains(&buttons.len());
    fits.then_some(CarouselCardAction::QuickReplies(buttons))
}

fn fitting(title: &str) -> Option<String> {
    let title = text::one_line(title);
    (!title.is_empty() && text::is_within(&title, BUTTON_TITLE)).then_some(title)
}

fn id(writer: &Writer<'_>, payload: &str) -> Choice {
    Choice {
        kind: ChoiceKind::Button,
        message_id: writer.id.to_owned(),
        payload: payload.to_owned(),
    }
}

/// A card by itself: its picture, its words, its buttons.
fn one(card: &Card, writer: &mut Writer<'_>) {
    let actions = actions(card);
    let mut words = words(card);
    if let [Action::Link { text, url }] = actions[..] {
        return link(card, &words, text, url, writer);
    }
    for action in &actions {
        if let Action::Link { text, url } = action {
            words.push_str(&match text == url {
                true => format!("\n{url}"),
                false => format!("\n{}: {url}", text::one_line(text)),
            });
        }
    }
    let words = words.trim_start().to_owned();
    let mut ask = Ask::new(ChoiceKind::Button, &words);
    for action in &actions {
        if let Action::Postback { text, payload } = action {
            ask.offer(Some(text), Some(payload), None);
        }
    }
    if ask.count() > 0 && ask.fits_buttons() {
        return ask.with_header(header(card)).write(writer);
    }
    picture(card, writer);
    ask.write(writer);
}

fn link(card: &Card, words: &str, text: &str, url: &str, writer: &mut Writer<'_>) {
    let words = match words.is_empty() {
        true => text,
        false => words,
    };
    let body = last_part(words, BODY, writer);
    let mut message = CtaUrl::new(filled_body(body), filled(text, "…", BUTTON_TITLE), url);
    message.header = header(card);
    writer.message(Message::new(writer.context.to.clone(), message));
}

fn picture(card: &Card, writer: &mut Writer<'_>) {
    let to = writer.context.to.clone();
    match header(card) {
        Some(Header::Image(image)) => writer.message(Message::new(to, image)),
        Some(Header::Video(video)) => writer.message(Message::new(to, video)),
        _ => {}
    }
}
