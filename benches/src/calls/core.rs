//! What the core alone costs: inputs a second, and how that grows with the number of calls.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use cpu_time::ThreadTime;
use serde_json::value::RawValue;
use signaling_core::{
    CallId, ClientEvent, Config, ConnectionId, Input, Limits, Media, Output, Rate, RawJson,
    Reception, Relay, RelayKind, Reply, ServerEvent, SignIn, Staff, StaffId, StartConversation,
    Text, Timestamp,
};
use switchboard_benches::report::Report;

use crate::texts;

/// Inputs a second, with the most calls.
const LEAST: f64 = 1_000_000.0;
/// By how much an input may cost more, from the fewest calls to the most.
const GROWTH: f64 = 2.5;
/// How many calls go through one step before the next: the clock is read once for all of them.
const TOGETHER: usize = 64;
/// How many candidates a call has, of both sides together.
const CANDIDATES: usize = 20;
/// So many inputs are a millisecond for the core, as they are at the rate that is wanted.
const INPUTS_A_MILLISECOND: u64 = 1_000;
/// When it all begins.
const BEGIN: u64 = 1_795_166_400_000;

/// Measures receptions with so many staff, each in a call.
pub(crate) fn measure(calls: &[usize], inputs: u64, report: &mut Report) -> Result<()> {
    let mut each = Vec::new();
    for calls in calls {
        let taken = Desk::with(*calls)?.run(inputs)?;
        report.say(format!(
            "core, {calls:6} staff and calls: {:9.0} inputs/s, {:.0} ns each ({})",
            1e9 / taken.nanoseconds(),
            taken.nanoseconds(),
            taken.by_step()
        ));
        each.push(taken);
    }
    let (fewest, most) = each.first().zip(each.last()).context("no size is given")?;
    let rate = 1e9 / most.nanoseconds();
    report.target(
        rate >= LEAST,
        format!("core with the most calls: {rate:.0} inputs/s on one core (>= {LEAST})"),
    );
    let growth = most.nanoseconds() / fewest.nanoseconds();
    report.target(
        growth <= GROWTH,
        format!("an input with the most calls by one with the fewest: {growth:.2} (<= {GROWTH})"),
    );
    Ok(())
}

/// What a call goes through, in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Offer,
    Answer,
    Candidate,
    End,
    Start,
    Accept,
}

impl Step {
    const ALL: [Self; 6] = [
        Self::Offer,
        Self::Answer,
        Self::Candidate,
        Self::End,
        Self::Start,
        Self::Accept,
    ];

    fn times(self) -> usize {
        match self {
            Self::Candidate => CANDIDATES,
            _ => 1,
        }
    }
}

/// How long the inputs of each step took.
#[derive(Default)]
struct Taken([(Duration, u64); Step::ALL.len()]);

impl Taken {
    fn nanoseconds(&self) -> f64 {
        let all = self.0.iter();
        let (time, count) = all.fold((Duration::ZERO, 0), |(time, count), one| {
            (time + one.0, count + one.1)
        });
        time.as_secs_f64() * 1e9 / count as f64
    }

    fn by_step(&self) -> String {
        let of = |(step, (time, count)): (&Step, &(Duration, u64))| {
            let each = time.as_secs_f64() * 1e9 / *count as f64;
            format!("{step:?} {each:.0}").to_lowercase()
        };
        let each: Vec<_> = Step::ALL.iter().zip(&self.0).map(of).collect();
        each.join(", ")
    }
}

/// A staff member, a visitor, and the call they are in.
struct Pair {
    staff: ConnectionId,
    visitor: ConnectionId,
    name: Text,
    call: CallId,
}

/// A reception in which everybody is in a call.
struct Desk {
    reception: Reception,
    random: fastrand::Rng,
    outputs: Vec<Output>,
    inputs: u64,
    pairs: Vec<Pair>,
    offer: RawJson,
    candidate: RawJson,
    visitor: Text,
}

impl Desk {
    fn with(calls: usize) -> Result<Self> {
        let json = |text: String| RawValue::from_string(text).map(RawJson::from);
        let mut desk = Self {
            reception: Reception::new(config(calls)),
            random: fastrand::Rng::with_seed(7),
            outputs: Vec::new(),
            inputs: 0,
            pairs: Vec::with_capacity(calls),
            offer: json(texts::description("offer"))?,
            candidate: json(texts::candidate(0))?,
            visitor: Text::from("Robin Example"),
        };
        for number in 0..calls {
            desk.fill(number)?;
        }
        for number in 0..calls {
            desk.step(number, Step::Start)?;
            desk.step(number, Step::Accept)?;
        }
        Ok(desk)
    }

    /// A staff member who is signed in, and a visitor.
    fn fill(&mut self, number: usize) -> Result<()> {
        let name = Text::new(format!("staff-{number}"));
        let id = StaffId::new(name.as_str());
        self.put(Input::PutStaff(Staff {
            id: id.clone(),
            name: Text::new(format!("Alex Example {number}")),
            email: Text::new(format!("alex{number}@example.com")),
            department: Text::from("Front desk"),
            role: Text::from("staff"),
        }))?;
        let number = number as u64 * 2;
        let pair = Pair {
            staff: ConnectionId::new(number),
            visitor: ConnectionId::new(number + 1),
            name,
            call: CallId::UNKNOWN,
        };
        for connection in [pair.staff, pair.visitor] {
            let address = Ipv4Addr::from_bits(0x7f00_0000 + connection.get() as u32);
            self.put(Input::Connect {
                connection,
                address: IpAddr::V4(address),
            })?;
        }
        self.put(Input::SignIn(SignIn {
            connection: pair.staff,
            staff: id,
            take_over: None,
            resume: None,
        }))?;
        self.pairs.push(pair);
        Ok(())
    }

    /// Takes random calls through all steps, over and over.
    fn run(mut self, inputs: u64) -> Result<Taken> {
        let mut taken = Taken::default();
        let together = TOGETHER.min(self.pairs.len());
        let end = self.inputs + inputs;
        while self.inputs < end {
            // Neighbours at once would be friendlier to the caches than people are.
            let first = self.random.usize(..self.pairs.len());
            let stride = self.pairs.len() / together;
            let chosen = |place: usize| (first + place * stride) % self.pairs.len();
            let chosen: Vec<usize> = (0..together).map(chosen).collect();
            for (step, (time, count)) in Step::ALL.iter().zip(&mut taken.0) {
                let begin = ThreadTime::now();
                for _ in 0..step.times() {
                    for number in &chosen {
                        self.step(*number, *step)?;
                    }
                }
                *time += begin.elapsed();
                *count += (together * step.times()) as u64;
            }
        }
        Ok(taken)
    }

    fn step(&mut self, number: usize, step: Step) -> Result<()> {
        let pair = &self.pairs[number];
        let call = pair.call;
        let relay = |kind, payload: &RawJson| {
            ClientEvent::Relay(Relay {
                kind,
                call,
                epoch: None,
                payload: Some(payload.clone()),
            })
        };
        let (connection, event) = match step {
            Step::Offer => (pair.visitor, relay(RelayKind::Offer, &self.offer)),
            Step::Answer => (pair.staff, relay(RelayKind::Answer, &self.offer)),
            Step::Candidate => (pair.staff, relay(RelayKind::IceCandidate, &self.candidate)),
            Step::End => (pair.visitor, ClientEvent::EndCall { call, reason: None }),
            Step::Start => {
                let conversation = StartConversation {
                    name: self.visitor.clone(),
                    email: self.visitor.clone(),
                    purpose: self.visitor.clone(),
                    selected_staff: Some(pair.name.clone()),
                    media: Media::Video,
                };
                (pair.visitor, ClientEvent::StartConversation(conversation))
            }
            Step::Accept => (pair.staff, ClientEvent::AcceptCall(call)),
        };
        self.put(Input::Event { connection, event })?;
        if step == Step::Start {
            self.pairs[number].call = self.started().context("no call was started")?;
        }
        self.outputs.clear();
        Ok(())
    }

    /// The call that the last input started.
    fn started(&self) -> Option<CallId> {
        self.outputs.iter().find_map(|output| match output {
            Output::Send {
                event: ServerEvent::ConversationStarted(started),
                ..
            } => Some(started.call),
            _ => None,
        })
    }

    /// One input; pings that came of it are answered.
    fn put(&mut self, input: Input) -> Result<()> {
        let before = self.outputs.len();
        self.handle(input)?;
        let pinged = |output: &Output| match output {
            Output::Send {
                connection,
                event: ServerEvent::PresencePing,
            } => Some(*connection),
            _ => None,
        };
        let pinged: Vec<ConnectionId> = self.outputs[before..].iter().filter_map(pinged).collect();
        for connection in pinged {
            let event = ClientEvent::PresencePong;
            self.handle(Input::Event { connection, event })?;
        }
        Ok(())
    }

    fn handle(&mut self, input: Input) -> Result<()> {
        self.inputs += 1;
        let now = Timestamp::from_unix_millis(BEGIN + self.inputs / INPUTS_A_MILLISECOND);
        let random = &mut self.random;
        let mut entropy = |buffer: &mut [u8]| random.fill(buffer);
        let reply = self
            .reception
            .handle(now, input, &mut entropy, &mut self.outputs);
        match reply {
            Reply::Done => Ok(()),
            other => bail!("the core refused: {other:?}"),
        }
    }
}

/// The defaults, but for how fast a client may speak and who fits in.
fn config(calls: usize) -> Config {
    let boundless = Rate {
        burst: 1_000_000_000,
        refill: Duration::from_millis(1),
    };
    Config {
        limits: Limits {
            connections: calls * 2,
            staff: calls,
            addresses: calls * 2,
            events: boundless,
            rings: boundless,
            ..Limits::default()
        },
        ..Config::default()
    }
}
