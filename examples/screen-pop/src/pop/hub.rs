//! Who follows: each signed-in agent has events of their own, and nobody else's.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::response::sse;
use ccaas_http::debug_allow_list;
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::{Stream, StreamExt as _, stream};
use http::HeaderMap;
use serde::Serialize;
use serde_json::{Value, json};
use server_kit::events::{Event, Events};
use url::Url;

/// How many pops of an agent are kept for a page that was away for a moment.
const KEPT: usize = 20;
/// How many bytes of them.
const KEPT_BYTES: usize = 256 * 1024;
/// For how long a page may be away and still gets the pops that it missed.
const AWAY: Duration = Duration::from_secs(60);

/// Who is calling, for an agent's page.
#[derive(Clone)]
pub struct Pop {
    /// The call.
    pub conversation_id: String,
    /// Where it was heard of: `genesys`, `genesys_callback`, or the platform that was simulated.
    pub source: &'static str,
    /// The number, as it came.
    pub phone: String,
    /// Where the customer of a callback waits with a camera.
    pub meeting_url: Option<Url>,
    /// When the server heard of it.
    pub at: DateTime<Utc>,
    /// What was found; `None` if nobody could look.
    pub answer: Option<Value>,
}

// Who calls is personal.
debug_allow_list!(Pop {
    conversation_id,
    source,
    at
});

impl Pop {
    /// As pages get it.
    #[must_use]
    pub fn view(&self) -> Value {
        json!({
            "conversation_id": self.conversation_id,
            "source": self.source,
            "phone": self.phone,
            "meeting_url": self.meeting_url,
            "at": self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "answer": self.answer,
        })
    }

    fn event(&self) -> Event {
        Event::new("pop", &self.view())
    }
}

/// Whether calls are heard of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Listening {
    /// `GENESYS_QUEUES` is not set.
    #[default]
    Off,
    /// They are.
    On,
    /// The channel is down; it is opened again.
    Lost,
}

/// Who follows.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The account's id.
    pub account: String,
    /// The same person at Genesys Cloud.
    pub user_id: Option<String>,
    /// Whether imports are theirs to see.
    pub is_admin: bool,
}

/// What pages follow. Cheap to clone.
///
/// An account that has followed keeps its place, so there are at most as many as accounts.
#[derive(Clone, Default)]
pub struct Pops(Arc<Mutex<Shared>>);

#[derive(Default)]
struct Shared {
    places: HashMap<String, Place>,
    listening: Listening,
}

/// An account's.
struct Place {
    reader: Reader,
    events: Events,
    left: Left,
}

/// When a page of an account was last closed.
#[derive(Clone, Default)]
struct Left(Arc<Mutex<Option<Instant>>>);

impl Left {
    fn is_recent(&self, now: Instant) -> bool {
        let left = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.is_some_and(|left| now.saturating_duration_since(left) < AWAY)
    }
}

/// Notes that a page is closed, when its stream is dropped.
struct Leaving(Left);

impl Drop for Leaving {
    fn drop(&mut self) {
        let mut left = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        *left = Some(Instant::now());
    }
}

impl fmt::Debug for Pops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pops").finish_non_exhaustive()
    }
}

impl Pops {
    /// How calls are heard of now, then the events of this reader.
    pub fn follow(
        &self,
        reader: Reader,
        headers: &HeaderMap,
    ) -> impl Stream<Item = sse::Event> + Send + use<> {
        let mut shared = self.shared();
        let listening = calls(shared.listening);
        let place = shared.places.entry(reader.account.clone());
        let place = place.or_insert_with(|| Place {
            reader: reader.clone(),
            events: Events::new(KEPT, KEPT_BYTES),
            left: Left::default(),
        });
        place.reader = reader;
        let leaving = Leaving(place.left.clone());
        let later = place.events.follow(headers).inspect(move |_| {
            let _until_it_is_dropped = &leaving;
        });
        stream::once(std::future::ready(listening.into())).chain(later)
    }

    /// Whether a page of this agent of Genesys Cloud would show a pop: it is open, or was closed
    /// a moment ago and may come back.
    #[must_use]
    pub fn expects(&self, user_id: &str, now: Instant) -> bool {
        let shared = self.shared();
        let mut places = shared.of_user(user_id);
        places.any(|place| place.events.followers() > 0 || place.left.is_recent(now))
    }

    /// Forgets the pops that are kept for pages that were away: somebody was erased.
    pub fn forget(&self) {
        for place in self.shared().places.values() {
            place.events.forget();
        }
    }

    /// Shows a pop to an agent of Genesys Cloud.
    pub fn to_user(&self, user_id: &str, pop: &Pop) {
        for place in self.shared().of_user(user_id) {
            place.events.send(pop.event());
        }
    }

    /// Shows a pop to the account with this id.
    pub fn to_account(&self, account: &str, pop: &Pop) {
        if let Some(place) = self.shared().places.get(account) {
            place.events.send(pop.event());
        }
    }

    /// Tells everybody who looks after cases.
    pub fn to_admins(&self, event: &Event) {
        let shared = self.shared();
        let admins = shared.places.values();
        for place in admins.filter(|place| place.reader.is_admin) {
            place.events.send(event.clone());
        }
    }

    /// Tells everybody who gets calls that some may have been missed.
    pub fn missed(&self, since: DateTime<Utc>, until: DateTime<Utc>) {
        let time = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Millis, true);
        let gap = Event::new(
            "gap",
            &json!({ "since": time(since), "until": time(until) }),
        );
        let shared = self.shared();
        let agents = shared.places.values();
        for place in agents.filter(|place| place.reader.user_id.is_some()) {
            place.events.send(gap.clone());
        }
    }

    /// How calls are heard of.
    #[must_use]
    pub fn listening(&self) -> Listening {
        self.shared().listening
    }

    /// Says how calls are heard of, where that has changed.
    pub fn set_listening(&self, listening: Listening) {
        let mut shared = self.shared();
        if shared.listening != listening {
            shared.listening = listening;
            for place in shared.places.values() {
                place.events.send(calls(listening));
            }
        }
    }

    /// Ends all streams, for a process that stops.
    pub fn close(&self) {
        for place in self.shared().places.values() {
            place.events.close();
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    fn of_user(&self, user_id: &str) -> impl Iterator<Item = &Place> {
        let places = self.places.values();
        places.filter(move |place| place.reader.user_id.as_deref() == Some(user_id))
    }
}

fn calls(listening: Listening) -> Event {
    Event::new("calls", &json!({ "listening": listening }))
}

#[cfg(test)]
mod tests {
    use axum::{body::to_bytes, response::IntoResponse};

    use super::*;

    fn pop(conversation: &str) -> Pop {
        Pop {
            conversation_id: conversation.to_owned(),
            source: "genesys",
            phone: "+12025550147".to_owned(),
            meeting_url: None,
            at: "2026-11-20T09:00:00Z".parse().unwrap(),
            answer: None,
        }
    }

    fn reader(account: &str, user_id: Option<&str>) -> Reader {
        Reader {
            account: account.to_owned(),
            user_id: user_id.map(str::to_owned),
            is_admin: user_id.is_none(),
        }
    }

    /// Everything that a page is told until the end.
    async fn text(events: impl Stream<Item = sse::Event> + Send + 'static) -> String {
        let answer = server_kit::events::answer(events).into_response();
        let body = to_bytes(answer.into_body(), 100_000).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn an_agent_is_told_of_their_own_calls_and_of_no_others() {
        let (pops, headers) = (Pops::default(), HeaderMap::new());
        let ana = pops.follow(reader("ana", Some("u-1")), &headers);
        let ben = pops.follow(reader("ben", Some("u-2")), &headers);

        pops.to_user("u-1", &pop("for-ana"));
        pops.to_account("ben", &pop("for-ben"));
        pops.to_user("u-3", &pop("for-nobody"));
        pops.close();

        let (ana, ben) = (text(ana).await, text(ben).await);
        assert!(ana.contains("for-ana") && !ana.contains("for-ben"), "{ana}");
        assert!(ben.contains("for-ben") && !ben.contains("for-ana"), "{ben}");
    }

    #[test]
    fn an_agent_is_expected_while_a_page_is_open_and_a_moment_longer() {
        let pops = Pops::default();
        let ana = pops.follow(reader("ana", Some("u-1")), &HeaderMap::new());
        let expected = |later| pops.expects("u-1", Instant::now() + later);

        assert!(expected(AWAY * 60) && !pops.expects("u-2", Instant::now()));
        drop(ana);

        assert!(expected(Duration::ZERO) && !expected(AWAY));
    }

    #[tokio::test]
    async fn a_page_that_was_away_is_not_told_of_whom_was_erased_meanwhile() {
        let (pops, mut headers) = (Pops::default(), HeaderMap::new());
        let ana = || reader("ana", Some("u-1"));
        drop(pops.follow(ana(), &headers));
        pops.to_user("u-1", &pop("seen"));
        let mut seen = Box::pin(pops.follow(ana(), &headers));
        pops.to_user("u-1", &pop("erased"));
        let _calls = seen.next().await;
        let last = text(seen.take(1)).await;
        let last = last.lines().find_map(|line| line.strip_prefix("id: "));
        let id: String = last.unwrap().replace("-1", "-0");
        headers.insert("last-event-id", id.parse().unwrap());

        pops.forget();

        let back = pops.follow(ana(), &headers);
        pops.close();
        let back = text(back).await;
        assert!(
            back.contains("event: reload") && !back.contains("erased"),
            "{back}"
        );
    }

    #[tokio::test]
    async fn who_gets_calls_is_told_of_a_gap_and_who_looks_after_cases_of_imports() {
        let (pops, headers) = (Pops::default(), HeaderMap::new());
        let agent = pops.follow(reader("ana", Some("u-1")), &headers);
        let admin = pops.follow(reader("root", None), &headers);
        let since = "2026-11-20T09:00:00Z".parse().unwrap();

        pops.set_listening(Listening::Lost);
        pops.missed(since, since + chrono::TimeDelta::seconds(17));
        pops.to_admins(&Event::new("import", &7));
        pops.close();

        let (agent, admin) = (text(agent).await, text(admin).await);
        assert!(
            agent.contains(r#""until":"2026-11-20T09:00:17.000Z""#),
            "{agent}"
        );
        assert!(!admin.contains("event: gap"), "{admin}");
        assert!(admin.contains("event: import") && !agent.contains("event: import"));
        for told in [agent, admin] {
            assert!(
                told.contains(r#""listening":"off""#) && told.contains(r#""listening":"lost""#)
            );
        }
    }
}
