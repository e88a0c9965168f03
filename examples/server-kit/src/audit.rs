//! Lines of `audit.log`: who did what to whom, without a name, number or address.

use std::fmt;

use axum::response::Response;
use sha2::{Digest, Sha256};

/// Who did something.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// In which role, such as `admin`, `customer` or `nobody`.
    pub role: &'a str,
    /// As which account, if it was one: a line holds the mark of its id only.
    pub account: Option<&'a str>,
}

impl<'a> By<'a> {
    /// Somebody of whom only the role is known.
    #[must_use]
    pub fn role(role: &'a str) -> Self {
        let account = None;
        Self { role, account }
    }
}

impl fmt::Display for By<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.account {
            Some(id) => write!(f, "{}:{}", self.role, mark(id)),
            None => f.write_str(self.role),
        }
    }
}

/// Writes one line, whatever `LOG_LEVEL` says.
///
/// `action` is like `sign_in` or `booking.cancel`, `about` the id of what was acted upon,
/// `outcome` one word such as `done` or `refused`. None of them may hold personal data. A
/// line that needs more fields is written with the target `audit` and the same names.
pub fn write(action: &str, by: By<'_>, about: Option<&str>, outcome: &str) {
    tracing::info!(target: "audit", action, by = %by, about, outcome);
}

/// A line of the audit, made where it is known what was done.
#[derive(Clone, Debug)]
pub struct Line {
    /// As in [`write()`].
    pub action: &'static str,
    /// Who did it, as [`By`] is written.
    pub by: String,
    /// As in [`write()`].
    pub about: Option<String>,
    /// As in [`write()`].
    pub outcome: &'static str,
}

impl Line {
    /// Writes it.
    pub fn write(&self) {
        let by = By::role(&self.by);
        write(self.action, by, self.about.as_deref(), self.outcome);
    }

    /// Writes it together with the access line of the request that this answers: what is asked
    /// for often is one line in both files, and not two.
    pub fn write_with_access(self, response: &mut Response) {
        response.extensions_mut().insert(self);
    }
}

/// What stands for an id in the audit: the same for the same id, and no way back.
#[must_use]
pub fn mark(id: &str) -> String {
    let digest = Sha256::digest(id);
    digest[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_a_role_and_the_mark_of_an_id() {
        let id = "0c6a7d52-6b4e-4a52-8d34-6a0f0e5f2b10";
        let account = By {
            role: "operator",
            account: Some(id),
        };

        assert_eq!(account.to_string(), format!("operator:{}", mark(id)));
        assert!(!account.to_string().contains(id) && mark(id).len() == 12);
        assert_eq!(By::role("customer").to_string(), "customer");
        assert_ne!(mark("a"), mark("b"));
    }
}
