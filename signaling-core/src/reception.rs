//! The state machine: inputs in, outputs out.

mod calls;
mod decisions;
mod devices;
mod endings;
mod presence;
mod queries;
mod relay;
mod restart;
mod resume;
mod sign_in;
mod snapshot;
mod staff;
mod talk;
mod timers;
mod transfer;

use std::fmt;

pub use queries::{Counts, StaffEntry};
pub use snapshot::{Snapshot, SnapshotError};

use crate::{
    ClientEvent, CloseReason, Config, ConnectionId, Entropy, ErrorEvent, Input, Output, Refusal,
    Reply, ServerEvent, Text, Timestamp,
    limits::{Bucket, Limited},
    state::{Connection, Index, State},
};

/// A reception: staff who can be called, visitors who call them, and their calls.
///
/// It does nothing by itself. Tell it what happens by [`handle`](Self::handle), do what its outputs
/// say, and come back at its [`deadline`](Self::deadline).
pub struct Reception {
    config: Config,
    state: State,
    index: Index,
    /// Whether the staff list is another one than before this input.
    list_changed: bool,
}

impl fmt::Debug for Reception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reception")
            .field("counts", &self.counts())
            .field("deadline", &self.deadline())
            .finish_non_exhaustive()
    }
}

impl Reception {
    /// An empty reception.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            state: State::default(),
            index: Index::default(),
            list_changed: false,
        }
    }

    /// Takes one input at a moment, after every [deadline](Self::deadline) that has come before it.
    ///
    /// Outputs are added to `outputs`. The reply is what the client's ack says. A moment before the
    /// latest one counts as the latest one.
    pub fn handle(
        &mut self,
        now: Timestamp,
        input: Input,
        entropy: &mut dyn Entropy,
        outputs: &mut Vec<Output>,
    ) -> Reply {
        let now = now.max(self.state.now);
        if let Input::Restarted = input {
            // What was due in between is not: nobody could do anything about it.
            self.state.now = now;
            self.restarted();
        }
        self.run_due(now, outputs);
        self.state.now = now;
        let reply = self.apply(input, entropy, outputs);
        self.announce(outputs);
        self.state.settle();
        reply
    }

    /// When to call [`handle`](Self::handle) with [`Input::Tick`] if nothing else comes before.
    pub fn deadline(&self) -> Option<Timestamp> {
        let timer = self.state.deadlines.next().map(|(_, at)| at);
        let address = self.state.addresses.deadline();
        let log = self.state.log.oldest();
        let log = log.map(|oldest| oldest.after(self.config.keep_for_resume));
        [timer, address, log].into_iter().flatten().min()
    }

    fn apply(&mut self, input: Input, entropy: &mut dyn Entropy, out: &mut Vec<Output>) -> Reply {
        match input {
            Input::Event { connection, event } => self.event(connection, event, entropy, out),
            Input::Undecoded { connection, error } => {
                if let Err(reply) = self.admit(connection, out) {
                    return reply;
                }
                let message = error.problem.to_string();
                self.refuse_with(connection, error.event, message.into(), out)
            }
            Input::Connect {
                connection,
                address,
            } => {
                self.connect(connection, address, out);
                Reply::Done
            }
            Input::Disconnect { connection } => {
                self.disconnect(connection, out);
                Reply::Done
            }
            Input::SignIn(sign_in) => self.sign_in(sign_in, entropy, out),
            Input::SignInRefused {
                connection,
                message,
                code_required,
            } => self.sign_in_refused(connection, message, code_required, out),
            Input::PutStaff(staff) => self.put_staff(staff),
            Input::RemoveStaff { staff } => self.remove_staff(&staff, out),
            Input::Restarted | Input::Tick => Reply::Done,
        }
    }

    fn event(
        &mut self,
        connection: ConnectionId,
        event: ClientEvent,
        entropy: &mut dyn Entropy,
        out: &mut Vec<Output>,
    ) -> Reply {
        let device = match self.admit(connection, out) {
            Ok(device) => device,
            Err(reply) => return reply,
        };
        let from = From { connection, device };
        match event {
            ClientEvent::Relay(relay) => self.relay(from, relay, out),
            ClientEvent::StaffLogin(login) => Reply::Authenticate(login),
            ClientEvent::SetStatus(status) => self.set_status(from, status, out),
            ClientEvent::StartConversation(start) => self.start(from, start, entropy, out),
            ClientEvent::CancelCall(call) => self.end_call(from, call, None, out),
            ClientEvent::AcceptCall(call) => self.accept(from, call, out),
            ClientEvent::RejectCall { call, reason } => self.reject(from, call, reason, out),
            ClientEvent::TransferCall { call, target } => self.transfer(from, call, &target, out),
            ClientEvent::EndCall { call, reason } => self.end_call(from, call, reason, out),
            ClientEvent::ChatMessage { call, text } => self.chat(from, call, text, out),
            ClientEvent::MediaState { call, state } => self.media_state(from, call, state, out),
            ClientEvent::IceServers(call) => self.ice_servers(from, call, out),
            ClientEvent::CallStats { call, stats } => self.stats(from, call, stats, out),
            ClientEvent::CallDecision {
                call,
                decision,
                notes,
            } => self.decide(from, call, decision, notes, out),
            ClientEvent::Resume(resume) => self.resume(from, resume, out),
            ClientEvent::PresencePong => self.pong(from),
            ClientEvent::SignOut => self.sign_out(from, out),
        }
    }

    fn connect(
        &mut self,
        connection: ConnectionId,
        address: std::net::IpAddr,
        out: &mut Vec<Output>,
    ) {
        let connections = &mut self.state.connections;
        if connections.contains_key(&connection) {
            return;
        }
        if connections.len() >= self.config.limits.connections {
            let reason = CloseReason::Full;
            out.push(Output::Close { connection, reason });
            return;
        }
        let record = Connection {
            device: None,
            events: Bucket::new(self.state.now),
        };
        connections.insert(connection, record);
        self.state.addresses_of.insert(connection, address);
        let event = ServerEvent::StaffListUpdated;
        out.push(Output::Send { connection, event });
    }

    fn disconnect(&mut self, connection: ConnectionId, out: &mut Vec<Output>) {
        if let Some(record) = self.state.remove_connection(connection)
            && let Some(device) = record.device
        {
            self.lose_connection(device, out);
        }
    }

    /// The device of a connection, if the connection may say something.
    fn admit(
        &mut self,
        connection: ConnectionId,
        out: &mut Vec<Output>,
    ) -> Result<Option<u32>, Reply> {
        let Some(record) = self.state.connections.get_mut(&connection) else {
            return Err(Reply::Refused(Refusal {
                event: ErrorEvent::Signaling,
                message: "this connection is closed".into(),
                retry_after_seconds: None,
            }));
        };
        match record
            .events
            .take(self.config.limits.events, self.state.now)
        {
            Ok(()) => Ok(record.device),
            Err(limited) => Err(limit(connection, limited, out)),
        }
    }

    /// Refuses something: the client is told by an event, and by the ack.
    fn refuse(
        &self,
        connection: ConnectionId,
        event: ErrorEvent,
        message: &'static str,
        out: &mut Vec<Output>,
    ) -> Reply {
        self.refuse_with(connection, event, message.into(), out)
    }

    fn refuse_with(
        &self,
        connection: ConnectionId,
        event: ErrorEvent,
        message: std::borrow::Cow<'static, str>,
        out: &mut Vec<Output>,
    ) -> Reply {
        let told = ServerEvent::Error {
            event,
            message: Text::from(&*message),
        };
        out.push(Output::Send {
            connection,
            event: told,
        });
        Reply::Refused(Refusal {
            event,
            message,
            retry_after_seconds: None,
        })
    }
}

/// Who says something.
#[derive(Clone, Copy)]
struct From {
    connection: ConnectionId,
    device: Option<u32>,
}

/// Refuses something that comes too fast. The client is told once, until it is allowed something.
fn limit(connection: ConnectionId, limited: Limited, out: &mut Vec<Output>) -> Reply {
    const MESSAGE: &str = "too much at once, wait a moment";
    let retry_after_seconds = limited.retry_after.as_millis().div_ceil(1_000).max(1) as u64;
    if limited.is_first {
        out.push(Output::Send {
            connection,
            event: ServerEvent::RateLimited {
                message: MESSAGE.into(),
                retry_after_seconds,
            },
        });
    }
    Reply::Refused(Refusal {
        event: ErrorEvent::RateLimited,
        message: MESSAGE.into(),
        retry_after_seconds: Some(retry_after_seconds),
    })
}
