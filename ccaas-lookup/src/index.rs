//! Which cases have a number, in little memory.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, btree_set},
    fmt,
    iter::FusedIterator,
};

use chrono::{DateTime, Utc};

use crate::PhoneKey;

/// From a number to the ids of its cases, newest first.
///
/// It keeps no case, 24 bytes for each number of a case, and what a B-tree needs around them: all
/// together never more than 64 bytes a number. A number that a case has twice counts once.
#[derive(Clone, Default)]
pub struct PhoneIndex {
    entries: BTreeSet<Entry>,
}

/// One number of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexedNumber {
    /// The number.
    pub key: PhoneKey,
    /// When the case was opened; microseconds count.
    pub created_at: DateTime<Utc>,
    /// The case.
    pub case_id: i64,
}

/// In the order in which they are found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    key: PhoneKey,
    created_at: Reverse<i64>,
    case_id: Reverse<i64>,
}

impl PhoneIndex {
    /// An index without numbers. To fill one with many at once, collect them into it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a number of a case; says whether it was missing.
    pub fn insert(&mut self, number: IndexedNumber) -> bool {
        self.entries.insert(number.into())
    }

    /// Takes a number away from a case; says whether it was there.
    pub fn remove(&mut self, number: IndexedNumber) -> bool {
        self.entries.remove(&number.into())
    }

    /// The cases of a number, newest first: by time, then by id, both descending.
    #[must_use]
    pub fn find(&self, key: PhoneKey) -> CaseIds<'_> {
        let first = Entry {
            key,
            created_at: Reverse(i64::MAX),
            case_id: Reverse(i64::MAX),
        };
        // Without an upper bound the tree is searched once.
        CaseIds {
            key,
            entries: self.entries.range(first..),
        }
    }

    /// How many numbers of cases are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nobody can be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl FromIterator<IndexedNumber> for PhoneIndex {
    /// Sorts once.
    fn from_iter<I: IntoIterator<Item = IndexedNumber>>(numbers: I) -> Self {
        Self {
            entries: numbers.into_iter().map(Entry::from).collect(),
        }
    }
}

impl fmt::Debug for PhoneIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PhoneIndex")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl From<IndexedNumber> for Entry {
    fn from(number: IndexedNumber) -> Self {
        Self {
            key: number.key,
            created_at: Reverse(number.created_at.timestamp_micros()),
            case_id: Reverse(number.case_id),
        }
    }
}

/// The ids of the cases of one number, newest first.
#[derive(Clone)]
pub struct CaseIds<'a> {
    key: PhoneKey,
    entries: btree_set::Range<'a, Entry>,
}

impl Iterator for CaseIds<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        let next = self.entries.next().filter(|entry| entry.key == self.key)?;
        Some(next.case_id.0)
    }
}

// What lies behind another number is of higher numbers still.
impl FusedIterator for CaseIds<'_> {}

impl fmt::Debug for CaseIds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaseIds").finish_non_exhaustive()
    }
}
