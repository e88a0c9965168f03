//! A server that answers every management call with a success.

use std::time::Duration;

use ccaas_http::test_util::{Answer, Fake, FakeHost, FakeRequest, Reply};
use chrono::{DateTime, Utc};
use meta_whatsapp_client::WhatsAppClient;
use serde_json::{Value, json};

/// A server that answers every call with a success, and a client of it.
pub(super) struct Canned {
    host: FakeHost<Success>,
    pub(super) client: WhatsAppClient,
}

struct Success;

impl Fake for Success {
    fn handle(&mut self, _now: DateTime<Utc>, _request: &FakeRequest) -> Reply {
        let answer = json!({
            "success": true, "id": "1", "block_users": {}, "calls": [{"id": "wacid.1"}]
        });
        Answer::json(200, &answer).into()
    }

    fn too_many_requests(&self, _retry_after: Option<Duration>) -> Answer {
        Answer::empty(429)
    }

    fn internal_error(&self) -> Answer {
        Answer::empty(500)
    }

    fn expire_tokens(&mut self) {}
}

impl Canned {
    pub(super) async fn start() -> Self {
        let host = FakeHost::start(Success).await;
        let client = WhatsAppClient::builder("token".into())
            .base_url(host.url())
            .build()
            .expect("TLS can be set up");
        Self { host, client }
    }

    /// The body that arrived last.
    pub(super) fn last(&self) -> Option<Value> {
        let journal = self.host.journal();
        serde_json::from_str(&journal.last()?.body).ok()
    }
}
