//! From a connection into the lobby, in the order of the wire.
//!
//! Ordinary handlers are tasks of their own, which overtake each other: a candidate could get
//! before its offer. These put one note into one queue each, and return.

use std::sync::Arc;

use signaling_core::wire;
use socketioxide::{
    adapter::LocalAdapter,
    extract::AckSender,
    handler::{DisconnectHandler, FromMessageParts, MessageHandler, Value},
    socket::{DisconnectReason, Socket},
};

use crate::lobby::{self, Lobby, Note};

/// Hands events on.
pub(super) struct Events(pub(super) Lobby);

impl MessageHandler<LocalAdapter, ()> for Events {
    fn call(&self, socket: Arc<Socket>, mut value: Value, ack: Option<i64>) {
        let Ok(ack) = AckSender::from_message_parts(&socket, &mut value, &ack);
        // Attachments are not taken, so there is text.
        let text = match &value {
            Value::Str(text, _) => text.as_str(),
            Value::Bytes(_) => "",
        };
        let event = Box::new(wire::decode_packet(text));
        // What was refused holds nothing of it.
        let bytes = if event.is_ok() { text.len() } else { 0 };
        let connection = Arc::clone(&socket);
        let sent = Note::Sent {
            socket,
            event,
            ack,
            bytes,
        };
        if !self.0.try_tell(sent) {
            lobby::dropped(connection);
        }
    }
}

/// Says that a connection is gone.
pub(super) struct Gone(pub(super) Lobby);

impl DisconnectHandler<LocalAdapter, ()> for Gone {
    fn call_with_defer(&self, socket: Arc<Socket>, _: DisconnectReason, defer: fn(Arc<Socket>)) {
        let (lobby, id) = (self.0.clone(), socket.id);
        if !lobby.try_tell(Note::Gone(id)) {
            // This must not get lost: the connection would be there for ever.
            tokio::spawn(async move { lobby.tell(Note::Gone(id)).await });
        }
        defer(socket);
    }
}
