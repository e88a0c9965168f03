//! The business phone number: settings, profile, registration.

use std::collections::BTreeSet;

use ccaas_http::test_util::FakeRequest;
use http::Method;
use serde_json::{Map, Value, json};

use super::{
    FakeWhatsApp,
    answers::{Outcome, Refusal, ok, success, text},
    paging::page,
};

/// The one number, and the ids of others that are like it.
pub(super) struct Numbers {
    others: BTreeSet<String>,
    registered: bool,
    pin: Option<String>,
    code_sent: bool,
    profile: Map<String, Value>,
    settings: Map<String, Value>,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            others: BTreeSet::new(),
            registered: true,
            pin: None,
            code_sent: false,
            profile: Map::from_iter([
                ("messaging_product".to_owned(), "whatsapp".into()),
                ("vertical".to_owned(), "UNDEFINED".into()),
            ]),
            settings: Map::new(),
        }
    }
}

/// The code that [`request_code`](Numbers) "sends".
pub(super) const CODE: &str = "123456";

impl Numbers {
    pub(super) fn add(&mut self, id: &str) {
        self.others.insert(id.to_owned());
    }

    pub(super) fn has(&self, id: &str) -> bool {
        id == FakeWhatsApp::PHONE_NUMBER_ID || self.others.contains(id)
    }

    pub(super) fn list(&self, request: &FakeRequest) -> Outcome {
        page(request, &[self.describe()])
    }

    fn describe(&self) -> Value {
        json!({
            "id": FakeWhatsApp::PHONE_NUMBER_ID,
            "display_phone_number": FakeWhatsApp::DISPLAY_PHONE_NUMBER,
            "verified_name": "Example Business",
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "platform_type": if self.registered { "CLOUD_API" } else { "NOT_APPLICABLE" },
            "status": if self.registered { "CONNECTED" } else { "DISCONNECTED" },
            "name_status": "APPROVED",
            "throughput": { "level": "STANDARD" },
            "is_pin_enabled": self.pin.is_some(),
        })
    }

    pub(super) fn call(&mut self, request: &FakeRequest, rest: &[&str]) -> Outcome {
        match (&request.method, rest) {
            (&Method::GET, []) => ok(&self.describe()),
            (&Method::POST, []) => self.set_pin(&json_body(request)?),
            (&Method::POST, ["register"]) => self.register(&json_body(request)?),
            (&Method::POST, ["deregister"]) => {
                self.registered = false;
                success()
            }
            (&Method::POST, ["request_code"]) => self.request_code(request),
            (&Method::POST, ["verify_code"]) => self.verify_code(request),
            (&Method::GET, ["whatsapp_business_profile"]) => ok(&json!({ "data": [self.profile] })),
            (&Method::POST, ["whatsapp_business_profile"]) => self.update_profile(request),
            (&Method::GET, ["settings"]) => ok(&Value::Object(self.settings.clone())),
            (&Method::POST, ["settings"]) => {
                if let Value::Object(changes) = json_body(request)? {
                    self.settings.extend(changes);
                }
                success()
            }
            _ => Err(Refusal::unknown(FakeWhatsApp::PHONE_NUMBER_ID)),
        }
    }

    fn set_pin(&mut self, body: &Value) -> Outcome {
        self.pin = Some(pin(body)?);
        success()
    }

    fn register(&mut self, body: &Value) -> Outcome {
        let given = pin(body)?;
        match &self.pin {
            Some(pin) if *pin != given => {
                Err(Refusal::of_code(133_005).details("Two-step verification PIN mismatch"))
            }
            _ => {
                self.pin = Some(given);
                self.registered = true;
                success()
            }
        }
    }

    fn request_code(&mut self, request: &FakeRequest) -> Outcome {
        let method =
            argument(request, "code_method").ok_or_else(|| Refusal::missing("code_method"))?;
        if !["SMS", "VOICE"].contains(&method.as_str()) {
            return Err(Refusal::parameter(
                "code_method must be one of {SMS, VOICE}",
            ));
        }
        argument(request, "language").ok_or_else(|| Refusal::missing("language"))?;
        self.code_sent = true;
        success()
    }

    fn verify_code(&mut self, request: &FakeRequest) -> Outcome {
        let code = argument(request, "code").ok_or_else(|| Refusal::missing("code"))?;
        if !self.code_sent || code != CODE {
            return Err(Refusal::new(400, 136_025, "The code is not right"));
        }
        success()
    }

    fn update_profile(&mut self, request: &FakeRequest) -> Outcome {
        let body = json_body(request)?;
        text(&body, "messaging_product")?;
        if let Value::Object(changes) = body {
            for (key, value) in changes {
                // The picture is set by a handle, and shown as a URL.
                if key != "profile_picture_handle" {
                    self.profile.insert(key, value);
                }
            }
        }
        success()
    }
}

fn pin(body: &Value) -> Result<String, Refusal> {
    let pin = text(body, "pin")?;
    if pin.len() != 6 || !pin.chars().all(|c| c.is_ascii_digit()) {
        return Err(Refusal::value("pin must have 6 digits"));
    }
    Ok(pin.to_owned())
}

pub(super) fn json_body(request: &FakeRequest) -> Result<Value, Refusal> {
    request
        .json()
        .ok_or_else(|| Refusal::parameter("The body is not JSON"))
}

/// An argument of the query, of a form, or of a JSON body: the Graph API takes all three.
fn argument(request: &FakeRequest, name: &str) -> Option<String> {
    let from_json = || {
        let body: Value = request.json()?;
        body.get(name)?.as_str().map(str::to_owned)
    };
    request
        .query(name)
        .map(str::to_owned)
        .or_else(from_json)
        .or_else(|| request.form(name))
}
