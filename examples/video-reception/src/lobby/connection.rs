//! The connections that are there, by their two names.

use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::Utc;
use serde_json::{Value, value::RawValue};
use signaling_core::{ConnectionId, StaffId};
use socketioxide::{
    SendError, SocketError,
    ack::AckStream,
    socket::{Sid, Socket},
};

use super::{Arrival, metrics};

/// How often it is tried to close a connection that takes nothing.
const TRY_AGAIN: Duration = Duration::from_millis(250);
/// How often before the transport has noticed by itself.
const TRIES: u32 = 600;

/// One connection.
pub(super) struct Connection {
    pub(super) number: ConnectionId,
    pub(super) socket: Arc<Socket>,
    pub(super) arrival: Arrival,
    /// Who is signed in.
    pub(super) staff: Option<StaffId>,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// It is on its way.
    Done,
    /// The connection is so far behind that there was no room for it.
    Full,
    /// The connection is gone.
    Closed,
}

impl Sent {
    pub(super) fn of<T>(sent: &Result<T, SendError>) -> Self {
        match sent {
            Err(SendError::Socket(SocketError::InternalChannelFull)) => {
                metrics::full();
                Self::Full
            }
            Err(SendError::Socket(SocketError::Closed)) => Self::Closed,
            // Nothing is sent that cannot be written as JSON.
            Ok(_) | Err(SendError::Serialize(_)) => Self::Done,
        }
    }
}

impl Connection {
    /// Sends an event.
    pub(super) fn emit(&self, name: &str, json: &RawValue) -> Sent {
        Sent::of(&self.socket.emit(name, json))
    }

    /// Sends an event that the client may acknowledge.
    pub(super) fn ask(&self, name: &str, json: &RawValue) -> (Sent, Option<AckStream<Value>>) {
        let sent = self.socket.emit_with_ack(name, json);
        (Sent::of(&sent), sent.ok())
    }
}

/// All of them.
pub(super) struct Connections {
    by_number: HashMap<ConnectionId, Connection>,
    numbers: HashMap<Sid, ConnectionId>,
    next: u64,
}

impl Connections {
    pub(super) fn new() -> Self {
        // Numbers of an earlier run are in what is kept of it.
        let start = Utc::now().timestamp_millis().unsigned_abs();
        Self {
            by_number: HashMap::new(),
            numbers: HashMap::new(),
            next: start << 20,
        }
    }

    pub(super) fn add(&mut self, socket: Arc<Socket>, arrival: Arrival) -> ConnectionId {
        self.next += 1;
        let number = ConnectionId::new(self.next);
        self.numbers.insert(socket.id, number);
        let connection = Connection {
            number,
            socket,
            arrival,
            staff: None,
        };
        self.by_number.insert(number, connection);
        number
    }

    pub(super) fn get(&self, number: ConnectionId) -> Option<&Connection> {
        self.by_number.get(&number)
    }

    pub(super) fn get_mut(&mut self, number: ConnectionId) -> Option<&mut Connection> {
        self.by_number.get_mut(&number)
    }

    pub(super) fn number(&self, socket: Sid) -> Option<ConnectionId> {
        self.numbers.get(&socket).copied()
    }

    pub(super) fn remove(&mut self, number: ConnectionId) -> Option<Connection> {
        let connection = self.by_number.remove(&number)?;
        self.numbers.remove(&connection.socket.id);
        // What it still sends, until it is closed, does not let it in again.
        connection.socket.extensions.remove::<Arrival>();
        Some(connection)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Connection> {
        self.by_number.values()
    }
}

/// Closes a connection after what was sent to it.
///
/// One that takes nothing cannot be told: it is tried until it does, or until the transport gives
/// it up, because no ping gets through.
pub(crate) fn close(socket: Arc<Socket>) {
    if !matches!(
        Arc::clone(&socket).disconnect(),
        Err(SocketError::InternalChannelFull)
    ) {
        return;
    }
    tokio::spawn(async move {
        for _ in 0..TRIES {
            tokio::time::sleep(TRY_AGAIN).await;
            let tried = Arc::clone(&socket).disconnect();
            if !socket.connected() || !matches!(tried, Err(SocketError::InternalChannelFull)) {
                return;
            }
        }
    });
}
