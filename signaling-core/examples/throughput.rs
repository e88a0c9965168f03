//! How many inputs a reception takes in a second, with few calls and with many.
//!
//! `cargo run --release -p signaling-core --example throughput [INPUTS [CALLS…]]`
#![expect(clippy::print_stdout, reason = "it is a command")]

use std::time::Duration;

use cpu_time::ProcessTime;
use serde_json::value::RawValue;
use signaling_core::{
    CallId, ClientEvent, Config, ConnectionId, Input, Limits, Media, MediaState, Output, Rate,
    RawJson, Reception, Relay, RelayKind, ServerEvent, SignIn, Staff, StaffId, StartConversation,
    Timestamp,
};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let inputs = arguments.next().and_then(|inputs| inputs.parse().ok());
    let inputs: u32 = inputs.unwrap_or(2_000_000);
    let calls: Vec<u64> = arguments.filter_map(|calls| calls.parse().ok()).collect();
    let calls = if calls.is_empty() {
        vec![100, 1_000, 10_000, 100_000]
    } else {
        calls
    };
    println!("calls       ns per input  inputs/s of one core");
    for calls in calls {
        let mut bench = Bench::new(calls);
        bench.run(inputs / 2);
        let begin = ProcessTime::now();
        bench.run(inputs);
        let per_input = begin.elapsed().as_secs_f64() / f64::from(inputs);
        println!(
            "{calls:<10}  {:>12.0}  {:>20.0}",
            per_input * 1e9,
            1.0 / per_input
        );
    }
}

/// As many staff members as calls, all of them live.
struct Bench {
    core: Reception,
    calls: Vec<CallId>,
    random: fastrand::Rng,
    outputs: Vec<Output>,
    candidate: RawJson,
    description: RawJson,
    /// Millionths of a second.
    now: u64,
    done: u32,
}

impl Bench {
    fn new(calls: u64) -> Self {
        let no_rate = Rate {
            burst: u32::MAX,
            refill: Duration::from_millis(1),
        };
        let limits = Limits {
            candidates_per_epoch: u32::MAX,
            descriptions_per_epoch: u32::MAX,
            chat_messages_per_call: u32::MAX,
            events: no_rate,
            rings: no_rate,
            ..Limits::default()
        };
        let raw = |text: String| RawJson::from(RawValue::from_string(text).expect("it is JSON"));
        let mut bench = Self {
            core: Reception::new(Config {
                limits,
                ..Config::default()
            }),
            calls: Vec::new(),
            random: fastrand::Rng::with_seed(1),
            outputs: Vec::new(),
            candidate: raw(format!("{{\"candidate\":\"{}\"}}", "c".repeat(180))),
            description: raw(format!("{{\"sdp\":\"{}\"}}", "s".repeat(3_000))),
            now: 1_000_000_000,
            done: 0,
        };
        for number in 0..calls {
            let id = StaffId::new(number.to_string());
            bench.input(Input::PutStaff(Staff {
                id: id.clone(),
                name: format!("Staff {number}").as_str().into(),
                email: format!("{number}@example.com").as_str().into(),
                department: "Front desk".into(),
                role: "staff".into(),
            }));
            for connection in [visitor(number), staff(number)] {
                let address = [192, 0, 2, 1].into();
                bench.input(Input::Connect {
                    connection,
                    address,
                });
            }
            bench.input(Input::SignIn(SignIn {
                connection: staff(number),
                staff: id,
                take_over: None,
                resume: None,
            }));
            let call = bench.begin(number);
            bench.calls.push(call);
        }
        bench
    }

    fn input(&mut self, input: Input) {
        self.done += 1;
        self.now += 1;
        self.outputs.clear();
        let now = Timestamp::from_unix_millis(self.now / 1_000);
        let random = &mut self.random;
        let mut entropy = |buffer: &mut [u8]| random.fill(buffer);
        let reply = self
            .core
            .handle(now, input, &mut entropy, &mut self.outputs);
        assert!(reply.refusal().is_none(), "{reply:?}");
    }

    fn event(&mut self, connection: ConnectionId, event: ClientEvent) {
        self.input(Input::Event { connection, event });
    }

    fn begin(&mut self, number: u64) -> CallId {
        let start = StartConversation {
            name: "Robin".into(),
            email: "robin@example.com".into(),
            purpose: "a question".into(),
            selected_staff: Some(number.to_string().as_str().into()),
            media: Media::Video,
        };
        self.event(visitor(number), ClientEvent::StartConversation(start));
        let started = self.outputs.iter().find_map(|output| match output {
            Output::Send {
                event: ServerEvent::ConversationStarted(started),
                ..
            } => Some(started.call),
            _ => None,
        });
        let call = started.expect("it has started");
        self.event(staff(number), ClientEvent::AcceptCall(call));
        call
    }

    /// So many inputs: mostly what is relayed, now and then a call that ends and another that begins.
    fn run(&mut self, inputs: u32) {
        let until = self.done + inputs;
        while self.done < until {
            let number = self.random.usize(..self.calls.len());
            let call = self.calls[number];
            let number = number as u64;
            let from = if self.random.bool() {
                visitor(number)
            } else {
                staff(number)
            };
            match self.random.u32(0..100) {
                0..70 => self.relay(from, call, RelayKind::IceCandidate, self.candidate.clone()),
                70..80 => self.relay(from, call, RelayKind::Offer, self.description.clone()),
                80..85 => self.event(
                    from,
                    ClientEvent::ChatMessage {
                        call,
                        text: "hello".into(),
                    },
                ),
                85..90 => {
                    let state = MediaState::default();
                    self.event(from, ClientEvent::MediaState { call, state });
                }
                90..95 => self.event(staff(number), ClientEvent::PresencePong),
                _ => {
                    self.event(from, ClientEvent::EndCall { call, reason: None });
                    self.calls[number as usize] = self.begin(number);
                }
            }
        }
    }

    fn relay(&mut self, from: ConnectionId, call: CallId, kind: RelayKind, payload: RawJson) {
        let payload = Some(payload);
        let relay = Relay {
            kind,
            call,
            epoch: Some(1),
            payload,
        };
        self.event(from, ClientEvent::Relay(relay));
    }
}

fn visitor(number: u64) -> ConnectionId {
    ConnectionId::new(2 * number)
}

fn staff(number: u64) -> ConnectionId {
    ConnectionId::new(2 * number + 1)
}
