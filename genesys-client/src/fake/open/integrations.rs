//! `/api/v2/conversations/messaging/integrations/open`.

use std::time::Duration;

use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use crate::{
    fake::{FakeGenesys, Organisation, answers::Refusal, callbacks::json_object, paging::page},
    wire,
};

const URI: &str = "/api/v2/conversations/messaging/integrations/open";
const SECRET: &str = "outboundNotificationWebhookSignatureSecretToken";
const WEBHOOK_URL: &str = "outboundNotificationWebhookUrl";
/// What the vendor names if nobody said where webhooks go.
const NOWHERE: &str = "https://bridge.example.com/webhook/genesys";

/// One integration: a number or an app that customers write to.
pub(super) struct Integration {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) secret: String,
    /// Where webhooks go; without one they go nowhere.
    pub(super) webhook_url: Option<Url>,
    pub(super) webhook_headers: Map<String, Value>,
    pub(super) supported_content: String,
    messaging_setting: Option<String>,
    created: DateTime<Utc>,
    modified: DateTime<Utc>,
    completes: DateTime<Utc>,
    /// Why the creation failed.
    create_error: Option<Value>,
}

/// The integrations, oldest first.
pub(in crate::fake) struct Integrations {
    list: Vec<Integration>,
    /// How long a creation takes.
    pub(super) creation_time: Duration,
    /// How many creations are yet to fail.
    pub(super) failing: usize,
}

impl Default for Integrations {
    fn default() -> Self {
        Self {
            list: vec![first(DateTime::UNIX_EPOCH)],
            creation_time: Duration::from_secs(1),
            failing: 0,
        }
    }
}

/// The one that is there from the start.
fn first(now: DateTime<Utc>) -> Integration {
    Integration {
        id: FakeGenesys::INTEGRATION_ID.to_owned(),
        name: "Fake WhatsApp".to_owned(),
        secret: FakeGenesys::WEBHOOK_SECRET.to_owned(),
        webhook_url: None,
        webhook_headers: Map::new(),
        supported_content: FakeGenesys::SUPPORTED_CONTENT_ID.to_owned(),
        messaging_setting: None,
        created: now,
        modified: now,
        completes: now,
        create_error: None,
    }
}

impl Integrations {
    pub(super) fn get(&self, id: &str) -> Option<&Integration> {
        self.list.iter().find(|integration| integration.id == id)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Integration> {
        self.list
            .iter_mut()
            .find(|integration| integration.id == id)
    }

    /// Inbound calls need an integration whose creation has succeeded.
    pub(super) fn check(&self, now: DateTime<Utc>, id: &str) -> Result<(), Refusal> {
        let found = self
            .get(id)
            .map(|integration| integration.create_status(now));
        (found == Some("Completed"))
            .then_some(())
            .ok_or_else(|| missing(id))
    }

    pub(super) fn delete(&mut self, id: &str) {
        self.list.retain(|integration| integration.id != id);
    }

    /// Brings the first one back, with what it had at the start.
    pub(super) fn recreate(&mut self, now: DateTime<Utc>, webhook_url: Option<Url>) {
        self.delete(FakeGenesys::INTEGRATION_ID);
        self.list.push(Integration {
            webhook_url,
            ..first(now)
        });
    }

    fn existing(&mut self, id: &str) -> Result<&mut Integration, Refusal> {
        self.get_mut(id).ok_or_else(|| missing(id))
    }
}

impl Integration {
    fn shown(&self, now: DateTime<Utc>) -> Value {
        let url = self.webhook_url.as_ref().map_or(NOWHERE, Url::as_str);
        let profile = &self.supported_content;
        let mut shown = json!({
            "id": self.id,
            "name": self.name,
            "supportedContent": {
                "id": profile,
                "selfUri": format!("/api/v2/conversations/messaging/supportedcontent/{profile}"),
            },
            WEBHOOK_URL: url,
            SECRET: self.secret,
            "webhookHeaders": self.webhook_headers,
            "status": "active",
            "dateCreated": wire::time_text(self.created),
            "dateModified": wire::time_text(self.modified),
            "createStatus": self.create_status(now),
            "selfUri": format!("{URI}/{}", self.id),
        });
        if let Some(id) = &self.messaging_setting {
            let uri = format!("/api/v2/conversations/messaging/settings/{id}");
            shown["messagingSetting"] = json!({ "id": id, "selfUri": uri });
        }
        if let ("Error", Some(error)) = (self.create_status(now), &self.create_error) {
            shown["createError"] = error.clone();
        }
        shown
    }

    fn create_status(&self, now: DateTime<Utc>) -> &'static str {
        match &self.create_error {
            _ if now < self.completes => "Initiated",
            Some(_) => "Error",
            None => "Completed",
        }
    }

    /// Takes over the fields that a request gives.
    fn change(&mut self, body: &Value) -> Result<(), Refusal> {
        if let Some(name) = text(body, "name")? {
            name.clone_into(&mut self.name);
        }
        if let Some(secret) = text(body, SECRET)? {
            if secret.chars().count() <= 15 {
                let problem = "must be longer than 15 characters";
                return Err(Refusal::field("invalid.value", SECRET, problem));
            }
            secret.clone_into(&mut self.secret);
        }
        if let Some(url) = text(body, WEBHOOK_URL)? {
            let wrong = |_| Refusal::field("invalid.value", WEBHOOK_URL, "must be a URL");
            self.webhook_url = Some(Url::parse(url).map_err(wrong)?);
        }
        match &body["webhookHeaders"] {
            Value::Null => {}
            Value::Object(headers) if headers.values().all(Value::is_string) => {
                self.webhook_headers.clone_from(headers);
            }
            _ => {
                let problem = "must map strings to strings";
                return Err(Refusal::field("bad.request", "webhookHeaders", problem));
            }
        }
        if let Some(id) = body["supportedContent"]["id"].as_str() {
            id.clone_into(&mut self.supported_content);
        }
        if let Some(id) = body["messagingSetting"]["id"].as_str() {
            self.messaging_setting = Some(id.to_owned());
        }
        Ok(())
    }
}

impl Organisation {
    pub(super) fn integration_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Answer, Refusal> {
        match (request.method.as_str(), path) {
            ("GET", []) => {
                self.need("messaging:integration:view")?;
                self.list_integrations(now, request)
            }
            ("POST", []) => {
                self.need("messaging:integration:add")?;
                self.create_integration(now, request)
            }
            ("GET", [id]) => {
                self.need("messaging:integration:view")?;
                let integration = self.open.integrations.existing(id)?;
                Ok(Answer::json(200, &integration.shown(now)))
            }
            ("PATCH", [id]) => {
                self.need("messaging:integration:edit")?;
                let integration = self.open.integrations.existing(id)?;
                let body = json_object(request)?;
                required(&body, "name")?;
                integration.change(&body)?;
                integration.modified = now;
                Ok(Answer::json(200, &integration.shown(now)))
            }
            ("DELETE", [id]) => {
                self.need("messaging:integration:delete")?;
                self.open.integrations.existing(id)?;
                self.open.integrations.delete(id);
                Ok(Answer::empty(204))
            }
            _ => Err(Refusal::of_status(404)),
        }
    }

    fn create_integration(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        let body = json_object(request)?;
        for name in ["name", WEBHOOK_URL, SECRET] {
            required(&body, name)?;
        }
        let integrations = &self.open.integrations;
        let takes = TimeDelta::from_std(integrations.creation_time).unwrap_or(TimeDelta::MAX);
        let mut integration = Integration {
            id: self.next_id(now),
            completes: now + takes,
            ..first(now)
        };
        integration.change(&body)?;
        let failing = &mut self.open.integrations.failing;
        if *failing > 0 {
            *failing -= 1;
            integration.create_error = Some(json!({
                "message": "The integration could not be created.",
                "code": "internal.server.error",
                "status": 500,
            }));
        }
        let answer = Answer::json(200, &integration.shown(now));
        self.open.integrations.list.push(integration);
        Ok(answer)
    }

    fn list_integrations(
        &self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        let list = &self.open.integrations.list;
        page(request, URI, list, |integration| integration.shown(now))
    }
}

fn missing(id: &str) -> Refusal {
    Refusal::not_found("integration", id)
}

fn text<'a>(body: &'a Value, name: &'static str) -> Result<Option<&'a str>, Refusal> {
    match &body[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err(Refusal::field("bad.request", name, "must be a string")),
    }
}

fn required(body: &Value, name: &'static str) -> Result<(), Refusal> {
    let given = text(body, name)?.is_some_and(|text| !text.is_empty());
    let problem = "is required";
    given
        .then_some(())
        .ok_or_else(|| Refusal::field("bad.request", name, problem))
}
