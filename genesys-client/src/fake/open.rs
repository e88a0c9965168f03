//! Open Messaging: integrations, what customers write, the agent, and the webhooks.

mod agent;
mod behaviours;
mod channel;
mod conversation;
mod courier;
mod files;
mod inbound;
mod integrations;
mod outbox;
mod receipts;
mod ring;
mod rules;
mod store;
mod views;
mod webhook;

use ccaas_http::test_util::{FakeRequest, Reply};
use chrono::{DateTime, Utc};

pub use agent::{FakeAgent, FakeOutbound};
pub use conversation::{FakeConversation, FakeOpenMessage, FakeParticipant};
pub use outbox::{FakeAttempt, FakeWebhook, WebhookState, WebhookTiming};
pub use receipts::FakeReceipt;

pub(super) use courier::Courier;

use super::{Organisation, answers::Refusal};
use behaviours::Failures;
use files::Files;
use integrations::Integrations;
use outbox::Outbox;
use store::Store;

/// What Open Messaging has and remembers.
#[derive(Default)]
pub(super) struct OpenMessaging {
    pub(super) integrations: Integrations,
    pub(super) store: Store,
    outbox: Outbox,
    files: Files,
    failures: Failures,
}

impl OpenMessaging {
    /// Forgets what was told to go wrong and has not happened.
    pub(super) fn calm(&mut self) {
        self.failures = Failures::default();
        self.integrations.failing = 0;
    }
}

impl Organisation {
    /// Replies to a call of Open Messaging; `None` if it is not one.
    pub(super) fn open_api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Option<Reply>, Refusal> {
        let ["conversations", path @ ..] = path else {
            return Ok(None);
        };
        let answer = match (request.method.as_str(), path) {
            (_, ["messaging", "integrations", "open", path @ ..]) => {
                self.integration_api(now, request, path)?
            }
            ("POST", ["messages", "inbound", "open"]) => self.deprecated_inbound(now, request)?,
            ("POST", ["messages", integration_id, "inbound", "open", path @ ..]) => match path {
                ["message"] => self.inbound_message(now, request, integration_id)?,
                ["receipt"] => self.inbound_receipt(now, request, integration_id)?,
                ["event"] => self.inbound_event(now, request, integration_id)?,
                ["structured", "response"] => {
                    self.structured_response(now, request, integration_id)?
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(answer.into()))
    }
}
