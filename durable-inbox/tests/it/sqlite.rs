//! The inbox in a SQLite file.

use std::{fs, path::PathBuf, sync::Arc};

use durable_inbox::{
    Inbox, InboxError, ItemFilter, ItemState, Outcome, Purge, SqliteInbox, WorkerId,
};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::{
    GROUP, Lines, accept, at, claim, claim_at, delivery, drain, parked, retry_at, take_all_in,
    texts,
};
use crate::{cancelling, model};

async fn fresh() -> (Arc<dyn Inbox>, TempDir) {
    let (inbox, folder) = open().await;
    (inbox, folder)
}

crate::conformance::conformance!(fresh);

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn it_does_what_the_model_does(steps in model::steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (inbox, _folder) = fresh().await;
            model::follow(inbox, steps).await;
        });
    }
}

#[tokio::test]
async fn calls_that_are_given_up_happen_wholly_or_not_at_all() {
    let (inbox, _folder) = fresh().await;
    cancelling::give_up_at_any_moment(inbox).await;
}

async fn open() -> (Arc<SqliteInbox>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (open_in(&folder).await, folder)
}

async fn open_in(folder: &TempDir) -> Arc<SqliteInbox> {
    Arc::new(SqliteInbox::open(&file(folder)).await.unwrap())
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("inbox.db")
}

fn port(inbox: &Arc<SqliteInbox>) -> Arc<dyn Inbox> {
    Arc::clone(inbox) as Arc<dyn Inbox>
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let (inbox, folder) = open().await;
    accept(&port(&inbox), &["ann 1", "ann 2", "bob 3", "cem 4"]).await;
    inbox.append(vec![delivery(&["ann 5"])]).await.unwrap();
    let claimed = claim_at(&port(&inbox), 1).await;
    inbox.finish(&claimed[1], parked()).await.unwrap();
    inbox.finish(&claimed[2], retry_at(40)).await.unwrap();
    inbox.mark_sending(&claimed[0]).await.unwrap();
    let before = inbox.stats().await.unwrap();
    inbox.close().await;
    drop(inbox);

    let inbox = open_in(&folder).await;

    assert_eq!(inbox.stats().await.unwrap(), before);
    inbox.reclaim(&WorkerId::new("worker")).await.unwrap();
    let again = claim_at(&port(&inbox), 2).await;
    assert_eq!(texts(&again), ["1"]);
    assert!(again[0].in_doubt);
    assert!(
        again[0].fence > claimed[0].fence,
        "a fence of an earlier run never comes again"
    );
    take_all_in(&port(&inbox)).await;
    inbox.finish(&again[0], Outcome::Sent).await.unwrap();
    let mut rest = drain(&port(&inbox), 50).await;
    rest.sort();
    assert_eq!(rest, ["2", "4", "5"]);
}

#[tokio::test]
async fn numbers_of_rows_and_items_are_never_used_again() {
    let (inbox, folder) = open().await;
    accept(&port(&inbox), &["ann 1", "!"]).await;
    let first = claim_at(&port(&inbox), 1).await[0].clone();
    inbox.finish(&first, Outcome::Sent).await.unwrap();
    let row = inbox.kept_aside(None, 1).await.unwrap()[0].row.id;
    let all = Some(at(100));
    let all = Purge {
        sent_before: all,
        parked_before: all,
        dedupe_before: all,
    };
    inbox.purge(&all).await.unwrap();
    inbox.close().await;
    drop(inbox);

    let inbox = open_in(&folder).await;
    accept(&port(&inbox), &["ann 1", "!"]).await;

    assert!(claim_at(&port(&inbox), 1).await[0].id > first.id);
    assert!(inbox.kept_aside(None, 1).await.unwrap()[0].row.id > row);
}

#[tokio::test]
async fn one_process_has_the_file() {
    let (_inbox, folder) = open().await;

    let error = SqliteInbox::open(&file(&folder)).await.unwrap_err();

    assert!(matches!(error, InboxError::Unavailable(_)));
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused() {
    let (inbox, folder) = open().await;
    inbox.close().await;
    drop(inbox);
    let mut bytes = fs::read(file(&folder)).unwrap();
    // The user version of SQLite's header.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(file(&folder), bytes).unwrap();

    assert!(SqliteInbox::open(&file(&folder)).await.is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_but_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;

    let (_inbox, folder) = open().await;

    for entry in fs::read_dir(folder.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

/// Whether any file of the inbox holds this text.
fn on_disk(folder: &TempDir, text: &str) -> bool {
    fs::read_dir(folder.path()).unwrap().any(|entry| {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn what_was_purged_cannot_be_read_from_the_disk() {
    let (inbox, folder) = open().await;
    let lines: Vec<String> = (0..300)
        .map(|n| format!("key{n} canary-{n}-{}", "x".repeat(900)))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    accept(&port(&inbox), &lines).await;
    while !drain(&port(&inbox), 1).await.is_empty() {}
    assert!(on_disk(&folder, "canary-"));

    let all = Some(at(100));
    let purged = Purge {
        sent_before: all,
        parked_before: all,
        dedupe_before: all,
    };
    let purged = inbox.purge(&purged).await.unwrap();

    assert_eq!((purged.sent, purged.dedupe), (300, 300));
    assert!(!on_disk(&folder, "canary-"));
}

#[tokio::test]
async fn an_erased_key_is_gone_and_no_other() {
    let (inbox, folder) = open().await;
    let lines = [
        "ann canary1",
        "ann canary2",
        "ann canary3",
        "ann canary4",
        "ann canary5 out:default",
        "bob 6",
    ];
    accept(&port(&inbox), &lines).await;
    let first = claim_at(&port(&inbox), 1).await;
    inbox.finish(&first[0], Outcome::Sent).await.unwrap();
    let second = claim_at(&port(&inbox), 1).await;
    inbox.finish(&second[0], parked()).await.unwrap();
    let third = claim_at(&port(&inbox), 1).await;
    // What recognises duplicates is the caller's keyed hash; here it is the line itself.
    let dedupe = Purge {
        dedupe_before: Some(at(1)),
        ..Purge::default()
    };
    inbox.purge(&dedupe).await.unwrap();

    assert_eq!(inbox.erase(b"ann").await.unwrap(), 5);

    assert!(!on_disk(&folder, "canary"));
    assert!(matches!(
        inbox.finish(&third[0], Outcome::Sent).await,
        Err(InboxError::ClaimLost)
    ));
    let stats = inbox.stats().await.unwrap();
    let here = &stats.groups[GROUP];
    assert_eq!((here.waiting, here.in_flight, here.parked), (0, 1, 0));
    assert_eq!(stats.groups["out:default"].waiting, 0);
    accept(&port(&inbox), &["ann 7"]).await;
    assert_eq!(drain(&port(&inbox), 40).await.len(), 2);
}

#[tokio::test]
async fn items_can_be_looked_at() {
    let (inbox, _folder) = open().await;
    accept(
        &port(&inbox),
        &["ann 1", "ann 2", "ann 3", "bob 4", "cem 5 out:default"],
    )
    .await;
    let first = claim_at(&port(&inbox), 1).await;
    inbox.finish(&first[0], parked()).await.unwrap();
    inbox.finish(&first[1], Outcome::Sent).await.unwrap();
    let list = async |filter, before| {
        let items = inbox.items(&filter, before, 2).await.unwrap();
        let text = |item: &durable_inbox::Item| String::from_utf8(item.payload.clone()).unwrap();
        (
            items.iter().map(text).collect::<Vec<_>>(),
            items.last().map(|item| item.id),
        )
    };

    let group = || ItemFilter::Waiting {
        group: GROUP.into(),
    };
    let (waiting, last) = list(group(), None).await;
    assert_eq!(waiting, ["3", "2"]);
    assert!(list(group(), last).await.0.is_empty());
    let key = || ItemFilter::Key {
        group: GROUP.into(),
        key: b"ann".to_vec(),
    };
    let (of_key, last) = list(key(), None).await;
    assert_eq!(of_key, ["3", "2"]);
    assert_eq!(list(key(), last).await.0, ["1"]);
    assert_eq!(list(ItemFilter::Sent, None).await.0, ["4"]);
    let (given_up, last) = list(ItemFilter::Parked, None).await;
    assert_eq!(given_up, ["1"]);
    assert!(list(ItemFilter::Parked, last).await.0.is_empty());
    let item = inbox.item(first[0].id).await.unwrap().unwrap();
    assert_eq!(
        (item.state, item.reason.as_deref()),
        (ItemState::Parked, Some("given up"))
    );
    assert_eq!((item.group.as_str(), item.done_at), (GROUP, Some(at(1))));
}

#[tokio::test]
async fn what_was_kept_aside_can_be_split_again() {
    let (inbox, _folder) = open().await;
    accept(&port(&inbox), &["!", "ann 1"]).await;
    let aside = inbox.kept_aside(None, 10).await.unwrap();
    assert_eq!(
        (aside.len(), aside[0].reason.as_str()),
        (1, "a line has no text")
    );
    let row = aside[0].row.id;

    inbox.restore(row).await.unwrap();

    assert!(inbox.kept_aside(None, 10).await.unwrap().is_empty());
    assert!(matches!(
        inbox.restore(row).await,
        Err(InboxError::NotFound)
    ));
    let taken = inbox.take_in(&Lines).await.unwrap();
    assert_eq!((taken.rows, taken.kept_aside), (1, 1));
}

#[tokio::test]
async fn more_than_fits_is_refused_at_once_and_taken_later() {
    let (inbox, _folder) = open().await;
    let large = || {
        let mut large = delivery(&[]);
        large.payload = vec![b'\n'; 3 << 20];
        large
    };
    let appends = (0..40).map(|_| inbox.append(vec![large()]));

    let answers = futures_util::future::join_all(appends).await;

    let refused = answers
        .iter()
        .filter(|answer| matches!(answer, Err(InboxError::Overloaded)));
    let accepted = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(refused.count() + accepted, 40);
    assert!((1..40).contains(&accepted));
    inbox.append(vec![large()]).await.unwrap();
    assert_eq!(inbox.stats().await.unwrap().journal, accepted as u64 + 1);
    while inbox.take_in(&Lines).await.unwrap().more {}
    assert_eq!(inbox.stats().await.unwrap().journal, 0);
}

#[tokio::test]
async fn a_closed_inbox_says_so() {
    let (inbox, _folder) = open().await;
    inbox.close().await;

    assert!(matches!(
        inbox.append(vec![delivery(&["ann 1"])]).await,
        Err(InboxError::Closed)
    ));
    assert!(matches!(
        inbox.claim(&claim(1, 1)).await,
        Err(InboxError::Closed)
    ));
    assert!(!inbox.is_ready().await);
}
