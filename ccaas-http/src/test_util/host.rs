//! Serving a fake on a real socket.

use std::{
    collections::VecDeque,
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use http::{Method, Request};
use http_body::Body as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use url::Url;

use super::{
    Answer, Fake, FakeRequest, Fault, Provoke, Reply,
    body::{Cut, FakeBody},
    fault::{Provoked, fits},
};

/// How many requests a journal keeps; the oldest are dropped.
pub const JOURNAL_LIMIT: usize = 1_000;
const BODY_LIMIT: usize = 16 * 1024 * 1024;
const JOURNALED_BODY: usize = 16 * 1024;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// It was left hanging.
    Hung,
    /// Its connection was cut.
    Cut,
}

/// A request that a fake received, as its journal keeps it.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct JournalEntry {
    /// Counts from 1 over the life of the host.
    pub seq: u64,
    /// When it came in.
    pub at: DateTime<Utc>,
    /// The method.
    pub method: String,
    /// The path as sent, percent-encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The scheme of the `Authorization` header.
    pub authorization: Option<String>,
    /// The body as text, at most 16 KiB of it.
    pub body: String,
    /// The status of the answer; `None` if there was none.
    pub status: Option<u16>,
    /// What became of it.
    pub outcome: Outcome,
}

impl JournalEntry {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Method and path in one text: `POST /oauth/token`.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Serves a [`Fake`] on loopback. Cheap to clone; the server ends with the last clone.
pub struct FakeHost<F: Fake> {
    shared: Arc<Shared<F>>,
    _running: Arc<Running>,
}

struct Shared<F> {
    addr: SocketAddr,
    down: watch::Sender<Option<tokio::time::Instant>>,
    state: Mutex<State<F>>,
}

struct State<F> {
    fake: F,
    journal: VecDeque<JournalEntry>,
    received: u64,
    provoked: Vec<Provoked>,
    fault: Option<(Fault, tokio::time::Instant)>,
    now: Box<dyn Fn() -> DateTime<Utc> + Send>,
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
        Self { shared: Arc::clone(&self.shared), _running: Arc::clone(&self._running) }
    }
}

impl<F: Fake> fmt::Debug for FakeHost<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeHost").field("addr", &self.shared.addr).finish_non_exhaustive()
    }
}

impl<F: Fake> FakeHost<F> {
    /// Serves `fake` on a free port of loopback.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn start(fake: F) -> Self {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        Self::bind(any, fake).await.expect("loopback has a free port")
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
            state: Mutex::new(State {
                fake,
                journal: VecDeque::new(),
                received: 0,
                provoked: Vec::new(),
                fault: None,
                now: Box::new(Utc::now),
            }),
        });
        let task = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, _running: Arc::new(Running(task.abort_handle())) })
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
        look(&mut self.shared.state().fake)
    }

    /// Lets the fake read the time from `now` instead of the system.
    pub fn set_clock(&self, now: impl Fn() -> DateTime<Utc> + Send + 'static) {
        self.shared.state().now = Box::new(now);
    }

    /// The requests received, oldest first; at most [`JOURNAL_LIMIT`].
    #[must_use]
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.state().journal.iter().cloned().collect()
    }

    /// The requests received after number `seq`.
    #[must_use]
    pub fn journal_after(&self, seq: u64) -> Vec<JournalEntry> {
        self.shared.state().journal.iter().filter(|entry| entry.seq > seq).cloned().collect()
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
        let provoked = Provoked { method, pattern: pattern.to_owned(), left: times, what };
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
    pub fn inject(&self, fault: Fault, duration: Duration) {
        let until = tokio::time::Instant::now() + duration;
        let down = matches!(fault, Fault::Down);
        self.shared.state().fault = Some((fault, until));
        self.shared.down.send_replace(down.then_some(until));
    }

    /// The fault that is on, and how long it lasts.
    #[must_use]
    pub fn fault(&self) -> Option<(Fault, Duration)> {
        let (fault, until) = self.shared.state().fault?;
        let left = until.checked_duration_since(tokio::time::Instant::now())?;
        Some((fault, left))
    }

    /// Makes every token given out so far expired.
    pub fn expire_tokens(&self) {
        self.shared.state().fake.expire_tokens();
    }
}

impl<F> Shared<F> {
    fn state(&self) -> MutexGuard<'_, State<F>> {
        // A panicking test must not hide behind a second panic here.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Accepts connections; while the host is down, the listener is closed.
async fn serve<F: Fake>(listener: TcpListener, shared: Arc<Shared<F>>) {
    let mut down = shared.down.subscribe();
    let mut listener = Some(listener);
    loop {
        let mut connections = JoinSet::new();
        let until = loop {
            if let Some(until) = *down.borrow_and_update() {
                break until;
            }
            let open = match listener.take() {
                Some(open) => open,
                None => match TcpListener::bind(shared.addr).await {
                    Ok(open) => open,
                    Err(_) => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        continue;
                    }
                },
            };
            tokio::select! {
                accepted = open.accept() => {
                    if let Ok((stream, _)) = accepted {
                        let _ = stream.set_nodelay(true);
                        let shared = Arc::clone(&shared);
                        connections.spawn(async move {
                            let answer = service_fn(move |request| answer(Arc::clone(&shared), request));
                            // A cut connection ends with an error; that is its purpose.
                            let _ = http1::Builder::new()
                                .timer(TokioTimer::new())
                                .serve_connection(TokioIo::new(stream), answer)
                                .await;
                        });
                    }
                    listener = Some(open);
                }
                Some(_) = connections.join_next(), if !connections.is_empty() => listener = Some(open),
                _ = down.changed() => listener = Some(open),
            }
        };
        listener = None;
        connections.shutdown().await;
        tokio::select! {
            () = tokio::time::sleep_until(until) => { down.mark_unchanged(); shared.down.send_replace(None); }
            _ = down.changed() => {}
        }
    }
}

async fn answer<F: Fake>(
    shared: Arc<Shared<F>>,
    request: Request<Incoming>,
) -> Result<http::Response<FakeBody>, Cut> {
    let request = read(request).await?;
    let (reply, slow, entry) = decide(&shared, &request);
    if !slow.is_zero() {
        tokio::time::sleep(slow).await;
    }
    let (outcome, status) = match &reply {
        Reply::Answer(answer) => (Outcome::Answered, Some(answer.status.as_u16())),
        Reply::Hang => (Outcome::Hung, None),
        Reply::CutBeforeHead => (Outcome::Cut, None),
        Reply::CutMidBody(answer) => (Outcome::Cut, Some(answer.status.as_u16())),
    };
    {
        let mut state = shared.state();
        if let Some(entry) = state.journal.iter_mut().find(|known| known.seq == entry) {
            (entry.outcome, entry.status) = (outcome, status);
        }
    }
    match reply {
        Reply::Answer(answer) => {
            tokio::time::sleep(answer.delay).await;
            let body = FakeBody::whole(answer.body.clone());
            Ok(respond(answer, body))
        }
        Reply::CutMidBody(answer) => {
            let body = FakeBody::cut(&answer.body);
            Ok(respond(answer, body))
        }
        Reply::Hang => std::future::pending().await,
        Reply::CutBeforeHead => Err(Cut),
    }
}

fn respond(answer: Answer, body: FakeBody) -> http::Response<FakeBody> {
    let mut response = http::Response::new(body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

/// Journals the request and finds out what becomes of it.
fn decide<F: Fake>(shared: &Shared<F>, request: &FakeRequest) -> (Reply, Duration, u64) {
    let mut state = shared.state();
    let now = (state.now)();
    state.received += 1;
    let seq = state.received;
    if state.journal.len() == JOURNAL_LIMIT {
        state.journal.pop_front();
    }
    state.journal.push_back(JournalEntry {
        seq,
        at: now,
        method: request.method.to_string(),
        path: request.path.clone(),
        query: request.query.clone(),
        authorization: request
            .header("authorization")
            .and_then(|value| value.split(' ').next())
            .map(str::to_owned),
        body: String::from_utf8_lossy(&request.body[..request.body.len().min(JOURNALED_BODY)])
            .into_owned(),
        status: None,
        outcome: Outcome::Hung,
    });

    let fault = state.fault.filter(|(_, until)| tokio::time::Instant::now() < *until);
    let reply = match fault.map(|(fault, _)| fault) {
        Some(Fault::TooManyRequests(after)) => Reply::Answer(state.fake.too_many_requests(after)),
        Some(Fault::InternalError) => Reply::Answer(state.fake.internal_error()),
        Some(Fault::Hang | Fault::Down) => Reply::Hang,
        Some(Fault::Cut) => match provoked_or_handled(&mut state, now, request) {
            Reply::Answer(answer) => Reply::CutMidBody(answer),
            other => other,
        },
        Some(Fault::Slow(delay)) => {
            return (provoked_or_handled(&mut state, now, request), delay, seq);
        }
        None => provoked_or_handled(&mut state, now, request),
    };
    (reply, Duration::ZERO, seq)
}

fn provoked_or_handled<F: Fake>(
    state: &mut State<F>,
    now: DateTime<Utc>,
    request: &FakeRequest,
) -> Reply {
    let next = state.provoked.iter_mut().find(|provoked| {
        provoked.left > 0
            && provoked.method == request.method
            && fits(&provoked.pattern, &request.path)
    });
    let what = next.map(|provoked| {
        provoked.left -= 1;
        provoked.what.clone()
    });
    state.provoked.retain(|provoked| provoked.left > 0);
    match what {
        None => state.fake.handle(now, request),
        Some(Provoke::Instead(reply)) => reply,
        Some(Provoke::ThenHang) => {
            state.fake.handle(now, request);
            Reply::Hang
        }
        Some(Provoke::ThenCut) => {
            state.fake.handle(now, request);
            Reply::CutBeforeHead
        }
        Some(Provoke::ThenAnswer(status, body)) => {
            state.fake.handle(now, request);
            Answer::bytes(status, "application/json", body).into()
        }
        Some(Provoke::Late(delay)) => match state.fake.handle(now, request) {
            Reply::Answer(answer) => answer.with_delay(delay).into(),
            other => other,
        },
    }
}

async fn read(request: Request<Incoming>) -> Result<FakeRequest, Cut> {
    let (head, mut body) = request.into_parts();
    let mut bytes = BytesMut::new();
    while let Some(frame) =
        std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await
    {
        if let Ok(data) = frame.map_err(|_| Cut)?.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > BODY_LIMIT {
            return Err(Cut);
        }
    }
    let query = head.uri.query().unwrap_or_default();
    Ok(FakeRequest {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers: head.headers,
        body: Bytes::from(bytes),
    })
}
