//! What arrived, as a journal tells it.

use std::collections::HashMap;

use ccaas_http::test_util::JournalEntry;

/// What became of some messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// How many were sent.
    pub(super) sent: usize,
    /// How many arrived at least once.
    pub(super) arrived: usize,
    /// How often one arrived again.
    pub(super) doubles: usize,
    /// Whether they arrived in the order in which they were sent.
    pub(super) in_order: bool,
}

impl Count {
    /// Finds the messages of customers with these texts, in the order of the texts, among what
    /// Genesys Cloud took.
    pub(super) fn of(texts: &[String], journal: &[JournalEntry]) -> Self {
        let taken = journal.iter().filter(|entry| {
            entry.path.ends_with("/inbound/open/message") && entry.status == Some(200)
        });
        let bodies = taken.map(JournalEntry::json);
        let arrived = bodies.filter_map(|body| body["text"].as_str().map(str::to_owned));
        Self::among(texts, arrived)
    }

    fn among(texts: &[String], arrived: impl Iterator<Item = String>) -> Self {
        let places: HashMap<&str, usize> = texts
            .iter()
            .enumerate()
            .map(|(place, text)| (text.as_str(), place))
            .collect();
        let mut seen = vec![false; texts.len()];
        let mut count = Self {
            sent: texts.len(),
            in_order: true,
            ..Self::default()
        };
        let mut last = None;
        for text in arrived {
            let Some(&place) = places.get(text.as_str()) else {
                continue;
            };
            if std::mem::replace(&mut seen[place], true) {
                count.doubles += 1;
                continue;
            }
            count.arrived += 1;
            count.in_order &= last < Some(place);
            last = Some(place);
        }
        count
    }

    /// Whether all arrived.
    pub(super) fn is_complete(&self) -> bool {
        self.arrived == self.sent
    }

    /// Whether nothing was lost or mixed up.
    pub(super) fn is_good(&self) -> bool {
        self.is_complete() && self.in_order
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
        format!(
            "{} of {} arrived, {order}, {doubles}",
            self.arrived, self.sent
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    fn count(arrived: &[&str]) -> Count {
        let texts = ["1", "2", "3"].map(str::to_owned);
        Count::among(&texts, arrived.iter().map(|text| (*text).to_owned()))
    }

    #[test]
    fn losses_doubles_and_disorder_are_told_apart() {
        for (arrived, words, good) in [
            (
                &["1", "x", "2", "3"][..],
                "3 of 3 arrived, in order, 0 doubles",
                true,
            ),
            (
                &["1", "2", "1", "3"],
                "3 of 3 arrived, in order, 1 double",
                true,
            ),
            (
                &["1", "3", "2"],
                "3 of 3 arrived, out of order, 0 doubles",
                false,
            ),
            (&["1", "3"], "2 of 3 arrived, in order, 0 doubles", false),
            (&[], "0 of 3 arrived, in order, 0 doubles", false),
        ] {
            let count = count(arrived);
            assert_eq!((count.words().as_str(), count.is_good()), (words, good));
        }
    }
}
