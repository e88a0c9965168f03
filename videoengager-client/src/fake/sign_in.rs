//! Giving out tokens.

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::{
    FakeAgent, FakeVideoEngager, Tenant,
    answers::{refusal, unauthorized},
    fields::text,
    token,
};

/// Older tokens are forgotten, so that a long run does not grow.
const TOKENS_KEPT: usize = 1_000;

/// A token that was given out.
pub(super) struct Issued {
    token: String,
    end: DateTime<Utc>,
    agent: FakeAgent,
}

impl Tenant {
    pub(super) fn impersonate(&mut self, now: DateTime<Utc>, given: [&str; 3]) -> Answer {
        let [pak, external_id, email] = given;
        let is_partner =
            pak == FakeVideoEngager::PAK && external_id == FakeVideoEngager::EXTERNAL_ID;
        match self.agent(email) {
            Some(agent) if is_partner && self.accepts_sign_in => {
                let token = self.issue(now, agent);
                Answer::json(200, &json!({ "token": token, "token_expiration": 0 }))
            }
            _ => unauthorized(),
        }
    }

    pub(super) fn sign_in_locally(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Answer {
        let sent: Map<String, Value> = request.json().unwrap_or_default();
        let given = (text(&sent, "email"), text(&sent, "password"));
        let (Some(email), Some(password)) = given else {
            return refusal("Invalid credentials", "`email` and `password` are required");
        };
        let is_right = email == FakeVideoEngager::EMAIL && password == FakeVideoEngager::PASSWORD;
        if !is_right || !self.accepts_sign_in {
            return unauthorized();
        }
        let token = self.issue(now, FakeAgent::own());
        Answer::json(200, &json!({ "token": token }))
    }

    pub(super) fn impersonate_create(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Answer {
        let sent: Map<String, Value> = request.json().unwrap_or_default();
        let given = (text(&sent, "email"), text(&sent, "division"));
        let (Some(email), Some(_)) = given else {
            return refusal(
                "Invalid partner",
                "`pak`, `email` and `division` are required",
            );
        };
        if text(&sent, "pak").as_deref() != Some(FakeVideoEngager::PAK) || !self.accepts_sign_in {
            return unauthorized();
        }
        let agent = self.agent(&email).unwrap_or_else(|| {
            let id = format!("agent-fake-created-{}", self.agents.len());
            let agent = FakeAgent::new(id, "New", "Agent", email);
            self.agents.push(agent.clone());
            agent
        });
        let token = self.issue(now, agent);
        Answer::json(200, &json!({ "token": token }))
    }

    /// Whose token the request carries, if it is good.
    pub(super) fn signed_in(&self, now: DateTime<Utc>, request: &FakeRequest) -> Option<FakeAgent> {
        self.token_owner(now, request.bearer()?)
    }

    /// Whose token this is, if it is good.
    pub(super) fn token_owner(&self, now: DateTime<Utc>, token: &str) -> Option<FakeAgent> {
        let is_good = |issued: &&Issued| issued.token == token && now < issued.end;
        Some(self.tokens.iter().find(is_good)?.agent.clone())
    }

    fn issue(&mut self, now: DateTime<Utc>, agent: FakeAgent) -> String {
        self.tokens_issued += 1;
        let life = TimeDelta::from_std(self.token_life).unwrap_or(TimeDelta::days(30));
        let end = now + life;
        let token = token::issue(self.tokens_issued, now, end);
        if self.tokens.len() == TOKENS_KEPT {
            self.tokens.pop_front();
        }
        self.tokens.push_back(Issued {
            token: token.clone(),
            end,
            agent,
        });
        token
    }
}
