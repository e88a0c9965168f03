//! What a page complains about: script errors, refused policies, failed requests.

use std::fmt;

use super::Browser;

/// The complaints so far, and those that a test expects.
#[derive(Default)]
pub(super) struct Console {
    complaints: Vec<String>,
    expected: Vec<String>,
}

impl Console {
    /// Fails if there is a complaint that no test asked for.
    pub(super) fn assert_nothing_unexpected(&self) {
        let is_expected = |complaint: &&String| {
            let mut expected = self.expected.iter();
            expected.any(|part| complaint.contains(part.as_str()))
        };
        let mut complaints = self.complaints.iter();
        let unexpected = complaints.find(|complaint| !is_expected(complaint));
        assert!(unexpected.is_none(), "the console shows\n{self}");
    }
}

impl fmt::Display for Console {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.complaints.join("\n"))
    }
}

impl Browser {
    /// The page may complain that an answer has this status.
    pub(crate) fn expect_status(&self, status: u16) {
        self.expect_complaint(&format!("the server responded with a status of {status}"));
    }

    /// The page may complain like this.
    pub(crate) fn expect_complaint(&self, part: &str) {
        let mut console = self.console.lock().expect("no panic while it is held");
        console.expected.push(part.to_owned());
    }

    pub(super) async fn read_console(&self) {
        let entries = self.driver().browser_log().await;
        let entries = entries.expect("the browser has a console");
        let bad = entries
            .into_iter()
            .filter(|entry| ["SEVERE", "WARNING"].contains(&entry.level.as_str()))
            .map(|entry| format!("{}: {}", entry.level, entry.message));
        let mut console = self.console.lock().expect("no panic while it is held");
        console.complaints.extend(bad);
    }
}
