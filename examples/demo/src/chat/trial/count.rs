//! What arrived, as a journal tells it.

use std::collections::HashMap;

use ccaas_http::test_util::JournalEntry;
use serde_json::{Value, json};

/// What became of some messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// How many were sent.
    pub(super) sent: usize,
    /// How many arrived at least once.
    pub(super) arrived: usize,
    /// How often one arrived again as another message.
    pub(super) doubles: usize,
    /// How often one arrived again as the same message: Genesys Cloud shows it once.
    pub(super) repeated: usize,
    /// Whether they arrived in the order in which they were sent.
    pub(super) in_order: bool,
}

/// A message that Genesys Cloud took.
struct Taken {
    text: String,
    /// What makes it the same message: id and time.
    identity: Value,
}

impl Count {
    /// Finds the messages of customers with these texts, in the order of the texts, among what
    /// Genesys Cloud took.
    pub(super) fn of(texts: &[String], journal: &[JournalEntry]) -> Self {
        let taken = journal.iter().filter(|entry| {
            entry.path.ends_with("/inbound/open/message") && entry.status == Some(200)
        });
        let taken = taken.filter_map(|entry| {
            let body = entry.json();
            let channel = &body["channel"];
            Some(Taken {
                text: body["text"].as_str()?.to_owned(),
                identity: json!([channel["messageId"], channel["time"]]),
            })
        });
        Self::among(texts, taken)
    }

    fn among(texts: &[String], taken: impl Iterator<Item = Taken>) -> Self {
        let places: HashMap<&str, usize> = texts
            .iter()
            .enumerate()
            .map(|(place, text)| (text.as_str(), place))
            .collect();
        let mut seen: Vec<Option<Value>> = vec![None; texts.len()];
        let mut count = Self {
            sent: texts.len(),
            in_order: true,
            ..Self::default()
        };
        let mut last = None;
        for Taken { text, identity } in taken {
            let Some(&place) = places.get(text.as_str()) else {
                continue;
            };
            match &seen[place] {
                Some(known) if *known == identity => count.repeated += 1,
                Some(_) => count.doubles += 1,
                None => {
                    count.arrived += 1;
                    count.in_order &= last < Some(place);
                    last = Some(place);
                    seen[place] = Some(identity);
                }
            }
        }
        count
    }

    /// Whether all arrived.
    pub(super) fn is_complete(&self) -> bool {
        self.arrived == self.sent
    }

    /// Whether nothing was lost, doubled or mixed up.
    pub(super) fn is_good(&self) -> bool {
        self.is_complete() && self.in_order && self.doubles == 0
    }

    /// All of it in a few words: `20 of 20 arrived, in order, 0 doubles`.
    pub(super) fn words(&self) -> String {
        let order = match self.in_order {
            true => "in order",
            false => "out of order",
        };
        let doubles = match self.doubles {
            1 => "1 double".to_owned(),
            doubles => format!("{doubles} doubles"),
        };
        let repeated = match self.repeated {
            0 => String::new(),
            times => format!(" ({times} sent again with the same id, and shown once)"),
        };
        let (arrived, sent) = (self.arrived, self.sent);
        format!("{arrived} of {sent} arrived, {order}, {doubles}{repeated}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Messages as text and id.
    fn count(taken: &[(&str, u8)]) -> Count {
        let texts = ["1", "2", "3"].map(str::to_owned);
        let taken = taken.iter().map(|(text, id)| Taken {
            text: (*text).to_owned(),
            identity: json!(id),
        });
        Count::among(&texts, taken)
    }

    #[test]
    fn losses_doubles_and_disorder_are_told_apart() {
        for (taken, words, good) in [
            (
                &[("1", 1), ("x", 9), ("2", 2), ("3", 3)][..],
                "3 of 3 arrived, in order, 0 doubles",
                true,
            ),
            (
                &[("1", 1), ("2", 2), ("1", 1), ("3", 3)],
                "3 of 3 arrived, in order, 0 doubles (1 sent again with the same id, and shown once)",
                true,
            ),
            (
                &[("1", 1), ("2", 2), ("1", 4), ("3", 3)],
                "3 of 3 arrived, in order, 1 double",
                false,
            ),
            (
                &[("1", 1), ("3", 3), ("2", 2)],
                "3 of 3 arrived, out of order, 0 doubles",
                false,
            ),
            (
                &[("1", 1), ("3", 3)],
                "2 of 3 arrived, in order, 0 doubles",
                false,
            ),
            (&[], "0 of 3 arrived, in order, 0 doubles", false),
        ] {
            let count = count(taken);
            assert_eq!((count.words().as_str(), count.is_good()), (words, good));
        }
    }
}
