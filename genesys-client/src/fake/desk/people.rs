//! Users, and what they do.

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    fake::{FakeGenesys, Organisation, answers::Refusal, callbacks::json_object},
    wire,
};

/// The users, of whom there is one.
pub(super) struct People {
    /// Whether tokens belong to the agent, as those of a user's sign-in do.
    pub(super) signed_in: bool,
    presence: Value,
    pub(super) routing_status: &'static str,
}

impl Default for People {
    fn default() -> Self {
        let definition = json!({ "id": FakeGenesys::AVAILABLE_ID, "systemPresence": "Available" });
        Self {
            signed_in: false,
            presence: json!({ "presenceDefinition": definition, "message": "" }),
            routing_status: "IDLE",
        }
    }
}

impl People {
    fn presence(&self) -> Value {
        let mut presence = self.presence.clone();
        presence["id"] = FakeGenesys::AGENT_ID.into();
        presence["source"] = "PURECLOUD".into();
        presence["primary"] = true.into();
        presence["selfUri"] = format!(
            "/api/v2/users/{}/presences/PURECLOUD",
            FakeGenesys::AGENT_ID
        )
        .into();
        presence
    }

    fn routing_status(&self) -> Value {
        json!({ "userId": FakeGenesys::AGENT_ID, "status": self.routing_status })
    }

    /// The agent, with what `request` asks for.
    pub(super) fn agent(&self, request: &FakeRequest) -> Value {
        let mut agent = json!({
            "id": FakeGenesys::AGENT_ID,
            "name": "Fake Agent",
            "email": "agent@example.com",
            "username": "agent@example.com",
            "state": "active",
            "version": 1,
            "acdAutoAnswer": false,
            "selfUri": format!("/api/v2/users/{}", FakeGenesys::AGENT_ID),
        });
        if expands(request, "presence") {
            agent["presence"] = self.presence();
        }
        if expands(request, "routingStatus") {
            agent["routingStatus"] = self.routing_status();
        }
        agent
    }
}

/// Repeated as described, or with commas as the vendor's JavaScript SDK sends it.
fn expands(request: &FakeRequest, part: &str) -> bool {
    let expand = request.query.iter().filter(|(name, _)| name == "expand");
    expand
        .flat_map(|(_, parts)| parts.split(','))
        .any(|it| it == part)
}

impl Organisation {
    pub(super) fn people_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Answer>, Refusal> {
        let people = &mut self.desk.people;
        let answer = match (request.method.as_str(), path) {
            ("GET", ["me"]) => {
                self.need_user()?;
                self.desk.people.agent(request)
            }
            ("GET", [id]) => {
                known(id)?;
                people.agent(request)
            }
            ("GET", [id, "presences", _]) => {
                known(id)?;
                people.presence()
            }
            ("PATCH", [id, "presences", _]) => {
                known(id)?;
                let body = json_object(request)?;
                let wanted = &body["presenceDefinition"]["id"];
                let system = match wanted.as_str() {
                    Some(FakeGenesys::AVAILABLE_ID) => "Available",
                    Some(FakeGenesys::AWAY_ID) => "Away",
                    Some(other) => return Err(Refusal::not_found("presenceDefinition", other)),
                    None => {
                        let field = "presenceDefinition";
                        return Err(Refusal::field("bad.request", field, "is required"));
                    }
                };
                people.presence = json!({
                    "presenceDefinition": { "id": wanted, "systemPresence": system },
                    "message": body["message"].as_str().unwrap_or_default(),
                    "modifiedDate": wire::time_text(now),
                });
                people.presence()
            }
            _ => return Ok(None),
        };
        Ok(Some(Answer::json(200, &answer)))
    }

    /// Refuses tokens that belong to no user.
    pub(super) fn need_user(&self) -> Result<(), Refusal> {
        if self.desk.people.signed_in {
            return Ok(());
        }
        let message = "This request requires a user context.";
        Err(Refusal::new(400, "not.a.user", message))
    }
}

fn known(id: &str) -> Result<(), Refusal> {
    match id {
        FakeGenesys::AGENT_ID => Ok(()),
        other => Err(Refusal::not_found("user", other)),
    }
}
