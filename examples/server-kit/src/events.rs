//! Server-sent events: whoever was away for a moment gets what was missed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fmt, time::Duration};

use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::Serialize;
use tokio::sync::watch;
use uuid::Uuid;

/// The event that says that some were missed: load everything anew.
pub const RELOAD: &str = "reload";

const LAST_EVENT_ID: &str = "last-event-id";
/// Proxies close what is silent for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Something that happened. Cheap to clone.
#[derive(Clone)]
pub struct Event {
    name: &'static str,
    data: Arc<str>,
}

// Data may be about people.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Event {
    /// An event with its data as JSON.
    ///
    /// # Panics
    ///
    /// If the data cannot be written as JSON.
    #[must_use]
    pub fn new(name: &'static str, data: &impl Serialize) -> Self {
        let data = serde_json::to_string(data).expect("the data can be written as JSON");
        Self {
            name,
            data: data.into(),
        }
    }
}

impl From<Event> for sse::Event {
    fn from(event: Event) -> Self {
        Self::default().event(event.name).data(&*event.data)
    }
}

/// Tells events to everybody who follows, and keeps the last of them. Cheap to clone.
///
/// Memory is bounded by what is kept: who follows has a place in it and no queue. Who is too
/// slow, or was away for too long, is told so by [`RELOAD`].
#[derive(Clone)]
pub struct Events(Arc<Shared>);

struct Shared {
    kept: Mutex<Kept>,
    /// Wakes whoever follows.
    changed: watch::Sender<()>,
    /// Tells our ids from those of an earlier process.
    run: String,
    most: usize,
    most_bytes: usize,
}

#[derive(Default)]
struct Kept {
    events: VecDeque<Event>,
    bytes: usize,
    /// The number of the first event that is kept.
    first: u64,
    is_closed: bool,
}

impl Kept {
    /// The number of the next event.
    fn next(&self) -> u64 {
        self.first + self.events.len() as u64
    }

    fn drop_first(&mut self) {
        if let Some(dropped) = self.events.pop_front() {
            self.bytes -= dropped.data.len();
            self.first += 1;
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl Events {
    /// Keeps at most so many events with at most so many bytes of data, and always the last.
    #[must_use]
    pub fn new(most: usize, most_bytes: usize) -> Self {
        let (changed, _) = watch::channel(());
        Self(Arc::new(Shared {
            kept: Mutex::default(),
            changed,
            run: Uuid::new_v4().simple().to_string(),
            most,
            most_bytes,
        }))
    }

    /// Tells an event to everybody.
    pub fn send(&self, event: Event) {
        let mut kept = self.0.kept();
        kept.bytes += event.data.len();
        kept.events.push_back(event);
        while kept.events.len() > 1
            && (kept.events.len() > self.0.most || kept.bytes > self.0.most_bytes)
        {
            kept.drop_first();
        }
        drop(kept);
        self.0.changed.send_replace(());
    }

    /// Forgets what is kept, because somebody is to be forgotten: who was away meanwhile is told
    /// so by [`RELOAD`].
    pub fn forget(&self) {
        let mut kept = self.0.kept();
        while !kept.events.is_empty() {
            kept.drop_first();
        }
    }

    /// How many follow.
    #[must_use]
    pub fn followers(&self) -> usize {
        self.0.changed.receiver_count()
    }

    /// Ends all streams, for a process that stops.
    pub fn close(&self) {
        self.0.kept().is_closed = true;
        self.0.changed.send_replace(());
    }

    /// The events from now on, or after the one that the request's `Last-Event-ID` names.
    ///
    /// Whatever is told before them has no id, so that a browser goes on from the last event.
    pub fn follow(&self, headers: &HeaderMap) -> impl Stream<Item = sse::Event> + Send + use<> {
        let last = headers.get(LAST_EVENT_ID);
        let last = last.map(|id| id.to_str().unwrap_or_default());
        let next = match last {
            None => Ok(self.0.kept().next()),
            // One of another process, or none at all: nobody knows what was missed.
            Some(id) => {
                let number = self.0.number(id);
                number.and_then(|number| number.checked_add(1)).ok_or(())
            }
        };
        let follower = Follower {
            changed: self.0.changed.subscribe(),
            shared: Arc::clone(&self.0),
            next: next.unwrap_or(u64::MAX),
        };
        stream::unfold(follower, async |mut follower| {
            let event = follower.event().await?;
            Some((event, follower))
        })
    }
}

impl Shared {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn id(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }

    fn number(&self, id: &str) -> Option<u64> {
        id.strip_prefix(&*self.run)?.strip_prefix('-')?.parse().ok()
    }
}

/// Somebody's place among the events.
struct Follower {
    shared: Arc<Shared>,
    changed: watch::Receiver<()>,
    next: u64,
}

impl Follower {
    /// The next event, when there is one; none after the end.
    async fn event(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(event) = self.look()? {
                return Some(event);
            }
            self.changed.changed().await.ok()?;
        }
    }

    /// The next event if it is there; none after the end.
    fn look(&mut self) -> Option<Option<sse::Event>> {
        let shared = Arc::clone(&self.shared);
        let kept = shared.kept();
        let ahead = self.next.checked_sub(kept.first);
        let event = ahead.and_then(|ahead| kept.events.get(usize::try_from(ahead).ok()?));
        if let Some(event) = event {
            let id = shared.id(self.next);
            self.next += 1;
            return Some(Some(sse::Event::from(event.clone()).id(id)));
        }
        if self.next == kept.next() {
            return (!kept.is_closed).then_some(None);
        }
        // Its place is no longer kept, or never was.
        self.next = kept.next();
        let reload = sse::Event::from(Event::new(RELOAD, &()));
        Some(Some(match self.next.checked_sub(1) {
            Some(last) => reload.id(shared.id(last)),
            None => reload,
        }))
    }
}

/// The answer that streams these events, and stays open while there are none.
pub fn answer(events: impl Stream<Item = sse::Event> + Send + 'static) -> Response {
    let events = events.map(Ok::<_, Infallible>);
    let alive = KeepAlive::new().interval(KEEP_ALIVE);
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // A proxy must not wait for more before it sends an event on.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    (headers, Sse::new(events).keep_alive(alive)).into_response()
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use axum::body::to_bytes;
    use futures_util::FutureExt;

    use super::*;

    fn send(events: &Events, numbers: impl IntoIterator<Item = u32>) {
        for number in numbers {
            events.send(Event::new("number", &number));
        }
    }

    fn after(events: &Events, number: u64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(LAST_EVENT_ID, events.0.id(number).parse().unwrap());
        headers
    }

    /// What a stream tells until it waits, as names or data.
    async fn told(events: impl Stream<Item = sse::Event>) -> Vec<String> {
        let mut events = pin!(events);
        let mut ready = Vec::new();
        while let Some(Some(event)) = events.next().now_or_never() {
            ready.push(Ok::<_, Infallible>(event));
        }
        let body = Sse::new(stream::iter(ready)).into_response().into_body();
        let text = to_bytes(body, 100_000).await.unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        let lines = text.lines();
        lines
            .filter_map(|line| match line.split_once(": ") {
                Some(("event", RELOAD)) => Some(RELOAD.to_owned()),
                Some(("data", data)) if data != "null" => Some(data.to_owned()),
                _ => None,
            })
            .collect()
    }

    #[tokio::test]
    async fn a_new_follower_hears_what_happens_from_now_on() {
        let events = Events::new(10, 1000);
        send(&events, [1]);

        let follower = events.follow(&HeaderMap::new());
        assert_eq!(events.followers(), 1);
        send(&events, [2, 3]);

        assert_eq!(told(follower).await, ["2", "3"]);
        assert_eq!(events.followers(), 0);
    }

    #[tokio::test]
    async fn a_follower_that_was_away_hears_what_was_missed_and_nothing_twice() {
        let events = Events::new(10, 1000);
        send(&events, 0..5);

        for (last, missed) in [(0, &["1", "2", "3", "4"][..]), (3, &["4"]), (4, &[])] {
            assert_eq!(told(events.follow(&after(&events, last))).await, missed);
        }
    }

    #[tokio::test]
    async fn who_was_away_too_long_is_told_to_load_everything() {
        let events = Events::new(3, 1000);
        send(&events, 0..10);
        let mut of_another_process = HeaderMap::new();
        of_another_process.insert(LAST_EVENT_ID, "0f-7".parse().unwrap());
        let mut garbage = HeaderMap::new();
        let bytes = http::HeaderValue::from_bytes(b"\xff").unwrap();
        garbage.insert(LAST_EVENT_ID, bytes);

        for headers in [
            after(&events, 2),
            after(&events, 77),
            after(&events, u64::MAX),
            of_another_process,
            garbage,
        ] {
            assert_eq!(told(events.follow(&headers)).await, [RELOAD], "{headers:?}");
        }
        assert_eq!(
            told(events.follow(&after(&events, 6))).await,
            ["7", "8", "9"]
        );
    }

    #[tokio::test]
    async fn a_follower_that_is_too_slow_is_told_so_and_goes_on() {
        let events = Events::new(3, 1000);
        let slow = events.follow(&HeaderMap::new());
        send(&events, 0..10);
        let mut slow = Box::pin(slow);

        assert_eq!(told(slow.as_mut()).await, [RELOAD]);
        send(&events, [10]);
        assert_eq!(told(slow.as_mut()).await, ["10"]);
    }

    #[tokio::test]
    async fn what_is_kept_is_bounded_in_number_and_in_bytes() {
        let events = Events::new(100, 50);
        send(&events, 0..1000);
        let many = events.0.kept().events.len();
        events.send(Event::new("large", &"x".repeat(1000)));

        let kept = events.0.kept();
        assert_eq!((kept.events.len(), kept.bytes), (1, 1002));
        assert_eq!(many, 50 / 3);
    }

    #[tokio::test]
    async fn what_was_forgotten_is_told_to_nobody_and_who_had_heard_it_goes_on() {
        let events = Events::new(10, 1000);
        let mut here = Box::pin(events.follow(&HeaderMap::new()));
        send(&events, [1, 2]);
        assert_eq!(told(here.as_mut()).await, ["1", "2"]);
        let away = after(&events, 0);

        events.forget();

        assert_eq!(events.0.kept().bytes, 0);
        assert_eq!(told(events.follow(&away)).await, [RELOAD]);
        send(&events, [3]);
        assert_eq!(told(here).await, ["3"]);
    }

    #[tokio::test]
    async fn a_follower_that_waits_is_woken_and_ends_with_the_events() {
        let events = Events::new(10, 1000);
        let follower = events.follow(&HeaderMap::new());
        let hearing = tokio::spawn(async move { follower.count().await });
        tokio::task::yield_now().await;

        send(&events, [1, 2]);
        events.close();

        assert_eq!(hearing.await.unwrap(), 2);
    }

    #[test]
    fn debug_shows_no_data() {
        let shown = format!("{:?}", Event::new("booked", &"Robin"));

        assert!(
            shown.contains("booked") && !shown.contains("Robin"),
            "{shown}"
        );
    }
}
