//! The agents of a fake tenant.

use ccaas_http::test_util::Answer;
use serde_json::{Value, json};

use super::{FakeVideoEngager, Tenant};
use crate::AgentId;

/// An agent of a fake tenant.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeAgent {
    /// The agent's id.
    pub id: AgentId,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The e-mail address, if there is an account.
    pub email: Option<String>,
}

ccaas_http::debug_allow_list!(FakeAgent { id });

impl FakeAgent {
    /// An agent with an account.
    pub fn new(
        id: impl Into<String>,
        first_name: impl Into<String>,
        last_name: impl Into<String>,
        email: impl Into<String>,
    ) -> Self {
        Self {
            id: AgentId::new(id),
            first_name: first_name.into(),
            last_name: last_name.into(),
            email: Some(email.into()),
        }
    }

    /// Takes the account away.
    #[must_use]
    pub fn without_account(mut self) -> Self {
        self.email = None;
        self
    }

    pub(super) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// The account that the fake's own credentials belong to.
    pub(super) fn own() -> Self {
        Self::new("agent-fake", "Alex", "Agent", FakeVideoEngager::EMAIL)
    }

    pub(super) fn defaults() -> Vec<Self> {
        vec![
            Self::own(),
            Self::new("agent-fake-2", "Sam", "Second", "sam@example.com"),
            Self::new("agent-fake-3", "No", "Account", "").without_account(),
        ]
    }

    fn show(&self) -> Value {
        let mut shown = json!({ "firstName": self.first_name, "lastName": self.last_name });
        if let Some(email) = &self.email {
            shown["_account"] = json!({ "email": email });
        }
        shown
    }
}

/// How a fake's schedules tell `agent.fullUrl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FullUrl {
    /// With a query.
    Plain,
    /// With a query that holds an older token, and a fragment.
    WithToken,
    /// Without scheme and host.
    Relative,
    /// Not at all.
    Missing,
}

impl Tenant {
    /// The agent of this e-mail address or id, who must have an account.
    pub(super) fn agent(&self, email_or_id: &str) -> Option<FakeAgent> {
        let own = FakeAgent::own();
        let is_named = |agent: &&FakeAgent| match &agent.email {
            Some(email) => email == email_or_id || agent.id.as_str() == email_or_id,
            None => false,
        };
        self.agents.iter().chain([&own]).find(is_named).cloned()
    }

    pub(super) fn list_agents(&self) -> Answer {
        let shown: Vec<Value> = self.agents.iter().map(FakeAgent::show).collect();
        match shown.as_slice() {
            [single] if self.unwrap_single_agent => Answer::json(200, single),
            all => Answer::json(200, all),
        }
    }
}
