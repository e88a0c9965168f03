//! Where all connections are: one task owns the reception, and everything that happens reaches
//! it through one queue, in the order in which it happened.

mod act;
mod actor;
mod connection;
mod extras;
mod journal;
mod metrics;
mod roster;
mod sign_in;

use std::{
    fmt,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use signaling_core::{ClientEvent, ConnectionId, Reception, Resume, wire::DecodeError};
use socketioxide::{
    adapter::LocalAdapter,
    extract::AckSender,
    socket::{Sid, Socket},
};
use tokio::sync::{mpsc, oneshot};

use crate::staff::{Member, SignedIn};

pub use actor::Parts;
pub use journal::Journal;
pub(crate) use metrics::announce;

/// How much may be waiting to be handled. What comes when it is full costs the connection that
/// sent it its place: it comes back, and is told what it has missed.
const QUEUE: usize = 16 * 1024;
/// The bytes of all events that may be waiting.
const QUEUED_BYTES: usize = 64 * 1024 * 1024;

/// Who a connection says it is, before it has said anything else.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Where it comes from.
    pub address: IpAddr,
    /// The staff member whose token it showed.
    pub signed_in: Option<Box<SignedIn>>,
    /// What it showed was no token, or a void one.
    pub refused: bool,
    /// The session that it wants to take up again.
    pub resume: Option<Resume>,
}

/// What reaches the lobby.
pub(crate) enum Note {
    /// A connection is there.
    Arrived(Arc<Socket>),
    /// A connection sent an event.
    Sent {
        /// Which.
        socket: Arc<Socket>,
        /// What was read of it.
        event: Box<Result<ClientEvent, DecodeError>>,
        /// Answers it.
        ack: AckSender<LocalAdapter>,
        /// How large it is.
        bytes: usize,
    },
    /// A connection is gone.
    Gone(Sid),
    /// Nothing was sent by a connection that showed a token.
    Quiet(ConnectionId),
    /// Credentials were checked.
    Checked(sign_in::Checked),
    /// A page answered a ping.
    Answered(ConnectionId),
    /// The staff, as it is now.
    Staff(Vec<Member>),
    /// Somebody wants to know something.
    Asked(Box<dyn FnOnce(&Reception) + Send>),
    /// The reception goes on after a restart.
    Restarted,
    /// The process is to end.
    Stop(oneshot::Sender<()>),
}

impl Note {
    fn bytes(&self) -> usize {
        match self {
            Self::Sent { bytes, .. } => *bytes,
            _ => 0,
        }
    }
}

/// The way into the lobby. Cheap to clone.
#[derive(Clone)]
pub struct Lobby {
    notes: mpsc::Sender<Note>,
    /// The bytes of all events that are waiting.
    bytes: Arc<AtomicUsize>,
}

impl fmt::Debug for Lobby {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lobby")
    }
}

impl Lobby {
    /// Opens the lobby.
    #[must_use]
    pub fn open(parts: Parts) -> Self {
        let (notes, queue) = mpsc::channel(QUEUE);
        let lobby = Self {
            notes,
            bytes: Arc::default(),
        };
        tokio::spawn(actor::Actor::new(parts, lobby.clone()).run(queue));
        lobby
    }

    /// What the reception says to a question; None if the process is ending.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Reception) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let asked = Note::Asked(Box::new(move |reception| {
            // Whoever asked may have gone away.
            let _ = answer.send(question(reception));
        }));
        self.tell(asked).await;
        answered.await.ok()
    }

    /// Tells who the staff is by now.
    pub async fn staff_is(&self, members: Vec<Member>) {
        self.tell(Note::Staff(members)).await;
    }

    /// Tells that no connection of the last run exists any more.
    pub async fn restarted(&self) {
        self.tell(Note::Restarted).await;
    }

    /// Keeps everything for the next start, and hears of nothing any more.
    pub async fn stop(&self) {
        let (done, stopped) = oneshot::channel();
        self.tell(Note::Stop(done)).await;
        let _ = stopped.await;
    }

    /// Puts a note into the queue without waiting; false if there is no room.
    pub(crate) fn try_tell(&self, note: Note) -> bool {
        let bytes = note.bytes();
        let waiting = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        let has_room = waiting + bytes <= QUEUED_BYTES || bytes == 0;
        let told = has_room && self.notes.try_send(note).is_ok();
        if !told {
            self.bytes.fetch_sub(bytes, Ordering::Relaxed);
        }
        told
    }

    /// A note has left the queue.
    fn taken(&self, note: &Note) {
        self.bytes.fetch_sub(note.bytes(), Ordering::Relaxed);
    }

    pub(crate) async fn tell(&self, note: Note) {
        // The lobby is only closed when the process ends.
        let _ = self.notes.send(note).await;
    }
}

/// Gives a connection up that sent something for which there was no room.
pub(crate) fn dropped(socket: Arc<Socket>) {
    metrics::dropped();
    connection::close(socket);
}
