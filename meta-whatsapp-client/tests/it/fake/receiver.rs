//! Somebody who receives webhooks.

use std::time::Duration;

use bytes::Bytes;
use ccaas_http::test_util::{Answer, Fake, FakeHost, FakeRequest, Reply};
use chrono::{DateTime, Utc};
use meta_whatsapp_client::fake::FakeWhatsApp;

/// Keeps what it got; refuses the first few.
#[derive(Default)]
pub(super) struct Receiver {
    pub(super) got: Vec<(String, Bytes)>,
    pub(super) refusals: usize,
}

impl Receiver {
    pub(super) async fn start(refusals: usize) -> FakeHost<Self> {
        let receiver = Self {
            refusals,
            ..Self::default()
        };
        FakeHost::start(receiver).await
    }
}

impl Fake for Receiver {
    fn handle(&mut self, _: DateTime<Utc>, request: &FakeRequest) -> Reply {
        if let Some(challenge) = request.query("hub.challenge") {
            let known = request.query("hub.verify_token") == Some(FakeWhatsApp::VERIFY_TOKEN);
            let status = if known { 200 } else { 403 };
            return Answer::bytes(status, "text/plain", challenge.to_owned()).into();
        }
        if self.refusals > 0 {
            self.refusals -= 1;
            return Answer::empty(503).into();
        }
        let signature = request.header("x-hub-signature-256").unwrap_or_default();
        self.got.push((signature.to_owned(), request.body.clone()));
        Answer::empty(200).into()
    }

    fn too_many_requests(&self, _: Option<Duration>) -> Answer {
        Answer::empty(429)
    }

    fn internal_error(&self) -> Answer {
        Answer::empty(500)
    }

    fn expire_tokens(&mut self) {}
}
