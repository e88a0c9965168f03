//! Statuses arrive in any order, more than once, and not all: a merge that only moves on.

use chrono::{DateTime, Utc};

use super::{Status, StatusKind};

/// What became of one message, whatever the order in which its statuses arrive.
///
/// Sent, delivered, read, played: each includes those before, and `failed` is final. The
/// result depends on which statuses arrived, not on their order or number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusMerge {
    /// When each step was first told, by rank; the inner `None` is a status without time.
    steps: [Option<Option<DateTime<Utc>>>; 5],
}

/// The place of a status among the steps; `None` for those that are none.
fn rank(kind: &StatusKind) -> Option<usize> {
    Some(match kind {
        StatusKind::Sent => 0,
        StatusKind::Delivered => 1,
        StatusKind::Read => 2,
        StatusKind::Played => 3,
        StatusKind::Failed => 4,
        _ => return None,
    })
}

/// The steps, by rank.
static STEPS: [StatusKind; 5] = [
    StatusKind::Sent,
    StatusKind::Delivered,
    StatusKind::Read,
    StatusKind::Played,
    StatusKind::Failed,
];

impl StatusMerge {
    /// Nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a status; `true` if the message moved on.
    pub fn apply(&mut self, status: &Status) -> bool {
        match &status.status {
            Some(kind) => self.apply_at(kind, status.timestamp),
            None => false,
        }
    }

    /// Takes in a kind of status and its time; `true` if the message moved on.
    pub fn apply_at(&mut self, kind: &StatusKind, at: Option<DateTime<Utc>>) -> bool {
        let Some(rank) = rank(kind) else {
            return false;
        };
        let before = self.rank();
        let known = &mut self.steps[rank];
        *known = Some(match (known.take().flatten(), at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        });
        self.rank() > before
    }

    /// How far the message got; `None` before the first status.
    #[must_use]
    pub fn current(&self) -> Option<&'static StatusKind> {
        self.rank().map(|rank| &STEPS[rank])
    }

    /// When a step was first told; `None` too for one that was skipped.
    #[must_use]
    pub fn at(&self, kind: &StatusKind) -> Option<DateTime<Utc>> {
        self.steps[rank(kind)?].flatten()
    }

    /// Whether the message was delivered, which later steps imply.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.steps[1..4].iter().any(Option::is_some)
    }

    /// Whether nothing can change any more.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.steps[4].is_some()
    }

    fn rank(&self) -> Option<usize> {
        self.steps.iter().rposition(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time(seconds: i64) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(seconds, 0)
    }

    fn kind() -> impl Strategy<Value = StatusKind> {
        prop_oneof![
            Just(StatusKind::Sent),
            Just(StatusKind::Delivered),
            Just(StatusKind::Read),
            Just(StatusKind::Played),
            Just(StatusKind::Failed),
            Just(StatusKind::Warning),
            Just(StatusKind::Unknown("later".into())),
        ]
    }

    fn merged(statuses: &[(StatusKind, i64)]) -> StatusMerge {
        let mut merge = StatusMerge::new();
        for (kind, seconds) in statuses {
            merge.apply_at(kind, time(*seconds));
        }
        merge
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(
            mut statuses in proptest::collection::vec((kind(), 0..100_i64), 0..12),
            seed in any::<u64>(),
        ) {
            let expected = merged(&statuses);

            let again = statuses.clone();
            statuses.extend(again);
            let length = statuses.len().max(1);
            statuses.sort_by_key(|(kind, at)| (seed ^ (*at as u64), kind.as_str().len() % length));

            prop_assert_eq!(merged(&statuses), expected);
        }

        #[test]
        fn a_message_never_moves_back(
            statuses in proptest::collection::vec((kind(), 0..100_i64), 0..12),
        ) {
            let mut merge = StatusMerge::new();
            for (kind, seconds) in &statuses {
                let before = merge.rank();
                let moved = merge.apply_at(kind, time(*seconds));
                prop_assert!(merge.rank() >= before);
                prop_assert_eq!(moved, merge.rank() > before);
            }
        }
    }

    #[test]
    fn a_late_sent_after_read_changes_nothing_but_its_time() {
        let mut merge = StatusMerge::new();

        assert!(merge.apply_at(&StatusKind::Read, time(30)));
        assert!(!merge.apply_at(&StatusKind::Sent, time(10)));

        assert_eq!(merge.current(), Some(&StatusKind::Read));
        assert_eq!(merge.at(&StatusKind::Sent), time(10));
        assert_eq!(merge.at(&StatusKind::Delivered), None);
        assert!(merge.is_delivered());
    }

    #[test]
    fn failed_is_final() {
        let merge = merged(&[(StatusKind::Failed, 1), (StatusKind::Delivered, 2)]);

        assert_eq!(merge.current(), Some(&StatusKind::Failed));
        assert!(merge.is_failed());
    }
}
