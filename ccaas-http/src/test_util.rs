//! A host for vendor fakes, and a clock that tests move by hand.
//!
//! A fake vendor is a state machine without I/O: [`Fake::handle`] takes the time and a
//! request, and says how to reply. [`FakeHost`] serves it on a real socket, keeps a
//! bounded [`JournalEntry`] of what it received, and can break in every way that a
//! vendor breaks. WebSockets that the fake opens are the host's; the fake hears their
//! [`SocketEvent`]s, and says by [`Push`] what they send.

mod body;
mod clock;
mod fault;
mod host;
mod journal;
mod message;
mod odd;
mod serve;
mod socket;
mod webhook;

pub use clock::FakeClock;
pub use fault::{Fault, Provoke};
pub use host::{FakeHost, JOURNAL_LIMIT};
pub use journal::{JournalEntry, Outcome};
pub use message::{Answer, FakeRequest, Reply};
pub use odd::costs_only_itself;
pub use socket::{Push, SocketEvent};
pub use webhook::{Delivered, SignedWebhook, get, post};

use chrono::{DateTime, Utc};

/// A fake vendor: a state machine without I/O.
pub trait Fake: Send + 'static {
    /// Replies to one request.
    fn handle(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Reply;

    /// This vendor's answer to too many requests.
    fn too_many_requests(&self, retry_after: Option<std::time::Duration>) -> Answer;

    /// This vendor's answer when it breaks.
    fn internal_error(&self) -> Answer;

    /// Makes every token given out so far expired.
    fn expire_tokens(&mut self);

    /// Hears what happens on the WebSockets that it opened with [`Reply::Upgrade`].
    fn socket(&mut self, _now: DateTime<Utc>, _channel: &str, _event: SocketEvent) {}

    /// Hands over what is to be done to the WebSockets of channels, once.
    ///
    /// The host asks after every request, every event of a socket, and every
    /// [`FakeHost::with`].
    fn pushes(&mut self) -> Vec<(String, Push)> {
        Vec::new()
    }
}
