//! Callers that go away in the middle of a call.

use std::{collections::HashMap, future::poll_fn, pin::pin, sync::Arc, task::Poll};

use durable_inbox::{Claimed, Inbox, InboxError, Outcome, WorkerId};

use crate::support::{Lines, claim, delivery, drain, take_all_in};

/// Polls a call at most so often, lets the others run in between, and drops it then; every
/// second one is waited for.
async fn give_up<T>(call: impl Future<Output = T>, polls: u32) -> Option<T> {
    let mut call = pin!(call);
    if polls.is_multiple_of(2) {
        return Some(call.await);
    }
    for _ in 0..polls {
        let once = poll_fn(|context| Poll::Ready(call.as_mut().poll(context)));
        if let Poll::Ready(done) = once.await {
            return Some(done);
        }
        tokio::task::yield_now().await;
    }
    None
}

/// Calls of all kinds are dropped after any number of polls. Nothing that was acknowledged is
/// lost, nothing comes twice, order holds, and the inbox is as usable as before.
pub(crate) async fn give_up_at_any_moment(inbox: Arc<dyn Inbox>) {
    let mut random = fastrand::Rng::with_seed(7);
    let mut acknowledged: Vec<String> = Vec::new();
    let mut done: Vec<Claimed> = Vec::new();
    for number in 0..200 {
        let line = format!("{} {number}", number % 3);
        let append = inbox.append(vec![delivery(&[&line])]);
        if let Some(answer) = give_up(append, random.u32(0..30)).await {
            answer.unwrap();
            acknowledged.push(number.to_string());
        }
        if let Some(answer) = give_up(inbox.take_in(&Lines), random.u32(0..60)).await {
            answer.unwrap();
        }
        let Some(claimed) = give_up(inbox.claim(&claim(2, 1)), random.u32(0..40)).await else {
            // The claim may have been made all the same, and nobody knows of it.
            inbox.reclaim(&WorkerId::new("worker")).await.unwrap();
            continue;
        };
        for one in claimed.unwrap() {
            give_up(inbox.mark_sending(&one), random.u32(0..30)).await;
            match give_up(inbox.finish(&one, Outcome::Sent), random.u32(0..30)).await {
                Some(answer) => answer.unwrap(),
                // Whether it happened shows when it is said once more.
                None => match inbox.finish(&one, Outcome::Sent).await {
                    Ok(()) | Err(InboxError::ClaimLost) => {}
                    Err(error) => panic!("{error}"),
                },
            }
            done.push(one);
        }
    }
    // What runs on after its caller went away ends before what is asked now.
    take_all_in(&inbox).await;
    let mut texts: Vec<String> = Vec::new();
    texts.extend(
        done.iter()
            .map(|one| String::from_utf8(one.payload.clone()).unwrap()),
    );
    texts.extend(drain(&inbox, 100).await);

    let mut last: HashMap<u64, u64> = HashMap::new();
    for text in &texts {
        let number: u64 = text.parse().unwrap();
        let before = last.insert(number % 3, number);
        assert!(before < Some(number), "{number} came after {before:?}");
    }
    assert!(acknowledged.iter().all(|number| texts.contains(number)));
    assert!(
        acknowledged.len() > 50 && done.len() > 20,
        "some calls were not given up"
    );
}
