//! `POST …/{integrationId}/inbound/open/receipt`.

use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, FakeRequest},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::rules;
use crate::fake::{Organisation, answers::Refusal};

/// A receipt that came in.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeReceipt {
    /// The message that it is about.
    pub message_id: String,
    /// What it says, such as `Delivered`.
    pub status: String,
    /// The codes of its reasons.
    pub codes: Vec<String>,
    /// Whether it says to be the last.
    pub is_final: bool,
    /// The whole body.
    pub body: Value,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Why it was answered with 200 and `Failed`; `None` if it was taken.
    pub refused: Option<&'static str>,
}

debug_allow_list!(FakeReceipt {
    message_id,
    status,
    codes,
    is_final,
    at,
    refused
});

impl Organisation {
    pub(super) fn inbound_receipt(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        integration_id: &str,
    ) -> Result<Answer, Refusal> {
        self.admit(now, integration_id)?;
        let body = rules::receipt(request)?;
        Ok(self.take_receipt(now, integration_id, &body))
    }

    /// Applies a receipt. One that cannot be applied is answered with 200, too.
    pub(super) fn take_receipt(
        &mut self,
        now: DateTime<Utc>,
        integration_id: &str,
        body: &Value,
    ) -> Answer {
        let id = body["id"].as_str().unwrap_or_default();
        let refused = self.apply(id, body);
        let reasons = body["reasons"].as_array().cloned().unwrap_or_default();
        let codes = reasons.iter().filter_map(|reason| reason["code"].as_str());
        self.open.store.receipts.push(FakeReceipt {
            message_id: id.to_owned(),
            status: body["status"].as_str().unwrap_or_default().to_owned(),
            codes: codes.map(str::to_owned).collect(),
            is_final: body["isFinalReceipt"] == true,
            body: body.clone(),
            at: now,
            refused,
        });
        let channel = &body["channel"];
        let mut answer = json!({
            "id": id,
            "channel": {
                "id": integration_id,
                "platform": "Open",
                "type": "Private",
                "to": channel["to"],
                "from": { "id": integration_id, "idType": "Opaque" },
                "time": channel["time"],
            },
            "type": "Receipt",
            "status": body["status"],
            "direction": "Outbound",
        });
        for name in ["reasons", "isFinalReceipt"] {
            if let Some(value) = body.get(name) {
                answer[name] = value.clone();
            }
        }
        if let Some(code) = refused {
            answer["status"] = "Failed".into();
            answer["reasons"] = json!([{ "code": code, "message": "The receipt was not taken." }]);
        }
        Answer::json(200, &answer)
    }

    /// The integration that sent the message of a receipt that does not name it.
    pub(super) fn integration_of(&self, body: &Value) -> String {
        let store = &self.open.store;
        let message = store.message(body["id"].as_str().unwrap_or_default());
        let sender = message.and_then(|it| it.body["channel"]["id"].as_str());
        sender
            .unwrap_or(crate::fake::FakeGenesys::INTEGRATION_ID)
            .to_owned()
    }

    /// The code of the reason why it cannot be applied, if so.
    fn apply(&mut self, id: &str, body: &Value) -> Option<&'static str> {
        if let Some(code) = self.open.failures.next_receipt() {
            return Some(code);
        }
        let Some(message) = self.open.store.message_mut(id) else {
            return Some("UnknownMessage");
        };
        if message.direction != "Outbound" {
            return Some("UnknownMessage");
        }
        if message.body["channel"]["to"]["id"] != body["channel"]["to"]["id"] {
            return Some("InvalidDestination");
        }
        // The vendor documents no others, although the model has them.
        let status = body["status"].as_str()?;
        if !["Delivered", "Failed", "Read"].contains(&status) {
            return Some("UnsupportedMessage");
        }
        if message.is_final {
            return None;
        }
        message.status = status.to_owned();
        message.is_final = body["isFinalReceipt"] == true;
        message.reasons = body["reasons"].as_array().cloned().unwrap_or_default();
        None
    }
}
