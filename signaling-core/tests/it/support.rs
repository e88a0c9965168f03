//! A reception with clients, whose time is a number.

use std::{collections::BTreeMap, net::IpAddr};

use serde_json::{Value, json};
use signaling_core::{
    CallSummary, CloseReason, Config, ConnectionId, DecisionMade, Input, Output, Reception, Reply,
    ServerEvent, SessionId, SignIn, Staff, StaffEntry, StaffId, StatsReported, Timestamp,
    wire::{self, Extras, IceServers},
};

/// A client's connection.
pub(crate) type Client = u64;

pub(crate) struct World {
    pub(crate) core: Reception,
    pub(crate) now: u64,
    random: fastrand::Rng,
    last_client: Client,
    inboxes: BTreeMap<Client, Vec<(String, Value)>>,
    pub(crate) closed: Vec<(Client, CloseReason)>,
    pub(crate) summaries: Vec<CallSummary>,
    pub(crate) decisions: Vec<DecisionMade>,
    pub(crate) stats: Vec<StatsReported>,
    /// Whether staff pages answer presence pings.
    pub(crate) pages_answer: bool,
}

/// What the server adds.
pub(crate) struct Added(pub(crate) Vec<StaffEntry>);

impl Extras for Added {
    fn ice_servers(&self, session: SessionId) -> IceServers {
        let servers = json!([{"urls": "turn:turn.example.com", "username": session.to_string()}]);
        IceServers {
            ice_servers: serde_json::value::to_raw_value(&servers).expect("it is JSON"),
            ice_transport_policy: "all".to_owned(),
        }
    }

    fn staff_token(&self, staff: &StaffId) -> String {
        format!("jwt-of-{}", staff.as_str())
    }

    fn staff_list(&self) -> Vec<StaffEntry> {
        self.0.clone()
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        let mut world = Self {
            core: Reception::new(config),
            now: 1_795_166_400_000,
            random: fastrand::Rng::with_seed(7),
            last_client: 0,
            inboxes: BTreeMap::new(),
            closed: Vec::new(),
            summaries: Vec::new(),
            decisions: Vec::new(),
            stats: Vec::new(),
            pages_answer: true,
        };
        for (id, name) in [("ann", "Ann Reed"), ("bob", "Bob Stone")] {
            world.put_staff(id, name);
        }
        world
    }

    pub(crate) fn put_staff(&mut self, id: &str, name: &str) {
        self.input(Input::PutStaff(Staff {
            id: StaffId::new(id),
            name: name.into(),
            email: format!("{id}@example.com").as_str().into(),
            department: "Front desk".into(),
            role: "staff".into(),
        }));
    }

    pub(crate) fn input(&mut self, input: Input) -> Reply {
        let now = Timestamp::from_unix_millis(self.now);
        let mut outputs = Vec::new();
        let random = &mut self.random;
        let mut entropy = |buffer: &mut [u8]| random.fill(buffer);
        let reply = self.core.handle(now, input, &mut entropy, &mut outputs);
        for output in outputs {
            self.deliver(output);
        }
        reply
    }

    fn deliver(&mut self, output: Output) {
        let extras = Added(self.core.staff_list());
        let written = |event: &ServerEvent| {
            let json = wire::encode(event, &extras);
            let name = wire::event_name(event).to_owned();
            (name, serde_json::from_str(json.get()).expect("it is JSON"))
        };
        match output {
            Output::Send { connection, event } => {
                let inbox = self.inboxes.get_mut(&connection.get());
                inbox.expect("the connection is open").push(written(&event));
            }
            Output::Broadcast { event } => {
                for inbox in self.inboxes.values_mut() {
                    inbox.push(written(&event));
                }
            }
            Output::Close { connection, reason } => {
                self.inboxes.remove(&connection.get());
                self.closed.push((connection.get(), reason));
            }
            Output::Summary(summary) => self.summaries.push(*summary),
            Output::Decision(decision) => self.decisions.push(*decision),
            Output::Stats(stats) => self.stats.push(stats),
            _ => panic!("an output that this harness does not know"),
        }
    }

    /// A client connects from an address of its own.
    pub(crate) fn connect(&mut self) -> Client {
        let last = u8::try_from(self.last_client % 250).expect("it is small");
        self.connect_from([192, 0, 2, last].into())
    }

    pub(crate) fn connect_from(&mut self, address: IpAddr) -> Client {
        self.last_client += 1;
        let client = self.last_client;
        self.inboxes.insert(client, Vec::new());
        self.input(Input::Connect {
            connection: ConnectionId::new(client),
            address,
        });
        client
    }

    /// The connection breaks; what was on its way to the client is lost.
    pub(crate) fn lose(&mut self, client: Client) {
        self.inboxes.remove(&client);
        let connection = ConnectionId::new(client);
        self.input(Input::Disconnect { connection });
    }

    /// The client sends an event.
    pub(crate) fn emit(&mut self, client: Client, name: &str, argument: Value) -> Reply {
        self.emit_json(client, name, &argument.to_string())
    }

    /// The client sends an event whose JSON is given as it is.
    pub(crate) fn emit_json(&mut self, client: Client, name: &str, argument: &str) -> Reply {
        let connection = ConnectionId::new(client);
        self.input(match wire::decode(name, Some(argument)) {
            Ok(event) => Input::Event { connection, event },
            Err(error) => Input::Undecoded { connection, error },
        })
    }

    /// The client sends an event that is done.
    #[track_caller]
    pub(crate) fn does(&mut self, client: Client, name: &str, argument: Value) {
        assert_eq!(self.emit(client, name, argument), Reply::Done, "{name}");
    }

    /// The client sends an event that is refused: by an event, and in the ack.
    #[track_caller]
    pub(crate) fn is_refused(
        &mut self,
        client: Client,
        name: &str,
        argument: Value,
        by: &str,
        message: &str,
    ) {
        self.take(client);
        let reply = self.emit(client, name, argument);
        let refusal = reply.refusal().expect("it is refused");
        assert_eq!((refusal.event.as_str(), &*refusal.message), (by, message));
        assert_eq!(self.told(client, by)["message"], message);
    }

    /// A staff member signs in on a new connection.
    pub(crate) fn sign_in(&mut self, staff: &str) -> Client {
        let client = self.connect();
        assert_eq!(self.sign_in_on(client, staff, None), Reply::Done);
        client
    }

    pub(crate) fn sign_in_on(
        &mut self,
        client: Client,
        staff: &str,
        take_over: Option<bool>,
    ) -> Reply {
        self.input(Input::SignIn(SignIn {
            connection: ConnectionId::new(client),
            staff: StaffId::new(staff),
            take_over,
            resume: None,
        }))
    }

    /// A visitor on a new connection calls a staff member.
    #[track_caller]
    pub(crate) fn call(&mut self, staff: &str) -> (Client, String) {
        let visitor = self.connect();
        let call = self.call_again(visitor, staff);
        (visitor, call)
    }

    #[track_caller]
    pub(crate) fn call_again(&mut self, visitor: Client, staff: &str) -> String {
        self.take(visitor);
        self.does(visitor, "start-conversation", conversation(staff));
        text(&self.told(visitor, "conversation-started")["callId"])
    }

    /// A visitor and a staff member in a live call.
    #[track_caller]
    pub(crate) fn live(&mut self) -> (Client, Client, String) {
        let staff = self.sign_in("ann");
        let (visitor, call) = self.call("ann");
        self.does(staff, "accept-call", json!({"callId": call}));
        (visitor, staff, call)
    }

    /// Lets time pass, deadline by deadline.
    pub(crate) fn wait(&mut self, seconds: u64) {
        let until = self.now + seconds * 1_000;
        while let Some(deadline) = self.core.deadline() {
            if deadline.unix_millis() > until {
                break;
            }
            self.now = self.now.max(deadline.unix_millis());
            self.input(Input::Tick);
            let later = self.core.deadline();
            let now = Timestamp::from_unix_millis(self.now);
            assert!(later.is_none_or(|later| later > now), "nothing due is left");
            if self.pages_answer {
                self.answer_pings();
            }
        }
        self.now = until;
        self.input(Input::Tick);
    }

    fn answer_pings(&mut self) {
        let asked = |(_, inbox): &(&Client, &mut Vec<(String, Value)>)| {
            inbox.iter().any(|(name, _)| name == "presence-ping")
        };
        let asked: Vec<Client> = self
            .inboxes
            .iter_mut()
            .filter(asked)
            .map(|(c, _)| *c)
            .collect();
        for client in asked {
            let inbox = self.inboxes.get_mut(&client).expect("it is connected");
            inbox.retain(|(name, _)| name != "presence-ping");
            self.does(client, "presence-pong", json!({}));
        }
    }

    /// What a client was told since it was last asked, but for the staff list.
    pub(crate) fn take(&mut self, client: Client) -> Vec<(String, Value)> {
        let mut told = std::mem::take(self.inboxes.get_mut(&client).expect("it is connected"));
        told.retain(|(name, _)| name != "staff-list-updated");
        told
    }

    /// The names of what a client was told since it was last asked.
    pub(crate) fn names(&mut self, client: Client) -> Vec<String> {
        self.take(client)
            .into_iter()
            .map(|(name, _)| name)
            .collect()
    }

    /// The one event of that name that a client was told since it was last asked.
    #[track_caller]
    pub(crate) fn told(&mut self, client: Client, name: &str) -> Value {
        let told = self.take(client);
        let names: Vec<_> = told.iter().map(|(name, _)| name.clone()).collect();
        let mut of_that_name = told.into_iter().filter(|(one, _)| one == name);
        let (_, argument) = of_that_name
            .next()
            .unwrap_or_else(|| panic!("no {name} among {names:?}"));
        assert!(of_that_name.next().is_none(), "two of {name}");
        argument
    }

    /// What the staff list says of somebody.
    pub(crate) fn status(&self, staff: &str) -> Option<&'static str> {
        let list = self.core.staff_list();
        let entry = list.iter().find(|entry| entry.id.as_str() == staff);
        entry.map(|entry| entry.status.as_str())
    }

    /// How often a client was told the staff list since it was last asked.
    pub(crate) fn lists(&mut self, client: Client) -> usize {
        let told = std::mem::take(self.inboxes.get_mut(&client).expect("it is connected"));
        told.iter()
            .filter(|(name, _)| name == "staff-list-updated")
            .count()
    }

    /// The staff list that a client was told last.
    pub(crate) fn told_list(&mut self, client: Client) -> Value {
        let told = self.inboxes[&client].iter().rev();
        let mut lists = told.filter(|(name, _)| name == "staff-list-updated");
        lists.next().expect("it was told a list").1.clone()
    }

    /// No connection is left, and nobody was told.
    pub(crate) fn forget_connections(&mut self) {
        self.inboxes.clear();
    }

    /// Whether nothing is left but the staff members.
    pub(crate) fn is_empty(&self) -> bool {
        let counts = self.core.counts();
        let left = counts.connections + counts.devices + counts.waiting_calls + counts.active_calls;
        left == 0
    }
}

pub(crate) fn conversation(staff: &str) -> Value {
    json!({
        "name": "Robin Example",
        "email": "robin@example.com",
        "purpose": "Ask about opening hours",
        "selectedStaffId": staff,
    })
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
