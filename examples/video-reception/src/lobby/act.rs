//! Doing what the reception wants done.

use std::sync::Arc;

use serde_json::Value;
use server_kit::audit::{self, By};
use signaling_core::{ConnectionId, Input, Output, ServerEvent, StaffId, wire};

use super::{
    Note,
    actor::Actor,
    connection::{Sent, close},
    metrics,
};

impl Actor {
    /// Does one thing.
    pub(super) fn act(&mut self, output: Output) {
        match output {
            Output::Send { connection, event } => self.send(connection, &event),
            Output::Broadcast { event } => self.due = Some(event),
            Output::Close { connection, .. } => {
                if let Some(gone) = self.connections.remove(connection) {
                    self.closing.push(gone.socket);
                }
            }
            Output::Summary(call) => {
                tracing::info!(code = %call.code, "Call ended: {}", call.call);
                metrics::ended(&call);
                self.parts.journal.call(call);
            }
            Output::Decision(made) => {
                let by = By {
                    role: "staff",
                    account: Some(made.staff.as_str()),
                };
                audit::write("call.decide", by, Some(&made.call.to_string()), "done");
                self.parts.journal.decision(made);
            }
            Output::Stats(told) => {
                metrics::measured(&told);
                self.parts.journal.stats(told);
            }
            _ => tracing::error!("the reception wants something that this server does not know"),
        }
    }

    fn send(&mut self, number: ConnectionId, event: &ServerEvent) {
        self.note(number, event);
        let name = wire::event_name(event);
        let json = wire::encode(event, &self.extras());
        let Some(connection) = self.connections.get(number) else {
            return;
        };
        let sent = match event {
            ServerEvent::PresencePing => {
                let (sent, answer) = connection.ask(name, &json);
                if let Some(answer) = answer {
                    let lobby = self.lobby.clone();
                    tokio::spawn(async move {
                        let answered: Result<Value, _> = answer.await;
                        if answered.is_ok() {
                            lobby.tell(Note::Answered(number)).await;
                        }
                    });
                }
                sent
            }
            _ => connection.emit(name, &json),
        };
        self.after(number, sent);
    }

    /// Sends everybody what everybody is to know.
    pub(super) fn send_to_all(&mut self, event: &ServerEvent) {
        let name = wire::event_name(event);
        let json = wire::encode(event, &self.extras());
        let emit = |connection: &super::connection::Connection| {
            (connection.number, connection.emit(name, &json))
        };
        let sent: Vec<_> = self.connections.iter().map(emit).collect();
        for (number, sent) in sent {
            self.after(number, sent);
        }
    }

    /// A connection that takes nothing more has lost something, so it is given up; its page comes
    /// back and is told what it has missed.
    pub(super) fn after(&mut self, number: ConnectionId, sent: Sent) {
        if sent == Sent::Done {
            return;
        }
        let Some(lost) = self.connections.remove(number) else {
            return;
        };
        if sent == Sent::Full {
            tracing::warn!("a connection took nothing more: {}", lost.socket.id);
            close(Arc::clone(&lost.socket));
        }
        self.hand(Input::Disconnect { connection: number });
    }

    /// Notes what is to be seen of an event in the logs.
    fn note(&mut self, number: ConnectionId, event: &ServerEvent) {
        match event {
            ServerEvent::LoginSuccess(login) => {
                self.is_staff(number, &login.staff.id);
                let mark = audit::mark(login.staff.id.as_str());
                tracing::info!("Staff login successful: {mark}");
            }
            ServerEvent::Resumed(resumed) => {
                if let Some(staff) = &resumed.staff {
                    self.is_staff(number, &staff.id);
                }
            }
            ServerEvent::ConversationStarted(started) => {
                tracing::info!("New call request: {}", started.call);
            }
            ServerEvent::CallStarted(started) => {
                tracing::info!("Call accepted: {}", started.call);
                let connection = self.connections.get(number);
                let staff = connection.and_then(|connection| connection.staff.as_ref());
                let by = By {
                    role: "staff",
                    account: staff.map(StaffId::as_str),
                };
                audit::write("call.accept", by, Some(&started.call.to_string()), "done");
            }
            _ => {}
        }
    }

    fn is_staff(&mut self, number: ConnectionId, staff: &StaffId) {
        if let Some(connection) = self.connections.get_mut(number) {
            connection.staff = Some(staff.clone());
        }
    }
}
