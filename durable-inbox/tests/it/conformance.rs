//! What every inbox does, whatever it stores its rows in.
//!
//! `conformance!` makes one test of each sentence; it takes a function that gives a fresh inbox.

use std::sync::Arc;

use durable_inbox::{Inbox, InboxError, Outcome, Purge, WorkerId};

use crate::support::{
    GROUP, Lines, accept, at, claim, claim_at, delivery, drain, parked, retry_at, take_all_in,
    texts,
};

type Subject = Arc<dyn Inbox>;

macro_rules! conformance {
    ($fresh:path) => {
        $crate::conformance::conformance!(
            $fresh:
            items_of_a_key_come_in_the_order_of_acceptance,
            a_key_has_one_item_in_flight,
            keys_do_not_wait_for_each_other,
            groups_are_claimed_alone,
            what_was_there_before_is_dropped,
            what_was_done_before_is_dropped,
            a_row_that_cannot_be_split_stops_no_other,
            a_splitting_that_is_down_leaves_all_rows,
            a_retry_holds_up_its_key_until_then,
            a_retry_that_does_not_count_counts_no_attempt,
            a_woken_key_does_not_wait,
            a_key_that_is_woken_while_a_worker_has_it_does_not_wait_after_it,
            a_parked_item_lets_its_key_go_on_with_a_gap,
            a_redriven_item_is_the_next_of_its_key,
            a_redriven_item_waits_for_the_one_in_flight,
            a_lease_that_ran_out_frees_the_key,
            what_a_lost_claim_says_is_refused,
            a_claim_that_ended_in_silence_after_its_mark_is_in_doubt,
            a_retry_that_may_have_been_sent_stays_flagged,
            a_worker_that_comes_back_gets_its_items_at_once,
            the_next_due_time_is_known,
            numbers_follow_what_happens,
            old_bodies_and_hashes_are_deleted,
            arrivals_and_freed_keys_are_told,
        );
    };
    ($fresh:path: $($sentence:ident,)*) => {
        $(
            #[tokio::test]
            async fn $sentence() {
                let (inbox, _kept) = $fresh().await;
                $crate::conformance::$sentence(inbox).await;
            }
        )*
    };
}
pub(crate) use conformance;

pub(crate) async fn items_of_a_key_come_in_the_order_of_acceptance(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2"]).await;
    inbox
        .append(vec![delivery(&["ann 3", "ann 4"]), delivery(&["ann 5"])])
        .await
        .unwrap();
    take_all_in(&inbox).await;

    assert_eq!(drain(&inbox, 1).await, ["1", "2", "3", "4", "5"]);
}

pub(crate) async fn a_key_has_one_item_in_flight(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2"]).await;

    assert_eq!(texts(&claim_at(&inbox, 1).await), ["1"]);
    assert!(claim_at(&inbox, 1).await.is_empty());
}

pub(crate) async fn keys_do_not_wait_for_each_other(inbox: Subject) {
    accept(&inbox, &["ann 1", "bob 2", "ann 3", "cem 4"]).await;

    let first = inbox.claim(&claim(2, 1)).await.unwrap();
    let others = inbox.claim(&claim(2, 1)).await.unwrap();

    assert_eq!(first.len(), 2);
    assert_eq!(others.len(), 1);
    let mut all: Vec<_> = [texts(&first), texts(&others)].concat();
    all.sort_unstable();
    assert_eq!(all, ["1", "2", "4"]);
}

pub(crate) async fn groups_are_claimed_alone(inbox: Subject) {
    accept(&inbox, &["ann 1 out:default", "ann 2"]).await;

    let here = claim_at(&inbox, 1).await;

    assert_eq!(texts(&here), ["2"]);
    assert_eq!(here[0].group, GROUP);
    assert_eq!(here[0].key, b"ann");
}

pub(crate) async fn what_was_there_before_is_dropped(inbox: Subject) {
    inbox
        .append(vec![delivery(&["ann 1", "ann 1", "ann 2"])])
        .await
        .unwrap();
    inbox
        .append(vec![delivery(&["ann 2"]), delivery(&["ann 3"])])
        .await
        .unwrap();

    let taken = inbox.take_in(&Lines).await.unwrap();

    assert_eq!((taken.rows, taken.items, taken.duplicates), (3, 3, 2));
    assert_eq!(drain(&inbox, 1).await, ["1", "2", "3"]);
}

pub(crate) async fn what_was_done_before_is_dropped(inbox: Subject) {
    accept(&inbox, &["ann 1"]).await;
    drain(&inbox, 1).await;

    accept(&inbox, &["ann 1"]).await;

    assert!(claim_at(&inbox, 1).await.is_empty());
}

pub(crate) async fn a_row_that_cannot_be_split_stops_no_other(inbox: Subject) {
    inbox
        .append(vec![
            delivery(&["ann 1"]),
            delivery(&["!"]),
            delivery(&["ann 2"]),
        ])
        .await
        .unwrap();

    let taken = inbox.take_in(&Lines).await.unwrap();

    assert_eq!((taken.rows, taken.items, taken.kept_aside), (3, 2, 1));
    assert_eq!(inbox.stats().await.unwrap().kept_aside, 1);
    assert_eq!(drain(&inbox, 1).await, ["1", "2"]);
}

pub(crate) async fn a_splitting_that_is_down_leaves_all_rows(inbox: Subject) {
    inbox
        .append(vec![delivery(&["ann 1"]), delivery(&["!!"])])
        .await
        .unwrap();

    let error = inbox.take_in(&Lines).await.unwrap_err();

    assert!(matches!(error, InboxError::Split(_)));
    assert_eq!(inbox.stats().await.unwrap().journal, 2);
}

pub(crate) async fn a_retry_holds_up_its_key_until_then(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2", "bob 3"]).await;
    let claimed = claim_at(&inbox, 1).await;
    inbox.finish(&claimed[0], retry_at(10)).await.unwrap();

    assert!(claim_at(&inbox, 9).await.is_empty());
    let again = claim_at(&inbox, 10).await;

    assert_eq!(texts(&again), ["1"]);
    assert_eq!(again[0].attempts, 1);
    assert!(!again[0].maybe_duplicate);
}

pub(crate) async fn a_retry_that_does_not_count_counts_no_attempt(inbox: Subject) {
    accept(&inbox, &["ann 1"]).await;
    let claimed = claim_at(&inbox, 1).await;
    let outcome = Outcome::RetryAt {
        at: at(2),
        counts: false,
        maybe_sent: false,
    };
    inbox.finish(&claimed[0], outcome).await.unwrap();

    assert_eq!(claim_at(&inbox, 2).await[0].attempts, 0);
}

pub(crate) async fn a_woken_key_does_not_wait(inbox: Subject) {
    accept(&inbox, &["ann 1", "bob 2"]).await;
    for claimed in claim_at(&inbox, 1).await {
        inbox.finish(&claimed, retry_at(1000)).await.unwrap();
    }

    inbox.wake(GROUP, b"ann").await.unwrap();
    inbox.wake(GROUP, b"nobody").await.unwrap();

    assert_eq!(texts(&claim_at(&inbox, 2).await), ["1"]);
    // A worker has it: that is not waiting.
    inbox.wake(GROUP, b"ann").await.unwrap();
    assert!(claim_at(&inbox, 3).await.is_empty());
}

pub(crate) async fn a_key_that_is_woken_while_a_worker_has_it_does_not_wait_after_it(
    inbox: Subject,
) {
    accept(&inbox, &["ann 1"]).await;
    let claimed = claim_at(&inbox, 1).await;
    inbox.wake(GROUP, b"ann").await.unwrap();
    inbox.finish(&claimed[0], retry_at(1000)).await.unwrap();

    let again = claim_at(&inbox, 2).await;
    assert_eq!(texts(&again), ["1"]);
    // It was woken for one return only.
    inbox.finish(&again[0], retry_at(1000)).await.unwrap();
    assert!(claim_at(&inbox, 3).await.is_empty());
}

pub(crate) async fn a_parked_item_lets_its_key_go_on_with_a_gap(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2"]).await;
    let first = claim_at(&inbox, 1).await;
    assert!(!first[0].after_gap);
    inbox.finish(&first[0], parked()).await.unwrap();

    let second = claim_at(&inbox, 1).await;

    assert_eq!(texts(&second), ["2"]);
    assert!(second[0].after_gap);
}

pub(crate) async fn a_redriven_item_is_the_next_of_its_key(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2", "ann 3"]).await;
    let first = claim_at(&inbox, 1).await;
    inbox.finish(&first[0], parked()).await.unwrap();
    let second = claim_at(&inbox, 1).await;
    inbox.mark_sending(&second[0]).await.unwrap();
    let ambiguous = Outcome::RetryAt {
        at: at(1000),
        counts: true,
        maybe_sent: true,
    };
    inbox.finish(&second[0], ambiguous).await.unwrap();

    inbox.redrive(first[0].id).await.unwrap();

    let again = claim_at(&inbox, 2).await;
    assert_eq!(texts(&again), ["1"]);
    assert_eq!(again[0].attempts, 0);
    inbox.finish(&again[0], Outcome::Sent).await.unwrap();
    let second = claim_at(&inbox, 2).await;
    assert_eq!(texts(&second), ["2"]);
    assert_eq!((second[0].attempts, second[0].maybe_duplicate), (1, true));
    assert!(matches!(
        inbox.redrive(first[0].id).await,
        Err(InboxError::NotFound)
    ));
}

pub(crate) async fn a_redriven_item_waits_for_the_one_in_flight(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2", "ann 3"]).await;
    let first = claim_at(&inbox, 1).await;
    inbox.finish(&first[0], parked()).await.unwrap();
    let second = claim_at(&inbox, 1).await;

    inbox.redrive(first[0].id).await.unwrap();

    assert!(claim_at(&inbox, 2).await.is_empty());
    inbox.finish(&second[0], Outcome::Sent).await.unwrap();
    assert_eq!(drain(&inbox, 2).await, ["1", "3"]);
}

pub(crate) async fn a_lease_that_ran_out_frees_the_key(inbox: Subject) {
    accept(&inbox, &["ann 1"]).await;
    claim_at(&inbox, 1).await;

    assert!(claim_at(&inbox, 30).await.is_empty());
    let again = claim_at(&inbox, 31).await;

    assert_eq!(texts(&again), ["1"]);
    assert!(!again[0].maybe_duplicate);
}

pub(crate) async fn what_a_lost_claim_says_is_refused(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2"]).await;
    let old = claim_at(&inbox, 1).await;
    let new = claim_at(&inbox, 31).await;
    assert!(new[0].fence > old[0].fence);

    let lost = [
        inbox.mark_sending(&old[0]).await,
        inbox.finish(&old[0], Outcome::Sent).await,
        inbox.finish(&old[0], parked()).await,
    ];

    assert!(
        lost.iter()
            .all(|lost| matches!(lost, Err(InboxError::ClaimLost)))
    );
    inbox.finish(&new[0], Outcome::Sent).await.unwrap();
    let again = inbox.finish(&new[0], Outcome::Sent).await;
    assert!(matches!(again, Err(InboxError::ClaimLost)));
    assert_eq!(drain(&inbox, 31).await, ["2"]);
}

pub(crate) async fn a_claim_that_ended_in_silence_after_its_mark_is_in_doubt(inbox: Subject) {
    accept(&inbox, &["ann 1", "ann 2"]).await;
    let old = claim_at(&inbox, 1).await;
    inbox.mark_sending(&old[0]).await.unwrap();

    let again = claim_at(&inbox, 31).await;

    assert!(again[0].in_doubt && again[0].maybe_duplicate);
    let later = Outcome::RetryAt {
        at: at(41),
        counts: false,
        maybe_sent: false,
    };
    inbox.finish(&again[0], later).await.unwrap();
    let again = claim_at(&inbox, 41).await;
    assert!(!again[0].in_doubt && again[0].maybe_duplicate);
    inbox.finish(&again[0], Outcome::Sent).await.unwrap();
    assert!(!claim_at(&inbox, 41).await[0].maybe_duplicate);
}

pub(crate) async fn a_retry_that_may_have_been_sent_stays_flagged(inbox: Subject) {
    accept(&inbox, &["ann 1"]).await;
    let first = claim_at(&inbox, 1).await;
    inbox.mark_sending(&first[0]).await.unwrap();
    inbox.finish(&first[0], retry_at(2)).await.unwrap();
    let second = claim_at(&inbox, 2).await;
    assert!(!second[0].maybe_duplicate, "the first was surely not sent");
    let maybe = Outcome::RetryAt {
        at: at(3),
        counts: true,
        maybe_sent: true,
    };
    inbox.finish(&second[0], maybe).await.unwrap();
    let third = claim_at(&inbox, 3).await;
    inbox.finish(&third[0], parked()).await.unwrap();

    inbox.redrive(third[0].id).await.unwrap();

    let fourth = claim_at(&inbox, 4).await;
    assert!(fourth[0].maybe_duplicate && !fourth[0].in_doubt);
}

pub(crate) async fn a_worker_that_comes_back_gets_its_items_at_once(inbox: Subject) {
    accept(&inbox, &["ann 1", "bob 2"]).await;
    let mut other = claim(1, 1);
    other.worker = WorkerId::new("other");
    let kept = inbox.claim(&other).await.unwrap();
    let left = claim_at(&inbox, 1).await;

    assert_eq!(inbox.reclaim(&WorkerId::new("worker")).await.unwrap(), 1);

    assert_eq!(texts(&claim_at(&inbox, 2).await), texts(&left));
    inbox.finish(&kept[0], Outcome::Sent).await.unwrap();
    assert!(matches!(
        inbox.finish(&left[0], Outcome::Sent).await,
        Err(InboxError::ClaimLost)
    ));
}

pub(crate) async fn the_next_due_time_is_known(inbox: Subject) {
    assert_eq!(inbox.next_due(GROUP).await.unwrap(), None);
    accept(&inbox, &["ann 1", "bob 2"]).await;
    assert!(inbox.next_due(GROUP).await.unwrap().unwrap() <= at(0));
    let claimed = claim_at(&inbox, 1).await;
    assert_eq!(inbox.next_due(GROUP).await.unwrap(), Some(at(31)));

    inbox.finish(&claimed[0], retry_at(20)).await.unwrap();

    assert_eq!(inbox.next_due(GROUP).await.unwrap(), Some(at(20)));
    assert_eq!(inbox.next_due("out:default").await.unwrap(), None);
}

pub(crate) async fn numbers_follow_what_happens(inbox: Subject) {
    inbox.append(vec![delivery(&["ann 1"])]).await.unwrap();
    let before = inbox.stats().await.unwrap();
    assert_eq!((before.journal, before.journal_since), (1, Some(at(0))));
    accept(&inbox, &["ann 2", "bob 3"]).await;
    let counts = async || {
        let group = inbox.stats().await.unwrap().groups[GROUP].clone();
        [group.waiting, group.in_flight, group.parked]
    };
    assert_eq!(counts().await, [3, 0, 0]);
    let claimed = claim_at(&inbox, 1).await;
    assert_eq!(counts().await, [1, 2, 0]);
    inbox.finish(&claimed[0], parked()).await.unwrap();
    inbox.finish(&claimed[1], retry_at(2)).await.unwrap();
    assert_eq!(counts().await, [2, 0, 1]);
    inbox.redrive(claimed[0].id).await.unwrap();
    assert_eq!(counts().await, [3, 0, 0]);
    claim_at(&inbox, 2).await;
    inbox.reclaim(&WorkerId::new("worker")).await.unwrap();
    assert_eq!(counts().await, [3, 0, 0]);
    drain(&inbox, 2).await;
    assert_eq!(counts().await, [0, 0, 0]);
    let after = inbox.stats().await.unwrap();
    assert_eq!(
        (after.journal, after.groups[GROUP].waiting_since),
        (0, None)
    );
}

pub(crate) async fn old_bodies_and_hashes_are_deleted(inbox: Subject) {
    accept(&inbox, &["ann 1", "bob 2"]).await;
    inbox.append(vec![delivery(&["!"])]).await.unwrap();
    take_all_in(&inbox).await;
    let claimed = claim_at(&inbox, 1).await;
    inbox.finish(&claimed[0], Outcome::Sent).await.unwrap();
    inbox.finish(&claimed[1], parked()).await.unwrap();
    let before = |seconds| Purge {
        sent_before: Some(at(seconds)),
        parked_before: Some(at(seconds)),
        dedupe_before: Some(at(seconds)),
    };

    let nothing = inbox.purge(&before(0)).await.unwrap();
    let all = inbox.purge(&before(2)).await.unwrap();

    assert_eq!(nothing, Default::default());
    assert_eq!(
        (all.sent, all.parked, all.kept_aside, all.dedupe),
        (1, 1, 1, 2)
    );
    assert!(matches!(
        inbox.redrive(claimed[1].id).await,
        Err(InboxError::NotFound)
    ));
    assert_eq!(inbox.stats().await.unwrap().groups[GROUP].parked, 0);
    accept(&inbox, &["ann 1"]).await;
    assert_eq!(drain(&inbox, 3).await, ["1"]);
}

pub(crate) async fn arrivals_and_freed_keys_are_told(inbox: Subject) {
    let (mut deliveries, mut work) = (inbox.deliveries(), inbox.work());

    inbox
        .append(vec![delivery(&["ann 1", "ann 2"])])
        .await
        .unwrap();
    deliveries.changed().await.unwrap();
    assert!(!work.has_changed().unwrap());
    take_all_in(&inbox).await;
    work.changed().await.unwrap();
    let claimed = claim_at(&inbox, 1).await;
    assert!(!work.has_changed().unwrap());
    inbox.finish(&claimed[0], Outcome::Sent).await.unwrap();
    work.changed().await.unwrap();
}
