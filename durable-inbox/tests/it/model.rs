//! The inbox beside a plain model of it, through the same random calls.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use durable_inbox::{Claimed, Inbox, InboxError, Outcome, WorkerId};
use proptest::prelude::*;

use crate::support::{GROUP, LEASE, at, claim, delivery, take_all_in};

/// What can be asked of an inbox; numbers choose among what there is.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Deliveries of a key's texts; few texts, so that some are there already.
    Deliver(Vec<(u8, u8)>),
    Claim(usize),
    Mark(usize),
    Sent(usize),
    Retry {
        which: usize,
        after: i64,
        counts: bool,
        maybe_sent: bool,
    },
    Park {
        which: usize,
        maybe_sent: bool,
    },
    Redrive(usize),
    Wake(u8),
    Wait(i64),
    Reclaim,
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let which = || 0..64_usize;
    let step = prop_oneof![
        4 => prop::collection::vec((0..3_u8, 0..40_u8), 1..4).prop_map(Step::Deliver),
        6 => (1..4_usize).prop_map(Step::Claim),
        3 => which().prop_map(Step::Mark),
        4 => which().prop_map(Step::Sent),
        3 => (which(), 0..50_i64, any::<bool>(), any::<bool>()).prop_map(
            |(which, after, counts, maybe_sent)| Step::Retry { which, after, counts, maybe_sent }
        ),
        2 => (which(), any::<bool>()).prop_map(|(which, maybe_sent)| Step::Park { which, maybe_sent }),
        1 => which().prop_map(Step::Redrive),
        1 => (0..3_u8).prop_map(Step::Wake),
        2 => (1..40_i64).prop_map(Step::Wait),
        1 => Just(Step::Reclaim),
    ];
    prop::collection::vec(step, 1..60)
}

#[derive(Clone, Debug, PartialEq)]
struct One {
    text: String,
    attempts: u32,
    maybe: bool,
    /// A claim marked it, and has not said how it ended.
    marked: bool,
}

#[derive(Debug, Default)]
struct Key {
    /// In the order of acceptance, by number.
    waiting: BTreeMap<i64, One>,
    /// The one whose turn it is.
    head: Option<i64>,
    due: i64,
    held: bool,
    /// Whether it was woken since it was claimed.
    woken: bool,
    /// Of the last claim.
    fence: i64,
}

/// What must be so after the same calls.
#[derive(Default)]
struct Model {
    keys: BTreeMap<u8, Key>,
    parked: BTreeMap<i64, (u8, One)>,
    seen: HashSet<(u8, u8)>,
    last: i64,
}

/// Runs the steps on both, and compares whatever can be seen.
pub(crate) async fn follow(inbox: Arc<dyn Inbox>, steps: Vec<Step>) {
    let (mut model, mut now) = (Model::default(), 1);
    let (mut claims, mut parked): (Vec<Claimed>, Vec<Claimed>) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Deliver(items) => {
                let lines: Vec<String> = items
                    .iter()
                    .map(|(key, text)| format!("{key} {text}"))
                    .collect();
                let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                inbox.append(vec![delivery(&lines)]).await.unwrap();
                take_all_in(&inbox).await;
                model.deliver(&items);
            }
            Step::Claim(limit) => {
                let got = inbox.claim(&claim(limit, now)).await.unwrap();
                model.claim(&got, limit, now);
                claims.extend(got);
            }
            Step::Mark(which) => {
                if let Some(one) = pick(&claims, which) {
                    let expected = model.holds(one);
                    assert_eq!(is_kept(inbox.mark_sending(one).await), expected);
                    if expected {
                        model.item(one).marked = true;
                    }
                }
            }
            Step::Sent(which) => {
                if let Some(one) = pick(&claims, which) {
                    let expected = model.holds(one);
                    assert_eq!(is_kept(inbox.finish(one, Outcome::Sent).await), expected);
                    if expected {
                        model.leave(one);
                    }
                }
            }
            Step::Retry {
                which,
                after,
                counts,
                maybe_sent,
            } => {
                if let Some(one) = pick(&claims, which) {
                    let expected = model.holds(one);
                    let outcome = Outcome::RetryAt {
                        at: at(now + after),
                        counts,
                        maybe_sent,
                    };
                    assert_eq!(is_kept(inbox.finish(one, outcome).await), expected);
                    if expected {
                        model.retry(one, now + after, counts, maybe_sent);
                    }
                }
            }
            Step::Park { which, maybe_sent } => {
                if let Some(one) = pick(&claims, which) {
                    let expected = model.holds(one);
                    let outcome = Outcome::Parked {
                        reason: "given up".into(),
                        maybe_sent,
                    };
                    assert_eq!(is_kept(inbox.finish(one, outcome).await), expected);
                    if expected {
                        let mut left = model.leave(one);
                        left.maybe = one.maybe_duplicate || maybe_sent;
                        (left.attempts, left.marked) = (0, false);
                        model.parked.insert(one.id.number(), (key(one), left));
                        parked.push(one.clone());
                    }
                }
            }
            Step::Redrive(which) => {
                if let Some(one) = pick(&parked, which) {
                    let there = model.redrive(one.id.number());
                    match inbox.redrive(one.id).await {
                        Ok(()) => assert!(there),
                        Err(error) => assert!(!there && matches!(error, InboxError::NotFound)),
                    }
                }
            }
            Step::Wake(key) => {
                inbox.wake(GROUP, key.to_string().as_bytes()).await.unwrap();
                if let Some(key) = model.keys.get_mut(&key) {
                    key.woken = true;
                    if !key.held {
                        key.due = i64::MIN;
                    }
                }
            }
            Step::Wait(seconds) => now += seconds,
            Step::Reclaim => {
                let freed = inbox.reclaim(&WorkerId::new("worker")).await.unwrap();
                assert_eq!(freed, model.reclaim());
            }
        }
        let stats = inbox.stats().await.unwrap();
        let group = stats.groups.get(GROUP).cloned().unwrap_or_default();
        let held = model.keys.values().filter(|key| key.held).count();
        let all: usize = model.keys.values().map(|key| key.waiting.len()).sum();
        assert_eq!(
            [group.waiting, group.in_flight, group.parked],
            [all - held, held, model.parked.len()].map(|count| count as u64),
        );
    }
}

fn pick(list: &[Claimed], which: usize) -> Option<&Claimed> {
    // The latest first: older claims are mostly lost.
    let place = which.checked_rem(list.len())?;
    list.iter().rev().nth(place)
}

fn is_kept(answer: Result<(), InboxError>) -> bool {
    match answer {
        Ok(()) => true,
        Err(InboxError::ClaimLost) => false,
        Err(error) => panic!("{error}"),
    }
}

fn key(one: &Claimed) -> u8 {
    str::from_utf8(&one.key).unwrap().parse().unwrap()
}

impl Model {
    fn key(&mut self, one: &Claimed) -> &mut Key {
        self.keys.get_mut(&key(one)).expect("a held key has work")
    }

    fn deliver(&mut self, items: &[(u8, u8)]) {
        for (key, text) in items {
            if !self.seen.insert((*key, *text)) {
                continue;
            }
            self.last += 1;
            let one = One {
                text: text.to_string(),
                attempts: 0,
                maybe: false,
                marked: false,
            };
            let key = self.keys.entry(*key).or_default();
            key.waiting.insert(self.last, one);
            if key.head.is_none() {
                (key.head, key.due) = (Some(self.last), i64::MIN);
            }
        }
    }

    /// At most the limit of keys that are due, each with its head as the model knows it.
    fn claim(&mut self, got: &[Claimed], limit: usize, now: i64) {
        let due = self
            .keys
            .values()
            .filter(|key| key.head.is_some() && key.due <= now)
            .count();
        assert_eq!(got.len(), due.min(limit));
        for one in got {
            let gap = self
                .parked
                .iter()
                .any(|(id, (of, _))| *of == key(one) && *id < one.id.number());
            let key = self.key(one);
            assert!(key.due <= now, "it was not free");
            let head = key.head.expect("it has work");
            let item = &key.waiting[&head];
            assert_eq!(one.id.number(), head, "the order of acceptance");
            assert_eq!(str::from_utf8(&one.payload).unwrap(), item.text);
            assert_eq!((one.attempts, one.after_gap), (item.attempts, gap));
            assert_eq!(one.in_doubt, item.marked);
            assert_eq!(one.maybe_duplicate, item.marked || item.maybe);
            let until = now + LEASE.as_secs().cast_signed();
            (key.held, key.due, key.fence) = (true, until, one.fence);
            key.woken = false;
        }
    }

    fn holds(&self, one: &Claimed) -> bool {
        let held =
            |key: &Key| key.held && key.fence == one.fence && key.head == Some(one.id.number());
        self.keys.get(&key(one)).is_some_and(held)
    }

    fn item(&mut self, one: &Claimed) -> &mut One {
        let item = self.key(one).waiting.get_mut(&one.id.number());
        item.expect("a held item waits")
    }

    fn leave(&mut self, one: &Claimed) -> One {
        let claimed_at = one.claimed_at.timestamp() - at(0).timestamp();
        let key = self.key(one);
        let left = key.waiting.remove(&one.id.number()).unwrap();
        key.held = false;
        key.head = key.waiting.keys().next().copied();
        key.due = claimed_at;
        left
    }

    fn retry(&mut self, one: &Claimed, until: i64, counts: bool, maybe_sent: bool) {
        let key = self.key(one);
        (key.held, key.due) = (false, if key.woken { i64::MIN } else { until });
        let item = self.item(one);
        item.attempts += u32::from(counts);
        item.maybe = one.maybe_duplicate || maybe_sent;
        item.marked = false;
    }

    fn redrive(&mut self, id: i64) -> bool {
        let Some((key, one)) = self.parked.remove(&id) else {
            return false;
        };
        let key = self.keys.entry(key).or_default();
        key.waiting.insert(id, one);
        let is_next = key.head.is_none_or(|head| !key.held && id < head);
        if is_next {
            (key.head, key.due) = (Some(id), i64::MIN);
        }
        true
    }

    fn reclaim(&mut self) -> u64 {
        let held = self.keys.values_mut().filter(|key| key.held);
        held.map(|key| (key.held, key.due) = (false, i64::MIN))
            .count() as u64
    }
}
