//! WebSockets of a fake: who is connected, and what goes in and out.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use http::{HeaderValue, header};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, handshake::derive_accept_key, protocol::Role},
};

use super::{Answer, Fake, FakeRequest, Fault, host::Shared};

/// What happens on a WebSocket, as its fake is told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SocketEvent {
    /// The socket is open.
    Opened,
    /// The peer sent a text.
    Text(String),
    /// The peer sent bytes.
    Binary(Bytes),
    /// The socket is gone, whoever ended it.
    Closed,
}

/// What is done to the open WebSockets of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Push {
    /// They are sent this text.
    Text(String),
    /// They are closed, as the protocol wants it.
    Close,
    /// Their connections are cut.
    Drop,
}

/// A socket that is open or about to be.
pub(super) struct OpenSocket {
    id: u64,
    channel: String,
    pushes: UnboundedSender<Push>,
}

/// What a connection becomes when its answer is sent.
pub(super) struct Handover<F: Fake> {
    on_upgrade: OnUpgrade,
    pushes: UnboundedReceiver<Push>,
    registered: Registered<F>,
}

/// Takes the socket off the list, however its task ends.
struct Registered<F: Fake> {
    shared: Arc<Shared<F>>,
    id: u64,
    channel: String,
}

impl<F: Fake> Drop for Registered<F> {
    fn drop(&mut self) {
        let forget = |sockets: &mut Vec<OpenSocket>| sockets.retain(|open| open.id != self.id);
        self.shared.sockets.send_modify(forget);
        self.shared.tell(&self.channel, SocketEvent::Closed);
    }
}

/// The answer to a request that is to become a socket: 426 if it asks for none.
pub(super) fn answer(request: &FakeRequest) -> Answer {
    let upgrade = |status| {
        let mut answer = Answer::empty(status);
        let headers = &mut answer.headers;
        headers.insert(header::CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        answer
    };
    match request.header(header::SEC_WEBSOCKET_KEY.as_str()) {
        Some(key) => upgrade(101).with_header(
            header::SEC_WEBSOCKET_ACCEPT.as_str(),
            derive_accept_key(key.as_bytes()),
        ),
        None => upgrade(426),
    }
}

/// From here on, what is pushed to the channel reaches this socket.
pub(super) fn register<F: Fake>(
    shared: &Arc<Shared<F>>,
    channel: String,
    on_upgrade: OnUpgrade,
) -> Handover<F> {
    let (sender, pushes) = unbounded_channel();
    let mut id = 0;
    shared.sockets.send_modify(|sockets| {
        id = sockets.last().map_or(1, |last| last.id + 1);
        sockets.push(OpenSocket {
            id,
            channel: channel.clone(),
            pushes: sender,
        });
    });
    Handover {
        on_upgrade,
        pushes,
        registered: Registered {
            shared: Arc::clone(shared),
            id,
            channel,
        },
    }
}

impl<F: Fake> Handover<F> {
    /// Serves the socket until one side ends it.
    pub(super) async fn converse(mut self) {
        let Ok(upgraded) = self.on_upgrade.await else {
            return;
        };
        let io = TokioIo::new(upgraded);
        let mut socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
        let Registered {
            shared, channel, ..
        } = &self.registered;
        shared.tell(channel, SocketEvent::Opened);
        loop {
            tokio::select! {
                push = self.pushes.recv() => {
                    let sent = match push {
                        Some(Push::Text(text)) => socket.send(Message::text(text)).await,
                        Some(Push::Close) => socket.close(None).await,
                        Some(Push::Drop) | None => return,
                    };
                    if sent.is_err() {
                        return;
                    }
                }
                received = socket.next() => match received {
                    Some(Ok(Message::Text(text))) => {
                        shared.tell(channel, SocketEvent::Text(text.as_str().to_owned()));
                    }
                    Some(Ok(Message::Binary(bytes))) => {
                        shared.tell(channel, SocketEvent::Binary(bytes));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return,
                }
            }
        }
    }
}

impl<F: Fake> Shared<F> {
    /// Hands an event to the fake, and does what it wants done.
    fn tell(&self, channel: &str, event: SocketEvent) {
        let heard = {
            let mut state = self.state();
            let now = state.now();
            let is_deaf = state.is_on(Fault::Hang) && event != SocketEvent::Closed;
            if !is_deaf {
                state.fake.socket(now, channel, event);
            }
            !is_deaf
        };
        if heard {
            self.push_all();
        }
    }

    /// Does what the fake wants done to its sockets.
    pub(super) fn push_all(&self) {
        let pushes = self.state().fake.pushes();
        for (channel, push) in pushes {
            self.push(&channel, &push);
        }
    }

    /// A host that hangs sends nothing; it can still end its sockets.
    pub(super) fn push(&self, channel: &str, push: &Push) -> usize {
        if matches!(push, Push::Text(_)) && self.state().is_on(Fault::Hang) {
            return 0;
        }
        let reached = |open: &&OpenSocket| open.channel == channel;
        self.sockets
            .borrow()
            .iter()
            .filter(reached)
            .filter(|open| open.pushes.send(push.clone()).is_ok())
            .count()
    }
}

impl OpenSocket {
    pub(super) fn is_of(&self, channel: &str) -> bool {
        self.channel == channel
    }
}

/// Where an answer leaves the socket for its connection to become.
pub(super) struct Slot<F: Fake>(Mutex<Option<Handover<F>>>);

impl<F: Fake> Slot<F> {
    pub(super) fn empty() -> Arc<Self> {
        Arc::new(Self(Mutex::new(None)))
    }

    pub(super) fn fill(&self, handover: Handover<F>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(handover);
    }

    pub(super) fn take(&self) -> Option<Handover<F>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
