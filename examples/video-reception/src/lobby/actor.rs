//! The one task that owns the reception.

use std::{
    collections::{HashMap, VecDeque},
    fmt, mem,
    sync::Arc,
    time::Duration,
};

use chrono::Utc;
use server_kit::audit::{self, By};
use signaling_core::{
    ClientEvent, ConnectionId, Input, Output, Reception, Reply, ServerEvent, StaffId, Timestamp,
    wire::{self, DecodeError},
};
use socketioxide::{adapter::LocalAdapter, extract::AckSender, socket::Socket};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

use super::{
    Arrival, Lobby, Note,
    connection::{Connections, Sent, close},
    extras::Extras,
    journal::Journal,
    metrics,
    roster::Roster,
    sign_in,
};
use crate::{
    staff::Directory,
    token::Claims,
    turn::{self, Ice},
};

/// How much is handled before everybody is told what changed.
const BATCH: usize = 256;
/// How often everybody is told the staff list at most.
const LIST_EVERY: Duration = Duration::from_millis(50);
/// How long a connection that showed a token may take to say that it comes back.
const QUIET: Duration = Duration::from_millis(500);
/// How often everything is kept for a restart.
const KEEP_EVERY: Duration = Duration::from_secs(2);

/// What the lobby works with.
pub struct Parts {
    /// The reception.
    pub reception: Reception,
    /// What both sides of a call are told of.
    pub ice: Ice,
    /// Knows the staff.
    pub directory: Directory,
    /// Writes the history.
    pub journal: Journal,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

pub(super) struct Actor {
    pub(super) parts: Parts,
    pub(super) lobby: Lobby,
    pub(super) connections: Connections,
    /// What everybody is to be told.
    pub(super) due: Option<ServerEvent>,
    told_at: Instant,
    pub(super) roster: Roster,
    /// With what each staff member has signed in last.
    pub(super) claims: HashMap<StaffId, Claims>,
    outputs: VecDeque<Output>,
    /// Closed once whatever is to be acknowledged has been.
    pub(super) closing: Vec<Arc<Socket>>,
    is_acting: bool,
    now: Timestamp,
    is_changed: bool,
}

impl Actor {
    pub(super) fn new(parts: Parts, lobby: Lobby) -> Self {
        Self {
            parts,
            lobby,
            connections: Connections::new(),
            due: None,
            told_at: Instant::now(),
            roster: Roster::default(),
            claims: HashMap::new(),
            outputs: VecDeque::new(),
            closing: Vec::new(),
            is_acting: false,
            now: Timestamp::default(),
            is_changed: false,
        }
    }

    pub(super) async fn run(mut self, mut queue: mpsc::Receiver<Note>) {
        let mut keeping = interval(KEEP_EVERY);
        keeping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            tokio::select! {
                taken = queue.recv_many(&mut batch, BATCH) => {
                    if taken == 0 {
                        return;
                    }
                }
                () = sleep_until(self.wakes_at()) => {}
                _ = keeping.tick() => self.keep(),
            }
            self.tick();
            for note in batch.drain(..) {
                self.lobby.taken(&note);
                if let Note::Stop(done) = note {
                    self.is_changed = true;
                    self.keep();
                    self.parts.journal.flush().await;
                    // Whoever asked may not wait any more.
                    let _ = done.send(());
                    return;
                }
                self.take(note);
                self.closing.drain(..).for_each(close);
            }
            self.closing.drain(..).for_each(close);
            self.tell_all();
            metrics::show(&self.parts.reception.counts());
        }
    }

    /// When there is something to do, if nothing happens.
    fn wakes_at(&mut self) -> Instant {
        let now = Instant::now();
        let deadline = self.parts.reception.deadline();
        let wall = self.wall();
        let in_reception = deadline.map(|at| now + at.since(wall));
        let in_lobby = self.due.is_some().then_some(self.told_at + LIST_EVERY);
        let soonest = [in_reception, in_lobby].into_iter().flatten().min();
        soonest.unwrap_or(now + Duration::from_secs(3600))
    }

    /// The time, which never goes back.
    fn wall(&mut self) -> Timestamp {
        let now = Utc::now().timestamp_millis().unsigned_abs();
        self.now = self.now.max(Timestamp::from_unix_millis(now));
        self.now
    }

    fn tick(&mut self) {
        let now = self.wall();
        let deadline = self.parts.reception.deadline();
        if deadline.is_some_and(|deadline| deadline <= now) {
            self.hand(Input::Tick);
        }
    }

    fn take(&mut self, note: Note) {
        match note {
            Note::Arrived(socket) => drop(self.arrive(&socket)),
            Note::Sent {
                socket, event, ack, ..
            } => {
                if let Some(number) = self.arrive(&socket) {
                    self.event(number, *event, ack);
                }
            }
            Note::Gone(socket) => {
                if let Some(number) = self.connections.number(socket) {
                    self.connections.remove(number);
                    self.hand(Input::Disconnect { connection: number });
                }
            }
            Note::Quiet(number) => drop(self.decide(number, None)),
            Note::Checked(checked) => self.checked(checked),
            Note::Answered(connection) => {
                let event = ClientEvent::PresencePong;
                self.hand(Input::Event { connection, event });
            }
            Note::Staff(members) => {
                for input in self.roster.update(&members) {
                    self.hand(input);
                }
            }
            Note::Restarted => self.restarted(),
            Note::Asked(question) => question(&self.parts.reception),
            Note::Stop(_) => {}
        }
    }

    fn restarted(&mut self) {
        for listed in self.parts.reception.staff_list() {
            if !self.roster.has(&listed.id) {
                self.hand(Input::RemoveStaff { staff: listed.id });
            }
        }
        self.hand(Input::Restarted);
    }

    /// A connection is there, and is heard of for the first time.
    fn arrive(&mut self, socket: &Arc<Socket>) -> Option<ConnectionId> {
        if let Some(number) = self.connections.number(socket.id) {
            return Some(number);
        }
        let arrival: Arrival = socket.extensions.get()?;
        if !socket.connected() {
            return None;
        }
        tracing::info!("User connected: {}", socket.id);
        let (address, refused, resume) = (arrival.address, arrival.refused, arrival.resume);
        let is_known = arrival.signed_in.is_some();
        let connection = self.connections.add(Arc::clone(socket), arrival);
        self.hand(Input::Connect {
            connection,
            address,
        });
        if refused {
            self.hand(Input::SignInRefused {
                connection,
                message: sign_in::SIGN_IN_AGAIN.into(),
                code_required: false,
            });
        }
        match resume {
            Some(resume) if is_known => drop(self.decide(connection, Some(resume))),
            Some(resume) => {
                let event = ClientEvent::Resume(resume);
                self.hand(Input::Event { connection, event });
            }
            None if is_known => {
                let lobby = self.lobby.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(QUIET).await;
                    lobby.tell(Note::Quiet(connection)).await;
                });
            }
            None => {}
        }
        Some(connection)
    }

    fn event(
        &mut self,
        connection: ConnectionId,
        event: Result<ClientEvent, DecodeError>,
        ack: AckSender<LocalAdapter>,
    ) {
        let input = match event {
            Ok(ClientEvent::Resume(resume)) => {
                if let Some(reply) = self.decide(connection, Some(resume)) {
                    return self.answer(connection, &reply, ack);
                }
                let event = ClientEvent::Resume(resume);
                Input::Event { connection, event }
            }
            Ok(ClientEvent::StaffLogin(login)) => {
                // They say anew who they are.
                if let Some(connection) = self.connections.get_mut(connection) {
                    connection.arrival.signed_in = None;
                }
                let event = ClientEvent::StaffLogin(login);
                Input::Event { connection, event }
            }
            Ok(event) => {
                self.decide(connection, None);
                self.audit(connection, &event);
                Input::Event { connection, event }
            }
            Err(error) => Input::Undecoded { connection, error },
        };
        let reply = self.hand(input);
        match reply {
            Reply::Authenticate(login) => self.check(connection, login, ack),
            reply => self.answer(connection, &reply, ack),
        }
    }

    fn audit(&self, number: ConnectionId, event: &ClientEvent) {
        let staff = self
            .connections
            .get(number)
            .and_then(|it| it.staff.as_ref());
        if let (ClientEvent::SignOut, Some(staff)) = (event, staff) {
            let by = By {
                role: "staff",
                account: Some(staff.as_str()),
            };
            audit::write("sign_out", by, None, "done");
        }
    }

    /// Acknowledges an event.
    pub(super) fn answer(
        &mut self,
        number: ConnectionId,
        reply: &Reply,
        ack: AckSender<LocalAdapter>,
    ) {
        let json = wire::encode_reply(reply, &self.extras(), turn::LIFE.as_secs());
        if let Some(json) = json {
            let sent = ack.send(&*json);
            self.after(number, Sent::of(&sent));
        }
    }

    /// Tells the reception something, and does what it wants done.
    pub(super) fn hand(&mut self, input: Input) -> Reply {
        let now = self.wall();
        let mut outputs = Vec::new();
        let mut entropy = |buffer: &mut [u8]| {
            getrandom::fill(buffer).expect("the system has random bytes");
        };
        let reception = &mut self.parts.reception;
        let reply = reception.handle(now, input, &mut entropy, &mut outputs);
        self.is_changed = true;
        self.outputs.extend(outputs);
        // Doing one thing can make the reception want others: whoever began does them all, in
        // their order.
        if !mem::replace(&mut self.is_acting, true) {
            while let Some(output) = self.outputs.pop_front() {
                self.act(output);
            }
            self.is_acting = false;
        }
        reply
    }

    pub(super) fn extras(&self) -> Extras<'_> {
        Extras {
            reception: &self.parts.reception,
            ice: &self.parts.ice,
            tokens: self.parts.directory.tokens(),
            claims: &self.claims,
        }
    }

    fn tell_all(&mut self) {
        if self.told_at.elapsed() < LIST_EVERY {
            return;
        }
        if let Some(event) = self.due.take() {
            self.told_at = Instant::now();
            self.send_to_all(&event);
        }
    }

    /// Has everything written down for the next start, if anything has changed.
    fn keep(&mut self) {
        if !mem::take(&mut self.is_changed) {
            return;
        }
        match serde_json::to_vec(&self.parts.reception.snapshot()) {
            Ok(json) => self.is_changed = !self.parts.journal.keep(json),
            Err(_) => tracing::error!("the calls cannot be written down for a restart"),
        }
    }
}
