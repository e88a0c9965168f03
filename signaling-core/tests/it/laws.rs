//! What holds whatever happens, in whatever order.
//!
//! `SIGNALING_INPUTS=10000000 cargo test --release -p signaling-core --test it laws` for a long run.

mod observer;
mod player;

use std::{collections::BTreeSet, time::Duration};

use signaling_core::{
    Config, Counts, Input, Limits, Output, Rate, Reception, Reply, SecondSignIn, Snapshot,
    Timestamp, WhenAbsent, WhenBusy,
};

use observer::Observer;
use player::Player;

/// How many inputs one reception gets before everybody leaves.
const ROUND: u64 = 3_000;

/// All that one client alone can be told.
const EVENTS: [&str; 30] = [
    "answer",
    "call-accepted",
    "call-completed",
    "call-ended",
    "call-error",
    "call-started",
    "call-transferred",
    "call-withdrawn",
    "chat-message",
    "conversation-error",
    "conversation-started",
    "decision-saved",
    "ice-candidate",
    "login-error",
    "login-success",
    "media-state",
    "new-call-request",
    "offer",
    "peer-disconnected",
    "peer-rejoined",
    "presence-ping",
    "rate-limited",
    "replaced",
    "resume-error",
    "resumed",
    "signaling-error",
    "signed-out",
    "staff-list-updated",
    "waiting-calls",
    "waiting-calls-updated",
];

fn inputs() -> u64 {
    let inputs = std::env::var("SIGNALING_INPUTS").ok();
    inputs.map_or(120_000, |inputs| {
        inputs.parse().expect("SIGNALING_INPUTS is a number")
    })
}

#[test]
fn the_laws_hold_for_random_inputs() {
    let mut sent = BTreeSet::new();
    let rounds = inputs().div_ceil(ROUND);
    for seed in 0..rounds {
        sent.extend(Round::new(seed).play());
    }
    assert_eq!(
        sent,
        BTreeSet::from(EVENTS),
        "every event was sent in one round or another"
    );
}

/// Two receptions that are told the same. One of them is replaced by its snapshot now and then.
struct Round {
    player: Player,
    observer: Observer,
    first: Reception,
    second: Reception,
    config: Config,
    now: u64,
}

impl Round {
    fn new(seed: u64) -> Self {
        let config = config(seed);
        Self {
            player: Player::new(seed),
            observer: Observer::default(),
            first: Reception::new(config.clone()),
            second: Reception::new(config.clone()),
            config,
            now: 1_000_000,
        }
    }

    fn play(mut self) -> BTreeSet<&'static str> {
        for number in 0..ROUND {
            self.now += self.player.pause();
            if number % 500 == 499 {
                self.restore();
            }
            let input = self.player.input(&self.observer);
            self.input(input);
        }
        self.leave();
        self.observer.sent().clone()
    }

    /// What was due before an input is looked at before it.
    fn input(&mut self, input: Input) {
        let now = Timestamp::from_unix_millis(self.now);
        if self
            .first
            .deadline()
            .is_some_and(|deadline| deadline <= now)
        {
            self.tell(now, Input::Tick);
        }
        self.tell(now, input);
    }

    /// Tells both receptions the same, and checks that both say the same.
    fn tell(&mut self, now: Timestamp, input: Input) {
        let seed = self.player.seed();
        let mut said: [(Vec<Output>, Reply); 2] = [&mut self.first, &mut self.second].map(|core| {
            let mut random = fastrand::Rng::with_seed(seed);
            let mut entropy = |buffer: &mut [u8]| random.fill(buffer);
            let mut outputs = Vec::new();
            let reply = core.handle(now, input.clone(), &mut entropy, &mut outputs);
            (outputs, reply)
        });
        assert_eq!(
            said[0], said[1],
            "the same inputs have the same outputs: {input:?}"
        );
        assert_eq!(self.first.deadline(), self.second.deadline());
        assert!(
            self.first.deadline().is_none_or(|at| at > now),
            "nothing due is left"
        );
        let (outputs, reply) = std::mem::replace(&mut said[0], (Vec::new(), Reply::Done));
        self.observer.input(&input, &reply);
        self.observer.outputs(&outputs);
        let counts = self.first.counts();
        assert_eq!(counts.connections, self.observer.open());
        assert!(counts.waiting_calls + counts.active_calls <= counts.devices);
    }

    /// What goes on from a snapshot goes on as the other does.
    fn restore(&mut self) {
        let json = serde_json::to_string(&self.second.snapshot()).expect("a snapshot is JSON");
        let snapshot: Snapshot = serde_json::from_str(&json).expect("it is read");
        let restored = Reception::restore(self.config.clone(), snapshot);
        self.second = restored.expect("it contradicts nothing");
    }

    /// Everybody leaves, and nothing is left of them.
    fn leave(&mut self) {
        for input in self.player.everybody_leaves(&self.observer) {
            self.input(input);
        }
        self.now += 3_600_000;
        self.input(Input::Tick);
        let staff = self.first.counts().staff;
        let left = self.first.counts();
        assert_eq!(
            left,
            Counts {
                staff,
                ..Counts::default()
            },
            "all have left"
        );
        for input in self.player.staff_are_removed() {
            self.input(input);
        }
        assert_eq!(self.first.counts(), Counts::default());
        assert_eq!(self.first.deadline(), None);
        self.observer.every_call_has_ended();
    }
}

/// Short waits and low bounds, so that much runs out.
fn config(seed: u64) -> Config {
    let mut random = fastrand::Rng::with_seed(!seed);
    let policies = [
        SecondSignIn::TakeOver,
        SecondSignIn::Refuse,
        SecondSignIn::Several,
    ];
    Config {
        ring_timeout: Duration::from_millis(random.u64(100..20_000)),
        grace: Duration::from_millis(random.u64(100..10_000)),
        presence_ping_every: Duration::from_millis(random.u64(100..5_000)),
        presence_answer_within: Duration::from_millis(random.u64(100..5_000)),
        keep_for_resume: Duration::from_millis(random.u64(100..20_000)),
        second_sign_in: *random.choice(&policies).expect("there are some"),
        when_absent: if random.bool() {
            WhenAbsent::Refuse
        } else {
            WhenAbsent::Wait
        },
        when_busy: if random.bool() {
            WhenBusy::Ring
        } else {
            WhenBusy::Refuse
        },
        limits: Limits {
            connections: 24,
            devices_per_staff: 3,
            waiting_per_staff: 4,
            kept_messages: random.usize(0..12),
            kept_bytes: random.usize(100..4_000),
            candidates_per_epoch: 20,
            descriptions_per_epoch: 10,
            chat_messages_per_call: 10,
            undecided_per_staff: 2,
            addresses: 3,
            events: Rate {
                burst: random.u32(5..200),
                refill: Duration::from_millis(20),
            },
            rings: Rate {
                burst: random.u32(2..100),
                refill: Duration::from_millis(100),
            },
            ..Limits::default()
        },
    }
}
