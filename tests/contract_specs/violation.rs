//! Where something differs from a description, and how.

use std::fmt;

/// One difference from a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Where: `body.routingData.priority`, `query.pageSize`.
    pub(crate) at: String,
    /// What is wrong there.
    pub(crate) problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The description does not know it.
    Unknown,
    /// The description requires it.
    Missing,
    /// The description says that only the vendor writes it.
    ReadOnly,
    /// It is not one of the described values.
    NotListed,
    /// It does not have the described type, or not the described form.
    NotA(String),
}

impl Violation {
    pub(crate) fn new(at: impl Into<String>, problem: Problem) -> Self {
        Self {
            at: at.into(),
            problem,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = &self.at;
        match &self.problem {
            Problem::Unknown => write!(f, "{at} is not described"),
            Problem::Missing => write!(f, "{at} is required"),
            Problem::ReadOnly => write!(f, "{at} is only written by the vendor"),
            Problem::NotListed => write!(f, "{at} is not one of the described values"),
            Problem::NotA(kind) => write!(f, "{at} is not a valid {kind}"),
        }
    }
}

/// Fails with all of `violations`, if there are any.
#[track_caller]
pub(crate) fn expect_none(what: &str, violations: &[Violation]) {
    let lines: Vec<String> = violations
        .iter()
        .map(|violation| format!("\n  {violation}"))
        .collect();
    assert!(
        lines.is_empty(),
        "{what} differs from the description:{}",
        lines.concat()
    );
}
