//! Message templates.

use std::collections::{BTreeMap, BTreeSet};

use ccaas_http::test_util::{Answer, FakeRequest};
use http::Method;
use serde_json::{Value, json};

use super::{
    FakeWhatsApp,
    answers::{Outcome, Refusal, ok, success, text},
    paging::page,
};

/// How many templates an account may have.
const LIMIT: usize = 250;
/// Numbers of the templates that are there from the start, which no new one gets.
const HELLO_WORLD: u64 = 0;
const WELCOME_MESSAGE: u64 = 900_000;

/// Templates by id.
#[derive(Default)]
pub(super) struct Templates {
    known: BTreeMap<String, Value>,
    pub(super) approves: bool,
}

impl Templates {
    /// The one that every account has, and one with parameters and a button.
    pub(super) fn seeded() -> Self {
        let mut templates = Self {
            approves: true,
            ..Self::default()
        };
        templates.add(
            HELLO_WORLD,
            json!({
                "name": "hello_world", "language": "en_US", "category": "UTILITY",
                "components": [
                    { "type": "HEADER", "format": "TEXT", "text": "Hello World" },
                    { "type": "BODY", "text": "Welcome and congratulations!" },
                    { "type": "FOOTER", "text": "A template that is always there" }
                ]
            }),
            "APPROVED",
        );
        templates.add(
            WELCOME_MESSAGE,
            json!({
                "name": "welcome_message", "language": "en", "category": "UTILITY",
                "components": [
                    { "type": "BODY", "text": "Hello {{1}}, welcome to {{2}}." },
                    { "type": "BUTTONS", "buttons": [
                        { "type": "URL", "text": "Open", "url": "https://example.com/{{1}}" }
                    ] }
                ]
            }),
            "APPROVED",
        );
        templates
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.known.contains_key(id)
    }

    pub(super) fn add(&mut self, number: u64, mut template: Value, status: &str) -> String {
        let id = (400_000_000_000_000 + number).to_string();
        template["id"] = id.clone().into();
        template["status"] = status.into();
        if template.get("parameter_format").is_none() {
            template["parameter_format"] = "POSITIONAL".into();
        }
        self.known.insert(id.clone(), template);
        id
    }

    /// Sets the status of all templates of this name.
    pub(super) fn set_status(&mut self, name: &str, status: &str) {
        for template in self.known.values_mut() {
            if template["name"] == name {
                template["status"] = status.into();
            }
        }
    }

    pub(super) fn call(&mut self, request: &FakeRequest, number: u64) -> Outcome {
        match request.method {
            Method::GET => self.list(request),
            Method::POST => self.create(request, number),
            Method::DELETE => self.delete(request),
            _ => Err(Refusal::unknown(FakeWhatsApp::WABA_ID)),
        }
    }

    fn list(&self, request: &FakeRequest) -> Outcome {
        let wanted = |template: &Value| {
            ["name", "status", "category", "language"]
                .iter()
                .all(|key| {
                    request
                        .query(key)
                        .is_none_or(|wanted| template[*key].as_str() == Some(wanted))
                })
        };
        let found: Vec<Value> = self
            .known
            .values()
            .filter(|template| wanted(template))
            .cloned()
            .collect();
        let mut answer = page(request, &found)?;
        if request.query("summary").is_some() {
            let mut body = answer.body_json().unwrap_or_default();
            body["summary"] = json!({
                "total_count": found.len(), "message_template_count": self.known.len(),
                "message_template_limit": LIMIT, "are_translations_complete": true
            });
            answer = Answer::json(200, &body);
        }
        Ok(answer)
    }

    fn create(&mut self, request: &FakeRequest, number: u64) -> Outcome {
        let template: Value = request
            .json()
            .ok_or_else(|| Refusal::parameter("The body is not JSON"))?;
        let name = text(&template, "name")?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.len() > 512 || !name.chars().all(is_name) {
            return Err(Refusal::parameter(
                "name may have lower-case letters, digits and underscores only",
            ));
        }
        text(&template, "language")?;
        let category = text(&template, "category")?.to_uppercase();
        if !["AUTHENTICATION", "MARKETING", "UTILITY"].contains(&category.as_str()) {
            return Err(Refusal::parameter(
                "category is not a category of templates",
            ));
        }
        let same = |known: &Value| {
            known["name"] == template["name"] && known["language"] == template["language"]
        };
        if self.known.values().any(same) {
            return Err(Refusal::new(
                400,
                2_388_024,
                "Content in this language already exists",
            ));
        }
        if self.known.len() >= LIMIT {
            return Err(Refusal::new(
                400,
                2_388_019,
                "The limit of templates is reached",
            ));
        }
        let status = if self.approves { "APPROVED" } else { "PENDING" };
        let id = self.add(number, template, status);
        ok(&json!({ "id": id, "status": status, "category": category }))
    }

    fn delete(&mut self, request: &FakeRequest) -> Outcome {
        let name = request
            .query("name")
            .ok_or_else(|| Refusal::missing("name"))?;
        let id = request.query("hsm_id");
        let before = self.known.len();
        self.known
            .retain(|known, template| template["name"] != name || id.is_some_and(|id| id != known));
        if self.known.len() == before {
            return Err(Refusal::new(400, 100, "Message template was not found"));
        }
        success()
    }

    /// `GET` and `POST /{template_id}`.
    pub(super) fn one(&mut self, request: &FakeRequest, id: &str) -> Outcome {
        let template = self.known.get_mut(id).ok_or_else(|| Refusal::unknown(id))?;
        match request.method {
            Method::GET => ok(template),
            Method::POST => {
                let changes: Value = request
                    .json()
                    .ok_or_else(|| Refusal::parameter("The body is not JSON"))?;
                for key in ["components", "category", "message_send_ttl_seconds"] {
                    if let Some(value) = changes.get(key) {
                        template[key] = value.clone();
                    }
                }
                let status = if self.approves { "APPROVED" } else { "PENDING" };
                template["status"] = status.into();
                success()
            }
            _ => Err(Refusal::unknown(id)),
        }
    }

    fn of_sending(&self, sent: &Value) -> Option<&Value> {
        self.known.values().find(|template| {
            template["name"] == sent["name"] && template["language"] == sent["language"]["code"]
        })
    }

    pub(super) fn is_authentication(&self, body: &Value) -> bool {
        self.of_sending(&body["template"])
            .is_some_and(|template| template["category"] == "AUTHENTICATION")
    }

    /// Whether this template can be sent with these parameters.
    pub(super) fn check_sending(&self, sent: &Value) -> Result<(), Refusal> {
        let template = self
            .of_sending(sent)
            .ok_or_else(|| Refusal::of_code(132_001))?;
        match template["status"].as_str() {
            Some("APPROVED") => {}
            Some("PAUSED") => return Err(Refusal::of_code(132_015)),
            Some("DISABLED") => return Err(Refusal::of_code(132_016)),
            _ => return Err(Refusal::of_code(132_001)),
        }
        let components =
            |value: &Value| value["components"].as_array().cloned().unwrap_or_default();
        let body_of = |list: Vec<Value>| {
            let is_body = |component: &Value| {
                component["type"]
                    .as_str()
                    .is_some_and(|kind| kind.eq_ignore_ascii_case("body"))
            };
            list.into_iter().find(is_body).unwrap_or_default()
        };
        let wanted = placeholders(
            body_of(components(template))["text"]
                .as_str()
                .unwrap_or_default(),
        );
        let given = body_of(components(sent))["parameters"]
            .as_array()
            .map_or(0, Vec::len);
        if given != wanted {
            return Err(Refusal::of_code(132_000).details(format!(
                "body: number of localizable_params ({given}) does not match the expected number \
                 of params ({wanted})"
            )));
        }
        Ok(())
    }
}

/// How many different `{{placeholders}}` a text has.
fn placeholders(text: &str) -> usize {
    let names: BTreeSet<&str> = text
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"))
        .map(|(name, _)| name.trim())
        .collect();
    names.len()
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_count_once_each() {
        assert_eq!(placeholders("Hi {{1}}, {{2}} and {{1}}"), 2);
        assert_eq!(placeholders("Hi {{ name }}"), 1);
        assert_eq!(placeholders("Hi {{"), 0);
    }
}
