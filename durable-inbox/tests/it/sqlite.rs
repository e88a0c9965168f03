//! The inbox in a SQLite file.

use std::sync::Arc;

use durable_inbox::{Inbox, SqliteInbox};
use tempfile::TempDir;

async fn fresh() -> (Arc<dyn Inbox>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let inbox = SqliteInbox::open(&folder.path().join("inbox.db"))
        .await
        .unwrap();
    (Arc::new(inbox), folder)
}

crate::conformance::conformance!(fresh);
