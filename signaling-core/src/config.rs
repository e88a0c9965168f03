//! What an operator may choose, and every bound on memory and speed.

use std::time::Duration;

/// How a reception behaves. The default is what the documentation of the video reception says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How long a call rings before it ends with [`EndCode::NoAnswer`](crate::EndCode::NoAnswer).
    pub ring_timeout: Duration,
    /// How long a device that lost its connection may come back.
    pub grace: Duration,
    /// How long after an answered presence ping the next one is sent.
    pub presence_ping_every: Duration,
    /// How long a staff member's page may take to answer one, before it counts as away.
    pub presence_answer_within: Duration,
    /// How long a relayed message is kept for a device that may have lost it: longer than a dead
    /// connection goes unnoticed by the transport.
    pub keep_for_resume: Duration,
    /// What a second sign-in of a staff member does.
    pub second_sign_in: SecondSignIn,
    /// What a call to a staff member does who has no device signed in.
    pub when_absent: WhenAbsent,
    /// What a call to a staff member does whose status is busy.
    pub when_busy: WhenBusy,
    /// Bounds.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            ring_timeout: Duration::from_secs(60),
            grace: Duration::from_secs(30),
            presence_ping_every: Duration::from_secs(20),
            presence_answer_within: Duration::from_secs(20),
            keep_for_resume: Duration::from_secs(90),
            second_sign_in: SecondSignIn::TakeOver,
            when_absent: WhenAbsent::Refuse,
            when_busy: WhenBusy::Ring,
            limits: Limits::default(),
        }
    }
}

/// What a second sign-in of a staff member does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecondSignIn {
    /// It takes over the first one's session and its calls; the first page is told and closed.
    TakeOver,
    /// It is refused while the first is there.
    Refuse,
    /// Both are signed in, up to [`Limits::devices_per_staff`]: all ring, one answers.
    Several,
}

/// What a call to a staff member does who has no device signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenAbsent {
    /// It is refused with a `conversation-error`.
    Refuse,
    /// It waits; whoever signs in before it times out finds it.
    Wait,
}

/// What a call to a staff member does whose status is busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenBusy {
    /// It waits with the others.
    Ring,
    /// It is refused with a `conversation-error`.
    Refuse,
}

/// Bounds on what is kept, and on how fast clients may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections; more are closed at once.
    pub connections: usize,
    /// Staff members known.
    pub staff: usize,
    /// Devices signed in of one staff member.
    pub devices_per_staff: usize,
    /// Calls that wait for one staff member.
    pub waiting_per_staff: usize,
    /// Relayed messages kept for one device, the oldest go first.
    pub kept_messages: usize,
    /// Their bytes, the oldest go first.
    pub kept_bytes: usize,
    /// The bytes kept for all devices together. A device for which there is no room keeps its latest
    /// messages in the place of its own older ones.
    pub kept_bytes_in_total: usize,
    /// Candidates of one call in one epoch, of both sides together.
    pub candidates_per_epoch: u32,
    /// Offers and answers of one call in one epoch, of both sides together.
    pub descriptions_per_epoch: u32,
    /// Chat messages of one call.
    pub chat_messages_per_call: u32,
    /// Ended calls of one staff member that may still get a decision.
    pub undecided_per_staff: usize,
    /// Addresses whose rings are counted.
    pub addresses: usize,
    /// Events of one connection.
    pub events: Rate,
    /// Conversations that are started from one address.
    pub rings: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 250_000,
            staff: 250_000,
            devices_per_staff: 5,
            waiting_per_staff: 20,
            kept_messages: 128,
            kept_bytes: 512 * 1024,
            kept_bytes_in_total: 64 * 1024 * 1024,
            candidates_per_epoch: 1_000,
            descriptions_per_epoch: 200,
            chat_messages_per_call: 2_000,
            undecided_per_staff: 16,
            addresses: 100_000,
            events: Rate {
                burst: 200,
                refill: Duration::from_millis(20),
            },
            rings: Rate {
                burst: 10,
                refill: Duration::from_secs(6),
            },
        }
    }
}

/// A token bucket: so many at once, and one more after each pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many may come at once.
    pub burst: u32,
    /// After how long one more may come.
    pub refill: Duration,
}
