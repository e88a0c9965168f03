//! Whether statements find what they look for, or read everything.

use sqlx::{AssertSqlSafe, Row};

use super::{SqliteInbox, changing, claiming, finishing, intake, journal, reading, store};

#[tokio::test]
async fn every_statement_uses_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = SqliteInbox::open(&folder.path().join("inbox.db"))
        .await
        .unwrap();
    let statements = [
        changing::STATEMENTS,
        claiming::STATEMENTS,
        finishing::STATEMENTS,
        intake::STATEMENTS,
        journal::STATEMENTS,
        reading::STATEMENTS,
        store::STATEMENTS,
    ];

    for statement in statements.concat() {
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
        for row in sqlx::query(explain)
            .fetch_all(&inbox.readers)
            .await
            .unwrap()
        {
            let step: String = row.get("detail");
            let scans = step.starts_with("SCAN") && !is_bounded(&step);
            assert!(
                !scans && !step.starts_with("USE TEMP B-TREE"),
                "{step}: {statement}"
            );
        }
    }
}

/// The values of the statement itself, and what a slice of it holds.
fn is_bounded(step: &str) -> bool {
    ["SCAN json_each", "SCAN CONSTANT ROW", "SCAN (subquery"]
        .iter()
        .any(|bounded| step.contains(bounded))
}
