//! Clients who do anything at any time.

use signaling_core::{
    CallId, CallStats, ClientEvent, ConnectionId, Input, Media, MediaState, PathType, RawJson,
    Relay, RelayKind, Resume, ResumeToken, SignIn, Staff, StaffId, StartConversation, Status,
};

use super::observer::Observer;

const STAFF: [&str; 4] = ["s0", "s1", "s2", "s3"];

pub(super) struct Player {
    random: fastrand::Rng,
    last_connection: u64,
}

impl Player {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            last_connection: 0,
        }
    }

    pub(super) fn seed(&mut self) -> u64 {
        self.random.u64(..)
    }

    /// Mostly things come close to each other.
    pub(super) fn pause(&mut self) -> u64 {
        match self.random.u32(0..100) {
            0..60 => 0,
            60..95 => self.random.u64(0..100),
            _ => self.random.u64(0..8_000),
        }
    }

    pub(super) fn input(&mut self, seen: &Observer) -> Input {
        match self.random.u32(0..1_000) {
            0..100 => {
                self.last_connection += 1;
                let last = self.random.u8(0..5);
                Input::Connect {
                    connection: ConnectionId::new(self.last_connection),
                    address: [192, 0, 2, last].into(),
                }
            }
            100..150 => Input::Disconnect {
                connection: self.connection(seen),
            },
            150..210 => self.sign_in(seen),
            210..230 => self.put_staff(),
            230..233 => Input::RemoveStaff {
                staff: self.staff(),
            },
            233..235 => Input::Restarted,
            235..260 => Input::Tick,
            260..265 => Input::SignInRefused {
                connection: self.connection(seen),
                message: "no".into(),
                code_required: self.random.bool(),
            },
            265..270 => Input::Undecoded {
                connection: self.connection(seen),
                error: signaling_core::wire::decode("nonsense", None).expect_err("there is none"),
            },
            _ => Input::Event {
                connection: self.connection(seen),
                event: self.event(seen),
            },
        }
    }

    /// The inputs after which nobody is there.
    pub(super) fn everybody_leaves(&self, seen: &Observer) -> Vec<Input> {
        let open = seen.connections();
        open.map(|connection| Input::Disconnect { connection })
            .collect()
    }

    pub(super) fn staff_are_removed(&self) -> Vec<Input> {
        let staff = STAFF.into_iter().map(StaffId::new);
        staff.map(|staff| Input::RemoveStaff { staff }).collect()
    }

    /// Mostly one that is open.
    fn connection(&mut self, seen: &Observer) -> ConnectionId {
        let open: Vec<ConnectionId> = seen.connections().collect();
        match self.random.choice(&open) {
            Some(connection) if self.random.u32(0..50) > 0 => *connection,
            _ => ConnectionId::new(self.random.u64(0..=self.last_connection)),
        }
    }

    fn staff(&mut self) -> StaffId {
        StaffId::new(self.random.choice(STAFF).expect("there are some"))
    }

    /// Mostly one of the last.
    fn call(&mut self, seen: &Observer) -> CallId {
        let calls = seen.calls();
        let last = &calls[calls.len().saturating_sub(5)..];
        let from = if self.random.u32(0..20) > 0 {
            last
        } else {
            calls
        };
        self.random.choice(from).copied().unwrap_or(CallId::UNKNOWN)
    }

    fn resume(&mut self, seen: &Observer) -> Resume {
        let tokens = seen.tokens();
        let last = &tokens[tokens.len().saturating_sub(8)..];
        let token: Option<ResumeToken> = self.random.choice(last).copied();
        let received = self.random.bool().then(|| self.random.u64(0..20));
        Resume { token, received }
    }

    fn sign_in(&mut self, seen: &Observer) -> Input {
        let resume = self.random.u32(0..3) == 0;
        Input::SignIn(SignIn {
            connection: self.connection(seen),
            staff: self.staff(),
            take_over: *self
                .random
                .choice(&[None, None, Some(true), Some(false)])
                .expect("some"),
            resume: resume.then(|| self.resume(seen)),
        })
    }

    fn put_staff(&mut self) -> Input {
        let id = self.staff();
        let name = *self
            .random
            .choice(&["Ann Reed", "Bob Stone"])
            .expect("some");
        Input::PutStaff(Staff {
            email: format!("{}@example.com", id.as_str()).as_str().into(),
            id,
            name: name.into(),
            department: "Front desk".into(),
            role: "staff".into(),
        })
    }

    fn event(&mut self, seen: &Observer) -> ClientEvent {
        let call = self.call(seen);
        match self.random.u32(0..100) {
            0..35 => ClientEvent::Relay(self.relay(call)),
            35..50 => self.start(),
            50..65 => ClientEvent::AcceptCall(call),
            65..68 => ClientEvent::RejectCall {
                call,
                reason: self.random.bool().then(|| "busy".into()),
            },
            68..72 => ClientEvent::TransferCall {
                call,
                target: self.staff(),
            },
            72..74 => ClientEvent::EndCall { call, reason: None },
            74..75 => ClientEvent::CancelCall(call),
            75..82 => ClientEvent::ChatMessage {
                call,
                text: "hello".into(),
            },
            82..85 => ClientEvent::MediaState {
                call,
                state: MediaState::default(),
            },
            85..86 => ClientEvent::IceServers(call),
            86..87 => ClientEvent::CallStats {
                call,
                stats: CallStats {
                    path_type: PathType::Relay,
                    setup_ms: 1,
                    loss_percent: 0.0,
                    rtt_ms: 1.0,
                },
            },
            87..89 => ClientEvent::CallDecision {
                call,
                decision: "approved".into(),
                notes: "".into(),
            },
            89..95 => ClientEvent::Resume(self.resume(seen)),
            95..97 => ClientEvent::PresencePong,
            97..98 => ClientEvent::SignOut,
            _ => {
                let statuses = [Status::Available, Status::Busy, Status::Away];
                ClientEvent::SetStatus(*self.random.choice(&statuses).expect("some"))
            }
        }
    }

    fn start(&mut self) -> ClientEvent {
        let named = [
            "s0",
            "s1",
            "s2",
            "s3",
            "Ann Reed",
            "s1@example.com",
            "nobody",
        ];
        let chosen = *self.random.choice(&named).expect("there are some");
        ClientEvent::StartConversation(StartConversation {
            name: "Robin".into(),
            email: "robin@example.com".into(),
            purpose: "a question".into(),
            selected_staff: Some(chosen.into()),
            media: Media::Video,
        })
    }

    fn relay(&mut self, call: CallId) -> Relay {
        let kinds = [RelayKind::Offer, RelayKind::Answer, RelayKind::IceCandidate];
        let json = |json: &str| {
            let raw = serde_json::value::RawValue::from_string(json.to_owned());
            RawJson::from(raw.expect("it is JSON"))
        };
        let payloads = [None, Some("null"), Some("\"\""), Some("{\"sdp\":\"v=0\"}")];
        let payload = self.random.choice(&payloads).copied().flatten();
        let epoch = (self.random.u32(0..3) == 0).then(|| self.random.u32(0..4));
        Relay {
            kind: *self.random.choice(&kinds).expect("there are some"),
            call,
            epoch,
            payload: payload.map(json),
        }
    }
}
