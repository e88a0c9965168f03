//! Who changed what, written in the transaction of the change.

use chrono::{DateTime, Utc};
use server_kit::{
    audit::{self, By},
    sqlite::Transaction,
};

use super::micros;

const ADD: &str = "INSERT INTO audit (at, by, action, about) VALUES ($1, $2, $3, $4)";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[ADD];

/// A change, and who makes it; without a name or a number.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub at: DateTime<Utc>,
    /// Role, and mark of the account or key.
    pub by: String,
    /// What is done, such as `case.update`.
    pub action: &'static str,
    /// The id of what is changed.
    pub about: Option<String>,
}

impl Change {
    /// A change that somebody makes now.
    #[must_use]
    pub fn now(by: By<'_>, action: &'static str) -> Self {
        Self {
            at: Utc::now(),
            by: by.to_string(),
            action,
            about: None,
        }
    }

    /// The same, of this thing.
    #[must_use]
    pub fn of(self, about: impl ToString) -> Self {
        Self {
            about: Some(about.to_string()),
            ..self
        }
    }

    /// Notes the change in the transaction that makes it.
    pub(crate) async fn note(&self, transaction: &mut Transaction) -> Result<(), sqlx::Error> {
        let add = sqlx::query(ADD)
            .bind(micros(self.at))
            .bind(&self.by)
            .bind(self.action)
            .bind(&self.about);
        add.execute(&mut **transaction).await.map(drop)
    }

    /// Writes the line of `audit.log`, when it is known how the change ended.
    pub(crate) fn tell(&self, done: bool) {
        let outcome = if done { "done" } else { "failed" };
        audit::write(
            self.action,
            By::role(&self.by),
            self.about.as_deref(),
            outcome,
        );
    }
}
