//! Ids of buttons and rows that lead back to the Genesys message they belong to.
//!
//! WhatsApp returns the id of a chosen button or row as it was sent. So everything that
//! Genesys wants to hear about the choice stands in the id, and no store is needed:
//!
//! `sb1.<kind>.<place>.<message id>.=<payload>.`
//!
//! The kind is one letter; the place, from 0, keeps ids apart whose payloads are the same; in
//! the message id `%` and `.` are percent-encoded; the full stop at the end keeps the white
//! space of a payload. Where that is longer than WhatsApp allows, the payload is left out and
//! the id ends with `.-.`: such a choice is passed on as its text.

/// What a button or row belongs to, in Genesys' terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKind {
    /// A button of a card, or a row of a list picker.
    Button,
    /// A quick reply.
    QuickReply,
    /// A time of a date picker.
    DatePicker,
}

/// What was chosen.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it belongs to.
    pub kind: ChoiceKind,
    /// The Genesys message that offered it.
    pub message_id: String,
    /// What Genesys put behind it.
    pub payload: String,
}

ccaas_http::debug_allow_list!(Choice { kind });

const PREFIX: &str = "sb1.";
const END: char = '.';

impl Choice {
    /// The id for a button or row at this place, with at most `limit` characters.
    #[must_use]
    pub fn id(&self, place: usize, limit: usize) -> String {
        let (kind, message_id) = (letter(self.kind), escaped(&self.message_id));
        let payload = &self.payload;
        let whole = format!("{PREFIX}{kind}.{place}.{message_id}.={payload}{END}");
        if crate::text::is_within(&whole, limit) {
            return whole;
        }
        let short = format!("{PREFIX}{kind}.{place}.{message_id}.-{END}");
        match crate::text::is_within(&short, limit) {
            true => short,
            false => format!("{PREFIX}{kind}.{place}..-{END}"),
        }
    }

    /// Reads the id of a chosen button or row; `None` if it is another's, or has no payload.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        let mut parts = id.strip_prefix(PREFIX)?.splitn(4, '.');
        let kind = kind(parts.next()?)?;
        let _place: usize = parts.next()?.parse().ok()?;
        let message_id = unescaped(parts.next()?);
        let payload = parts.next()?.strip_prefix('=')?.strip_suffix(END)?;
        (!message_id.is_empty()).then(|| Self {
            kind,
            message_id,
            payload: payload.to_owned(),
        })
    }
}

fn letter(kind: ChoiceKind) -> &'static str {
    match kind {
        ChoiceKind::Button => "b",
        ChoiceKind::QuickReply => "q",
        ChoiceKind::DatePicker => "d",
    }
}

fn kind(letter_of_kind: &str) -> Option<ChoiceKind> {
    let all = [
        ChoiceKind::Button,
        ChoiceKind::QuickReply,
        ChoiceKind::DatePicker,
    ];
    all.into_iter().find(|kind| letter(*kind) == letter_of_kind)
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('.', "%2E")
}

fn unescaped(text: &str) -> String {
    text.replace("%2E", ".").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MESSAGE: &str = "2f1e2d3c4b5a69788796a5b4c3d2e1f2";

    fn choice(kind: ChoiceKind, message_id: &str, payload: &str) -> Choice {
        Choice {
            kind,
            message_id: message_id.to_owned(),
            payload: payload.to_owned(),
        }
    }

    #[test]
    fn an_id_is_as_documented() {
        let offered = choice(ChoiceKind::QuickReply, MESSAGE, "reserve now ");

        let id = offered.id(1, 256);

        assert_eq!(
            id,
            "sb1.q.1.2f1e2d3c4b5a69788796a5b4c3d2e1f2.=reserve now ."
        );
        assert_eq!(Choice::of_id(&id), Some(offered));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_then_read_as_nothing() {
        let long = "x".repeat(300);

        for (message_id, payload) in [(MESSAGE, &*long), (&*long, "a")] {
            let id = choice(ChoiceKind::Button, message_id, payload).id(0, 200);

            assert!(id.len() <= 200);
            assert_eq!(Choice::of_id(&id), None);
        }
    }

    #[test]
    fn ids_of_others_are_nothing() {
        for id in [
            "",
            "yes",
            "sb1.",
            "sb1.x.0.m.=p.",
            "sb1.q.x.m.=p.",
            "sb1.q.0..=p.",
        ] {
            assert_eq!(Choice::of_id(id), None, "{id}");
        }
    }

    #[test]
    fn debug_does_not_show_what_was_chosen() {
        let choice = Choice::of_id("sb1.q.0.canary.=canary.").unwrap();

        assert!(!format!("{choice:?}").contains("canary"));
    }

    proptest! {
        #[test]
        fn what_fits_is_read_back(
            message_id in "[a-z0-9.%=-]{1,60}",
            payload in any::<String>(),
            place in 0_usize..10,
        ) {
            let offered = choice(ChoiceKind::DatePicker, &message_id, &payload);

            let id = offered.id(place, 200);

            prop_assert!(id.chars().count() <= 200);
            match Choice::of_id(&id) {
                Some(read) => prop_assert_eq!(read, offered),
                None => {
                    let at_most = 12 + 3 * message_id.len() + payload.chars().count();
                    prop_assert!(at_most > 200);
                }
            }
        }
    }
}
