//! Serving a fake on a real socket.

use std::{
    collections::VecDeque,
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use tokio::{net::TcpListener, sync::watch, time::Instant};
use url::Url;

use super::{
    Fake, Fault, JournalEntry, Provoke, Push,
    fault::{Provoked, fits},
    serve::serve,
    socket::OpenSocket,
};

/// How many requests a journal keeps; the oldest are dropped.
pub const JOURNAL_LIMIT: usize = 1_000;

/// Serves a [`Fake`] on loopback. Cheap to clone; the server ends with the last clone.
pub struct FakeHost<F: Fake> {
    shared: Arc<Shared<F>>,
    _running: Arc<Running>,
}

pub(super) struct Shared<F> {
    pub(super) addr: SocketAddr,
    /// Until when the port is to be closed.
    pub(super) down: watch::Sender<Option<Instant>>,
    /// Whether the port is open.
    pub(super) open: watch::Sender<bool>,
    pub(super) sockets: watch::Sender<Vec<OpenSocket>>,
    state: Mutex<State<F>>,
}

pub(super) struct State<F> {
    pub(super) fake: F,
    pub(super) journal: VecDeque<JournalEntry>,
    pub(super) received: u64,
    pub(super) provoked: Vec<Provoked>,
    pub(super) fault: Option<(Fault, Instant)>,
    pub(super) clock: Box<dyn Fn() -> DateTime<Utc> + Send>,
    /// How far the fake's time is ahead of its clock.
    pub(super) ahead: TimeDelta,
}

impl<F> State<F> {
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)() + self.ahead
    }

    /// Moves the time forward; `None` if no calendar goes that far.
    pub(super) fn advance(&mut self, by: TimeDelta) -> Option<DateTime<Utc>> {
        let ahead = self.ahead.checked_add(&by)?;
        let now = (self.clock)().checked_add_signed(ahead)?;
        self.ahead = ahead;
        Some(now)
    }
}

/// Ends the server when the last handle goes.
struct Running(tokio::task::AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<F: Fake> Clone for FakeHost<F> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            _running: Arc::clone(&self._running),
        }
    }
}

impl<F: Fake> fmt::Debug for FakeHost<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeHost")
            .field("addr", &self.shared.addr)
            .finish_non_exhaustive()
    }
}

impl<F: Fake> FakeHost<F> {
    /// Serves `fake` on a free port of loopback.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn start(fake: F) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self::bind(any, fake)
            .await
            .expect("loopback has a free port")
    }

    /// Serves `fake` on `addr`.
    ///
    /// # Errors
    /// If the address is in use or not this machine's.
    pub async fn bind(addr: SocketAddr, fake: F) -> std::io::Result<Self> {
        let listener = TcpListener::bind(addr).await?;
        let shared = Arc::new(Shared {
            addr: listener.local_addr()?,
            down: watch::Sender::new(None),
            open: watch::Sender::new(true),
            sockets: watch::Sender::new(Vec::new()),
            state: Mutex::new(State {
                fake,
                journal: VecDeque::new(),
                received: 0,
                provoked: Vec::new(),
                fault: None,
                clock: Box::new(Utc::now),
                ahead: TimeDelta::zero(),
            }),
        });
        let task = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self {
            shared,
            _running: Arc::new(Running(task.abort_handle())),
        })
    }

    /// The address it listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.shared.addr
    }

    /// The base URL.
    ///
    /// # Panics
    /// Never: an address always forms a URL.
    #[must_use]
    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}", self.shared.addr)).expect("an address forms a URL")
    }

    /// Looks at the fake, or changes it.
    pub fn with<T>(&self, look: impl FnOnce(&mut F) -> T) -> T {
        let seen = look(&mut self.shared.state().fake);
        self.shared.push_all();
        seen
    }

    /// Does something to the open WebSockets of a channel, and tells how many it reaches.
    ///
    /// A host that hangs ([`Fault::Hang`]) sends no text.
    pub fn push(&self, channel: &str, push: &Push) -> usize {
        self.shared.push(channel, push)
    }

    /// How many WebSockets of a channel are open.
    #[must_use]
    pub fn sockets(&self, channel: &str) -> usize {
        let sockets = self.shared.sockets.borrow();
        sockets.iter().filter(|open| open.is_of(channel)).count()
    }

    /// Waits until a channel has this many open WebSockets.
    pub async fn has_sockets(&self, channel: &str, count: usize) {
        let as_many = |sockets: &Vec<OpenSocket>| {
            sockets.iter().filter(|open| open.is_of(channel)).count() == count
        };
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.shared.sockets.subscribe().wait_for(as_many).await;
    }

    /// Lets the fake read the time from `now` instead of the system.
    pub fn set_clock(&self, now: impl Fn() -> DateTime<Utc> + Send + 'static) {
        self.shared.state().clock = Box::new(now);
    }

    /// Moves the fake's time forward, as `POST /_fake/clock` with `advance_seconds` does.
    ///
    /// # Panics
    /// If that is beyond all calendars.
    pub fn advance(&self, duration: Duration) {
        let delta = TimeDelta::from_std(duration).ok();
        let moved = delta.and_then(|delta| self.shared.state().advance(delta));
        moved.expect("the clock is moved within the calendar");
    }

    /// The time, as the fake reads it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.shared.state().now()
    }

    /// The requests received, oldest first; at most [`JOURNAL_LIMIT`].
    #[must_use]
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.state().journal.iter().cloned().collect()
    }

    /// The requests received after number `seq`.
    #[must_use]
    pub fn journal_after(&self, seq: u64) -> Vec<JournalEntry> {
        self.shared
            .state()
            .journal
            .iter()
            .filter(|entry| entry.seq > seq)
            .cloned()
            .collect()
    }

    /// The received requests of one kind; `{name}` in `pattern` stands for one path part.
    #[must_use]
    pub fn received(&self, method: &Method, pattern: &str) -> Vec<JournalEntry> {
        let of_kind =
            |entry: &JournalEntry| entry.method == method.as_str() && fits(pattern, &entry.path);
        self.journal().into_iter().filter(of_kind).collect()
    }

    /// Lets something happen to the next request of one kind.
    pub fn provoke(&self, method: Method, pattern: &str, what: Provoke) {
        self.provoke_times(1, method, pattern, what);
    }

    /// Lets something happen to the next `times` requests of one kind.
    pub fn provoke_times(&self, times: usize, method: Method, pattern: &str, what: Provoke) {
        let provoked = Provoked {
            method,
            pattern: pattern.to_owned(),
            left: times,
            what,
        };
        self.shared.state().provoked.push(provoked);
    }

    /// Forgets everything that was provoked and has not happened, and ends a fault.
    pub fn calm(&self) {
        {
            let mut state = self.shared.state();
            state.provoked.clear();
            state.fault = None;
        }
        self.shared.down.send_replace(None);
    }

    /// Misbehaves for a while, whatever is asked. A new fault replaces the old one.
    /// After [`Fault::Down`], wait for [`settled`](Self::settled) where it matters.
    pub fn inject(&self, fault: Fault, duration: Duration) {
        let until = Instant::now() + duration;
        let down = matches!(fault, Fault::Down);
        self.shared.state().fault = Some((fault, until));
        self.shared.down.send_replace(down.then_some(until));
    }

    /// Waits until the port is closed or open, as the fault that is on wants it.
    ///
    /// Every other fault is in force as soon as [`inject`](Self::inject) returns;
    /// closing a port takes a moment.
    pub async fn settled(&self) {
        let is_settled = |open: &bool| *open == self.shared.down.borrow().is_none();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.shared.open.subscribe().wait_for(is_settled).await;
    }

    /// The fault that is on, and how long it lasts.
    #[must_use]
    pub fn fault(&self) -> Option<(Fault, Duration)> {
        let (fault, until) = self.shared.state().fault?;
        let left = until.checked_duration_since(Instant::now())?;
        Some((fault, left))
    }

    /// Makes every token given out so far expired.
    pub fn expire_tokens(&self) {
        self.shared.state().fake.expire_tokens();
    }
}

impl<F> State<F> {
    /// Whether this fault is in force.
    pub(super) fn is_on(&self, fault: Fault) -> bool {
        self.fault
            .is_some_and(|(on, until)| on == fault && Instant::now() < until)
    }
}

impl<F> Shared<F> {
    pub(super) fn state(&self) -> MutexGuard<'_, State<F>> {
        // A panicking test must not hide behind a second panic here.
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
