//! A server in this process: its time, its end, what it answers and what it logs.

mod answer;
mod flags;
mod runtime;
mod time;

pub(crate) use answer::{Answer, Logs, only};
pub(crate) use flags::{ADMIN_TOKEN, Flags, impatient};
pub(crate) use runtime::OwnRuntime;
pub(crate) use time::{start_of_tests, ticking, until};

use ccaas_http::test_util::JournalEntry;

/// The lines of a journal.
pub(crate) fn lines(journal: &[JournalEntry]) -> Vec<String> {
    journal.iter().map(JournalEntry::line).collect()
}
