//! Blocked users, QR codes and subscribed apps.

use std::collections::BTreeMap;

use ccaas_http::test_util::{Answer, FakeRequest};
use http::Method;
use serde_json::{Value, json};

use super::{
    FakeWhatsApp,
    answers::{Outcome, Refusal, ok, success, text},
    numbers::json_body,
    paging::page,
};

/// Three lists of the account.
#[derive(Default)]
pub(super) struct Lists {
    /// Each as it was given, and as a `wa_id`.
    blocked: Vec<(String, String)>,
    qr_codes: BTreeMap<String, Value>,
    /// The callback of the subscribed app, if it has one of its own.
    subscription: Option<Value>,
}

impl Lists {
    pub(super) fn blocked(&self) -> Vec<String> {
        self.blocked
            .iter()
            .map(|(_, wa_id)| wa_id.clone())
            .collect()
    }

    pub(super) fn blocked_users(&mut self, request: &FakeRequest) -> Outcome {
        if request.method == Method::GET {
            let users: Vec<Value> = self
                .blocked
                .iter()
                .map(|(input, wa_id)| {
                    json!({ "messaging_product": "whatsapp", "input": input, "wa_id": wa_id })
                })
                .collect();
            return page(request, &users);
        }
        let body = json_body(request)?;
        let users = body["block_users"]
            .as_array()
            .filter(|users| !users.is_empty());
        let users = users.ok_or_else(|| Refusal::missing("block_users"))?;
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for user in users {
            let input = user["user"].as_str().or(user["user_id"].as_str());
            let input = input.ok_or_else(|| Refusal::missing("block_users.user"))?;
            let wa_id: String = input.chars().filter(char::is_ascii_digit).collect();
            if wa_id.len() < 5 {
                failed.push(json!({ "input": input, "errors": [
                    { "message": "Failed to block/unblock user", "code": 139_100,
                      "error_data": { "details": "Not a WhatsApp user" } }
                ]}));
                continue;
            }
            self.blocked.retain(|(_, known)| *known != wa_id);
            done.push(json!({ "input": input, "wa_id": wa_id }));
            if request.method == Method::POST {
                self.blocked.push((input.to_owned(), wa_id));
            }
        }
        let key = match request.method {
            Method::POST => "added_users",
            _ => "removed_users",
        };
        let mut answer = json!({ "messaging_product": "whatsapp", "block_users": {} });
        answer["block_users"][key] = done.into();
        if failed.is_empty() {
            return ok(&answer);
        }
        // The vendor tells both: what was done, and that not all was.
        answer["block_users"]["failed_users"] = failed.into();
        answer["error"] = json!({
            "message": "(#139100) Failed to block/unblock users", "type": "OAuthException",
            "code": 139_100,
            "error_data": { "details": "Failed to block some users, see the block_users response list for details" }
        });
        Ok(Answer::json(400, &answer))
    }

    pub(super) fn qr_codes(
        &mut self,
        request: &FakeRequest,
        rest: &[&str],
        number: u64,
    ) -> Outcome {
        match (&request.method, rest) {
            (&Method::GET, []) => {
                let wanted = request.query("code");
                let found: Vec<Value> = self
                    .qr_codes
                    .values()
                    .filter(|code| wanted.is_none_or(|wanted| code["code"] == wanted))
                    .cloned()
                    .collect();
                page(request, &found)
            }
            (&Method::POST, []) => self.save_qr_code(&json_body(request)?, number),
            (&Method::GET, [code]) => match self.qr_codes.get(*code) {
                Some(known) => ok(&json!({ "data": [known] })),
                None => Err(Refusal::unknown(code)),
            },
            (&Method::DELETE, [code]) => match self.qr_codes.remove(*code) {
                Some(_) => success(),
                None => Err(Refusal::unknown(code)),
            },
            _ => Err(Refusal::unknown(FakeWhatsApp::PHONE_NUMBER_ID)),
        }
    }

    /// With a `code` it changes that one.
    fn save_qr_code(&mut self, body: &Value, number: u64) -> Outcome {
        let message = text(body, "prefilled_message")?;
        let code = match body["code"].as_str() {
            Some(code) if self.qr_codes.contains_key(code) => code.to_owned(),
            Some(code) => return Err(Refusal::unknown(code)),
            None => format!("FAKEQR{number:08}"),
        };
        let mut saved = json!({
            "code": code,
            "prefilled_message": message,
            "deep_link_url": format!("https://wa.me/message/{code}"),
        });
        if let Some(format) = body["generate_qr_image"].as_str() {
            if !["SVG", "PNG"].contains(&format) {
                return Err(Refusal::parameter(
                    "generate_qr_image must be one of {SVG, PNG}",
                ));
            }
            let extension = format.to_lowercase();
            saved["qr_image_url"] = format!("https://media.example.com/{code}.{extension}").into();
        }
        self.qr_codes.insert(code, saved.clone());
        ok(&saved)
    }

    pub(super) fn subscribed_apps(&mut self, request: &FakeRequest) -> Outcome {
        match request.method {
            Method::GET => {
                let app = |callback: &Value| {
                    let mut app = json!({ "whatsapp_business_api_data": {
                        "id": "500000000000005", "name": "Example App",
                        "link": "https://www.example.com/"
                    }});
                    if let Some(url) = callback.get("override_callback_uri") {
                        app["override_callback_uri"] = url.clone();
                    }
                    app
                };
                let apps: Vec<Value> = self.subscription.iter().map(app).collect();
                ok(&json!({ "data": apps }))
            }
            Method::POST => {
                let body: Value = request.json().unwrap_or_else(|| json!({}));
                if body.get("override_callback_uri").is_some() {
                    text(&body, "verify_token")?;
                }
                self.subscription = Some(body);
                success()
            }
            Method::DELETE => {
                self.subscription = None;
                success()
            }
            _ => Err(Refusal::unknown(FakeWhatsApp::WABA_ID)),
        }
    }
}
