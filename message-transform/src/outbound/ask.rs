//! Something to choose from: buttons, a list, or a numbered text.

use std::collections::HashSet;

use meta_whatsapp_client::messages::{Header, List, ListRow, ListSection, Message, ReplyButtons};

use super::part::Writer;
use crate::{
    Choice, ChoiceKind,
    text::{self, is_within},
};

/// WhatsApp's limits.
const BUTTONS: usize = 3;
const BUTTON_TITLE: usize = 20;
const BUTTON_ID: usize = 256;
pub(super) const BODY: usize = 1_024;
const ROWS: usize = 10;
const ROW_TITLE: usize = 24;
const ROW_DESCRIPTION: usize = 72;
const ROW_ID: usize = 200;
const SECTION_TITLE: usize = 24;
const LIST_BODY: usize = 4_096;

/// A question with its choices.
pub(super) struct Ask<'a> {
    kind: ChoiceKind,
    text: &'a str,
    header: Option<Header>,
    sections: Vec<(String, Vec<Offer>)>,
}

/// One choice.
struct Offer {
    title: String,
    description: String,
    payload: String,
}

impl<'a> Ask<'a> {
    pub(super) fn new(kind: ChoiceKind, text: &'a str) -> Self {
        Self {
            kind,
            text,
            header: None,
            sections: vec![(String::new(), Vec::new())],
        }
    }

    /// A picture or film above the question, if there are buttons below it.
    pub(super) fn with_header(mut self, header: Option<Header>) -> Self {
        self.header = header;
        self
    }

    /// What follows stands under a title.
    pub(super) fn section(&mut self, title: &str) {
        let title = text::one_line(title);
        match self.sections.last_mut() {
            Some((empty, offers)) if offers.is_empty() => *empty = title,
            _ => self.sections.push((title, Vec::new())),
        }
    }

    /// A choice; one that says nothing is none.
    pub(super) fn offer(
        &mut self,
        title: Option<&str>,
        payload: Option<&str>,
        description: Option<&str>,
    ) {
        let title = text::one_line(title.unwrap_or_default());
        let (Some(payload), false) = (payload, title.is_empty()) else {
            return;
        };
        let offer = Offer {
            title,
            description: text::one_line(description.unwrap_or_default()),
            payload: payload.to_owned(),
        };
        if let Some((_, offers)) = self.sections.last_mut() {
            offers.push(offer);
        }
    }

    fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.sections.iter().flat_map(|(_, offers)| offers)
    }

    pub(super) fn count(&self) -> usize {
        self.offers().count()
    }

    /// Up to three as buttons, up to ten as a list, more as a numbered text.
    pub(super) fn write(self, writer: &mut Writer<'_>) {
        match self.count() {
            0 => writer.text(self.text),
            1..=BUTTONS if self.fits_buttons() => self.buttons(writer),
            1..=ROWS => self.list(writer),
            _ => self.numbered(writer),
        }
    }

    /// Buttons need titles of their own, and have no second line.
    pub(super) fn fits_buttons(&self) -> bool {
        let mut seen = HashSet::new();
        self.count() <= BUTTONS
            && self.offers().all(|offer| {
                offer.description.is_empty() && seen.insert(text::cut(&offer.title, BUTTON_TITLE))
            })
    }

    fn id(&self, place: usize, offer: &Offer, limit: usize, writer: &Writer<'_>) -> String {
        let choice = Choice {
            kind: self.kind,
            message_id: writer.id.to_owned(),
            payload: offer.payload.clone(),
        };
        choice.id(place, limit)
    }

    /// The question, with the titles in full that are cut below it.
    fn body(&self, writer: &Writer<'_>, is_cut: impl Fn(&Offer) -> bool) -> String {
        let mut body = match self.text.trim() {
            "" => writer.context.wording.please_choose.to_owned(),
            _ => self.text.trim_end().to_owned(),
        };
        let cut = self.offers().filter(|offer| is_cut(offer));
        for (place, offer) in cut.enumerate() {
            body.push_str(if place == 0 { "\n\n• " } else { "\n• " });
            body.push_str(&offer.title);
            if !offer.description.is_empty() {
                body.push_str(": ");
                body.push_str(&offer.description);
            }
        }
        body
    }

    fn buttons(self, writer: &mut Writer<'_>) {
        let is_cut = |offer: &Offer| !is_within(&offer.title, BUTTON_TITLE);
        let body = last_part(&self.body(writer, is_cut), BODY, writer);
        let buttons: Vec<_> = self
            .offers()
            .enumerate()
            .map(|(place, offer)| {
                let id = self.id(place, offer, BUTTON_ID, writer);
                (id, text::cut(&offer.title, BUTTON_TITLE).into_owned())
            })
            .collect();
        let mut message = ReplyButtons::new(body, buttons);
        message.header = self.header;
        writer.message(Message::new(writer.context.to.clone(), message));
    }

    fn list(self, writer: &mut Writer<'_>) {
        let body = last_part(&self.body(writer, is_cut_in_row), LIST_BODY, writer);
        let mut place = 0;
        let mut sections = Vec::new();
        for (title, offers) in self
            .sections
            .iter()
            .filter(|(_, offers)| !offers.is_empty())
        {
            let mut rows = Vec::new();
            for offer in offers {
                rows.push(self.row(place, offer, writer));
                place += 1;
            }
            let title = text::cut(title, SECTION_TITLE).into_owned();
            sections.push(ListSection {
                title: (!title.is_empty()).then_some(title),
                rows,
            });
        }
        if sections.len() > 1 {
            for (number, section) in sections.iter_mut().enumerate() {
                section
                    .title
                    .get_or_insert_with(|| (number + 1).to_string());
            }
        }
        let button = filled(writer.context.wording.choose, "…", BUTTON_TITLE);
        let list = List::new(body, button, sections);
        writer.message(Message::new(writer.context.to.clone(), list));
    }

    fn row(&self, place: usize, offer: &Offer, writer: &Writer<'_>) -> ListRow {
        let mut row = ListRow::new(
            self.id(place, offer, ROW_ID, writer),
            text::cut(&offer.title, ROW_TITLE),
        );
        let description = match offer.description.is_empty() {
            // The second line has room for the whole title.
            true if !is_within(&offer.title, ROW_TITLE) => &offer.title,
            _ => &offer.description,
        };
        if !description.is_empty() {
            row.description = Some(text::cut(description, ROW_DESCRIPTION).into_owned());
        }
        row
    }

    fn numbered(self, writer: &mut Writer<'_>) {
        let mut text = self.body(writer, |_| false);
        text.push('\n');
        let mut number = 0;
        for (title, offers) in &self.sections {
            if !title.is_empty() {
                text.push_str(&format!("\n{title}"));
            }
            for offer in offers {
                number += 1;
                text.push_str(&format!("\n{number}. {}", offer.title));
                if !offer.description.is_empty() {
                    text.push_str(&format!(": {}", offer.description));
                }
            }
        }
        writer.text(&text);
    }
}

/// Whether the row does not show all of a choice.
fn is_cut_in_row(offer: &Offer) -> bool {
    let title_fits = is_within(&offer.title, ROW_TITLE);
    match offer.description.is_empty() {
        true => !title_fits && !is_within(&offer.title, ROW_DESCRIPTION),
        false => !title_fits || !is_within(&offer.description, ROW_DESCRIPTION),
    }
}

/// The end of a text that is too long for a body; what stands before it is sent before.
pub(super) fn last_part(body: &str, limit: usize, writer: &mut Writer<'_>) -> String {
    let mut parts = text::split(body, limit);
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        writer.text(&part);
    }
    last
}

/// The text in its limit, or the other one if it says nothing.
pub(super) fn filled(text: &str, otherwise: &str, limit: usize) -> String {
    match text::title(text, limit) {
        empty if empty.is_empty() => otherwise.to_owned(),
        title => title,
    }
}
