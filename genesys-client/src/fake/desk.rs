//! The agent's desk: users, conversations of any medium, queues at work, uploads.

mod conversations;
mod messages;
mod people;
mod queues;
mod uploads;
mod views;
mod wrap_up;

use std::collections::{BTreeMap, VecDeque};

use ccaas_http::test_util::{FakeRequest, Reply};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{FakeGenesys, Organisation, answers::Refusal, entities::Entities};

pub use messages::FakeAgentless;
pub use uploads::FakeUpload;

use people::People;

/// What the agent's desk has and remembers.
pub(super) struct Desk {
    people: People,
    wrap_up_codes: Entities,
    /// How participants filed, by the participant's id.
    wrap_ups: BTreeMap<String, Value>,
    waiting: u64,
    wait_seconds: u64,
    agentless: VecDeque<FakeAgentless>,
    uploads: VecDeque<FakeUpload>,
}

impl Default for Desk {
    fn default() -> Self {
        let mut wrap_up_codes = Entities::new("wrapupCode", "/api/v2/routing/wrapupcodes");
        wrap_up_codes.add(FakeGenesys::WRAP_UP_CODE_ID, "Resolved");
        Self {
            people: People::default(),
            wrap_up_codes,
            wrap_ups: BTreeMap::new(),
            waiting: 0,
            wait_seconds: 45,
            agentless: VecDeque::new(),
            uploads: VecDeque::new(),
        }
    }
}

impl Organisation {
    /// Replies to a call of an agent's desk; `None` if it is not one.
    pub(super) fn desk_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Reply>, Refusal> {
        let answer = match (request.method.as_str(), path) {
            (_, ["users", path @ ..]) => self.people_api(now, request, path)?,
            (_, ["routing", "wrapupcodes", path @ ..]) => self.wrap_up_codes_api(request, path)?,
            (_, ["routing", "queues", path @ ..]) => self.queue_api(request, path)?,
            ("POST", ["analytics", "queues", "observations", "query"]) => {
                Some(self.observe(request)?)
            }
            ("GET", ["scripts", "published"]) => {
                self.need("scripter:publishedScript:view")?;
                Some(self.scripts.list(request)?)
            }
            ("GET", ["scripts", "published", id]) => {
                self.need("scripter:publishedScript:view")?;
                Some(self.scripts.get(id)?)
            }
            (_, ["conversations", "messages", path @ ..]) => {
                self.messages_api(now, request, path)?
            }
            (_, ["conversations", path @ ..]) => self.conversations_api(now, request, path)?,
            (_, ["notifications", path @ ..]) => self.notifications_api(now, request, path)?,
            _ => None,
        };
        Ok(answer.map(Into::into))
    }
}
