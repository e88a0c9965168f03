//! What happens, as a stream of server-sent events.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::response::sse;
use ccaas_http::test_util::{JournalEntry, Outcome};
use futures_util::{Stream, StreamExt as _, stream};
use http::HeaderMap;
use serde::Serialize;
use server_kit::events::{Event, Events};
use tokio::time::{Instant, MissedTickBehavior};

use crate::{demo::Demo, fakes::RunningFake, view::ServiceView};

const TICK: Duration = Duration::from_millis(100);
/// After this long an unanswered request is no longer looked at.
const LONGEST_ANSWER: Duration = Duration::from_secs(60);

#[derive(Serialize)]
struct Received<'a> {
    service: &'a str,
    entry: &'a JournalEntry,
}

/// All services, as they are now.
#[derive(Serialize)]
pub(crate) struct Services {
    services: Vec<ServiceView>,
}

impl Services {
    /// The services of a demo.
    pub(crate) fn of(demo: &Demo) -> Self {
        Self {
            services: demo.views(),
        }
    }
}

/// The state of all services, then the events from now on or after the last that the browser
/// had; ends with the demo.
pub(crate) fn stream(
    demo: &Demo,
    headers: &HeaderMap,
) -> impl Stream<Item = sse::Event> + Send + use<> {
    let services = || Event::new("services", &Services::of(demo));
    snapshot_then_events(&demo.events, headers, &services).take_until(demo.ended())
}

/// The snapshot, and what happens from then on. Following begins first: what happens between
/// the two is told twice rather than never.
fn snapshot_then_events(
    events: &Events,
    headers: &HeaderMap,
    snapshot: &dyn Fn() -> Event,
) -> impl Stream<Item = sse::Event> + Send + use<> {
    let later = events.follow(headers);
    let first = snapshot();
    stream::once(std::future::ready(first.into())).chain(later)
}

/// Looks for what happened, for those who watch. Does not end.
pub(crate) async fn watch(demo: Arc<Demo>) {
    let mut journals: Vec<Follower> = demo.fakes.iter().map(|_| Follower::default()).collect();
    let mut known = Vec::new();
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let watched = demo.events.followers() > 0;
        for (fake, follower) in demo.fakes.iter().zip(&mut journals) {
            for entry in follower.news(fake, Instant::now()) {
                let received = Received {
                    service: fake.plan.name,
                    entry: &entry,
                };
                demo.events.send(Event::new("journal", &received));
                demo.chat.noticed(fake.plan.name, &entry);
            }
        }
        // Health is asked of the servers only while somebody looks at it.
        if watched {
            let services = Services::of(&demo);
            let now = services
                .services
                .iter()
                .map(ServiceView::without_countdowns)
                .collect();
            if known != now {
                known = now;
                demo.events.send(Event::new("services", &services));
            }
        }
    }
}

/// How far a journal was read.
#[derive(Debug, Default)]
struct Follower {
    last: u64,
    /// Seen, but not answered then.
    open: BTreeMap<u64, Instant>,
}

impl Follower {
    fn news(&mut self, fake: &RunningFake, now: Instant) -> Vec<JournalEntry> {
        self.open
            .retain(|_, seen| now.duration_since(*seen) < LONGEST_ANSWER);
        let after = self
            .open
            .keys()
            .next()
            .map_or(self.last, |oldest| oldest - 1);
        self.read(fake.journal_after(after), now)
    }

    /// Keeps of `entries` those that are new, and those that were answered meanwhile.
    fn read(&mut self, entries: Vec<JournalEntry>, now: Instant) -> Vec<JournalEntry> {
        let mut news = Vec::new();
        for entry in entries {
            let unanswered = matches!(entry.outcome, Outcome::Hung);
            let new = entry.seq > self.last;
            if new {
                self.last = entry.seq;
            }
            if new && unanswered {
                self.open.insert(entry.seq, now);
            } else if !new && (unanswered || self.open.remove(&entry.seq).is_none()) {
                continue;
            }
            news.push(entry);
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use ccaas_http::test_util::{Answer, Fake, FakeHost, FakeRequest, Provoke, Reply};
    use chrono::{DateTime, Utc};
    use futures_util::{FutureExt as _, StreamExt as _};
    use http::{HeaderMap, Method};
    use server_kit::events::{Event, Events};
    use tokio::time::Instant;

    use super::{Follower, snapshot_then_events};

    struct Echo;

    impl Fake for Echo {
        fn handle(&mut self, _: DateTime<Utc>, _: &FakeRequest) -> Reply {
            Answer::empty(200).into()
        }

        fn too_many_requests(&self, _: Option<std::time::Duration>) -> Answer {
            Answer::empty(429)
        }

        fn internal_error(&self) -> Answer {
            Answer::empty(500)
        }

        fn expire_tokens(&mut self) {}
    }

    #[tokio::test]
    async fn what_happens_while_the_snapshot_is_taken_is_told() {
        let events = Events::new(10, 1000);
        let snapshot = || {
            events.send(Event::new("journal", &"meanwhile"));
            Event::new("services", &())
        };

        let told = snapshot_then_events(&events, &HeaderMap::new(), &snapshot);

        let told = told.take(2).count().now_or_never();
        assert_eq!(told, Some(2), "the snapshot and what happened meanwhile");
    }

    #[tokio::test]
    async fn a_journal_entry_is_told_once_and_again_when_it_is_answered() {
        let host = FakeHost::start(Echo).await;
        host.provoke(Method::GET, "/hang", Provoke::Instead(Reply::Hang));
        let hanging = reqwest::get(host.url().join("/hang").unwrap());
        tokio::spawn(hanging);
        while host.journal().is_empty() {
            tokio::task::yield_now().await;
        }
        reqwest::get(host.url().join("/ok").unwrap()).await.unwrap();
        let mut follower = Follower::default();
        let now = Instant::now();

        let first = follower.read(host.journal_after(0), now);
        let second = follower.read(host.journal_after(0), now);
        let mut answered = host.journal_after(0);
        answered[0].outcome = answered[1].outcome;
        let third = follower.read(answered.clone(), now);
        let fourth = follower.read(answered, now);

        assert_eq!(
            first.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(),
            ["/hang", "/ok"]
        );
        assert!(second.is_empty());
        assert_eq!(third.iter().map(|e| e.seq).collect::<Vec<_>>(), [1]);
        assert!(fourth.is_empty());
    }
}
