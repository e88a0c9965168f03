//! What can be looked at, and set.

use std::time::Duration;

use super::{FakeAgentless, FakeUpload};
use crate::fake::FakeGenesys;

/// The agent's desk: users, queues at work, uploads.
impl FakeGenesys {
    /// The id of its agent.
    pub const AGENT_ID: &'static str = "66666666-0000-4000-8000-000000000001";
    /// The id of its wrap-up code, `Resolved`.
    pub const WRAP_UP_CODE_ID: &'static str = "77777777-0000-4000-8000-000000000001";
    /// The id of the presence `Available`.
    pub const AVAILABLE_ID: &'static str = "88888888-0000-4000-8000-000000000001";
    /// The id of the presence `Away`.
    pub const AWAY_ID: &'static str = "88888888-0000-4000-8000-000000000002";

    /// Lets every token belong to the agent, as those of a user's sign-in do.
    ///
    /// Otherwise tokens are those of client credentials, which belong to no user: what needs
    /// one (`GET /users/me`, `GET /conversations`) is answered with 400 `not.a.user`, as
    /// Genesys Cloud does.
    pub fn sign_in_as_agent(&self) {
        self.host().with(|it| it.desk.people.signed_in = true);
    }

    /// Adds a wrap-up code.
    pub fn add_wrap_up_code(&self, id: &str, name: &str) {
        self.host().with(|it| it.desk.wrap_up_codes.add(id, name));
    }

    /// Lets this many conversations wait in each queue.
    pub fn set_waiting(&self, count: u64) {
        self.host().with(|it| it.desk.waiting = count);
    }

    /// Gives another estimate of the time to wait. The default is 45 s.
    pub fn set_wait_time(&self, wait: Duration) {
        self.host().with(|it| it.desk.wait_seconds = wait.as_secs());
    }

    /// The messages that were sent without an agent, oldest first; the last 1,000.
    #[must_use]
    pub fn agentless_messages(&self) -> Vec<FakeAgentless> {
        self.host()
            .with(|it| it.desk.agentless.iter().cloned().collect())
    }

    /// The files that were announced for messages, oldest first; the last 100.
    #[must_use]
    pub fn uploads(&self) -> Vec<FakeUpload> {
        self.host()
            .with(|it| it.desk.uploads.iter().cloned().collect())
    }
}
