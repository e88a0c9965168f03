//! The server behind a [`FakeHost`](super::FakeHost).

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request, StatusCode};
use http_body::Body as _;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::Instant,
};

use super::{
    Answer, Fake, FakeRequest, Fault, JournalEntry, Outcome, Provoke, Reply,
    body::{Cut, FakeBody},
    fault::fits,
    host::{JOURNAL_LIMIT, Shared, State},
    socket::{self, Slot},
};

const BODY_LIMIT: usize = 128 * 1024 * 1024;
/// What the host answers itself, whatever the fake is and whatever is wrong with it.
const CLOCK: &str = "/_fake/clock";

/// Accepts connections; while the host is down, the listener is closed.
pub(super) async fn serve<F: Fake>(listener: TcpListener, shared: Arc<Shared<F>>) {
    let mut down = shared.down.subscribe();
    let mut listener = Some(listener);
    loop {
        let open = match listener.take() {
            Some(open) => open,
            None => bind_again(shared.addr).await,
        };
        shared.open.send_replace(true);
        let mut connections = JoinSet::new();
        while down.borrow_and_update().is_none() {
            tokio::select! {
                accepted = open.accept() => if let Ok((stream, _)) = accepted {
                    connections.spawn(converse(stream, Arc::clone(&shared)));
                },
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
                _ = down.changed() => {}
            }
        }
        drop(open);
        connections.shutdown().await;
        shared.open.send_replace(false);
        stay_down(&shared, &mut down).await;
    }
}

async fn stay_down<F>(shared: &Shared<F>, down: &mut watch::Receiver<Option<Instant>>) {
    loop {
        let Some(until) = *down.borrow_and_update() else {
            return;
        };
        tokio::select! {
            () = tokio::time::sleep_until(until) => {
                // A fault that was injected just now is not this one.
                shared.down.send_if_modified(|down| down.take_if(|end| *end == until).is_some());
            }
            _ = down.changed() => {}
        }
    }
}

/// The port was ours a moment ago; somebody may hold it for a moment.
async fn bind_again(addr: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(addr).await {
            Ok(open) => return open,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn converse<F: Fake>(stream: TcpStream, shared: Arc<Shared<F>>) {
    // Without this, tests are slower; nothing else depends on it.
    let _ = stream.set_nodelay(true);
    let slot = Slot::empty();
    let for_answers = Arc::clone(&slot);
    let answer =
        service_fn(move |request| answer(Arc::clone(&shared), Arc::clone(&for_answers), request));
    // A cut connection ends with an error; that is its purpose.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), answer)
        .with_upgrades()
        .await;
    if let Some(handover) = slot.take() {
        handover.converse().await;
    }
}

async fn answer<F: Fake>(
    shared: Arc<Shared<F>>,
    slot: Arc<Slot<F>>,
    mut request: Request<Incoming>,
) -> Result<http::Response<FakeBody>, Cut> {
    let on_upgrade = hyper::upgrade::on(&mut request);
    let request = read(request).await?;
    if request.method == Method::POST && request.path == CLOCK {
        let answer = move_clock(&shared, &request);
        let body = FakeBody::whole(answer.body.clone());
        return Ok(respond(answer, body));
    }
    let (reply, slow, entry) = decide(&shared, &request);
    shared.push_all();
    if !slow.is_zero() {
        tokio::time::sleep(slow).await;
    }
    let (outcome, status) = match &reply {
        Reply::Answer(answer) => (Outcome::Answered, Some(answer.status.as_u16())),
        Reply::Hang => (Outcome::Hung, None),
        Reply::CutBeforeHead => (Outcome::Cut, None),
        Reply::CutMidBody(answer) => (Outcome::Cut, Some(answer.status.as_u16())),
        Reply::Upgrade { .. } => {
            let status = socket::answer(&request).status;
            (Outcome::Answered, Some(status.as_u16()))
        }
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
        Reply::Upgrade { channel } => {
            let answer = socket::answer(&request);
            if answer.status == StatusCode::SWITCHING_PROTOCOLS {
                slot.fill(socket::register(&shared, channel, on_upgrade));
            }
            Ok(respond(answer, FakeBody::whole(Bytes::new())))
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

/// Moves the fake's time forward by the `advance_seconds` of the request's JSON.
fn move_clock<F>(shared: &Shared<F>, request: &FakeRequest) -> Answer {
    let wish = request.json::<serde_json::Value>().unwrap_or_default();
    let seconds = wish["advance_seconds"].as_i64().filter(|by| *by >= 0);
    let moved = seconds
        .and_then(TimeDelta::try_seconds)
        .and_then(|by| shared.state().advance(by));
    match moved {
        Some(now) => Answer::json(200, &serde_json::json!({ "now": now })),
        None => Answer::json(
            400,
            &serde_json::json!({ "error": "advance_seconds must be a number of seconds, 0 or more" }),
        ),
    }
}

/// Journals the request and finds out what becomes of it.
fn decide<F: Fake>(shared: &Shared<F>, request: &FakeRequest) -> (Reply, Duration, u64) {
    let mut state = shared.state();
    let now = state.now();
    state.received += 1;
    let seq = state.received;
    if state.journal.len() == JOURNAL_LIMIT {
        state.journal.pop_front();
    }
    state
        .journal
        .push_back(JournalEntry::new(seq, now, request));

    let fault = state.fault.filter(|(_, until)| Instant::now() < *until);
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
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: head.headers,
        body: Bytes::from(bytes),
    })
}
