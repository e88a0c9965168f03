//! What staff decided on calls.

use serde::{Deserialize, Serialize};
use server_kit::seal::Sealer;
use signaling_core::DecisionMade;

use super::Store;

const PUT: &str = "INSERT INTO decisions (call, staff, said, decided_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (call) DO UPDATE SET staff = excluded.staff, said = excluded.said, \
    decided_at = excluded.decided_at";
pub(super) const PURGE: &str = "DELETE FROM decisions WHERE decided_at < $1";
#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[PUT, PURGE];

/// What a decision is sealed as.
const SAID: &str = "decision";

/// A decision, and the notes to it.
#[derive(Serialize, Deserialize)]
pub(super) struct Said {
    pub(super) decision: String,
    pub(super) notes: String,
}

impl Store {
    /// Keeps a decision in the place of an earlier one.
    ///
    /// # Errors
    /// If nothing can be written.
    pub async fn put_decision(&self, made: &DecisionMade, at: i64) -> Result<(), sqlx::Error> {
        let call = made.call.to_string();
        let said = Said {
            decision: made.decision.as_str().to_owned(),
            notes: made.notes.as_str().to_owned(),
        };
        let sealed = self.sealer.seal(&call, SAID, &said);
        let put = sqlx::query(PUT)
            .bind(call)
            .bind(made.staff.as_str().to_owned())
            .bind(sealed)
            .bind(at);
        self.database.write(put).await.map(drop)
    }
}

pub(super) fn open(sealer: &Sealer, call: &str, sealed: &[u8]) -> Option<Said> {
    sealer.open(call, SAID, sealed)
}
