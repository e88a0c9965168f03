//! Whether statements find what they look for, or read everything.

use sqlx::{AssertSqlSafe, Row};

use super::Database;

impl Database {
    /// Which of these statements read or sort a whole table or index, and how; for tests.
    ///
    /// Each store has its statements as constants, lists them in one more, `STATEMENTS`, and has
    /// a test that nothing comes back for them.
    ///
    /// # Errors
    ///
    /// When one of them is no statement of this database.
    pub async fn scans(&self, statements: &[&str]) -> Result<Vec<String>, sqlx::Error> {
        let mut scans = Vec::new();
        for statement in statements {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            for row in sqlx::query(explain).fetch_all(self.reader()).await? {
                let step: String = row.try_get("detail")?;
                if step.starts_with("SCAN") || step.starts_with("USE TEMP B-TREE") {
                    scans.push(format!("{step}: {statement}"));
                }
            }
        }
        Ok(scans)
    }
}
