//! Posting what waits, with the vendor's patience.

use ccaas_http::test_util::{FakeHost, SignedWebhook};
use http::StatusCode;
use serde_json::{Map, Value};
use tokio::task::{AbortHandle, JoinSet};
use url::Url;

use super::{FakeAttempt, WebhookState, WebhookTiming, webhook};
use crate::{fake::Organisation, ids::ConversationId};

/// Posts waiting webhooks; ends with the last handle.
#[derive(Debug)]
pub(in crate::fake) struct Courier(AbortHandle);

impl Courier {
    pub(in crate::fake) fn start(host: FakeHost<Organisation>) -> Self {
        Self(tokio::spawn(carry(host)).abort_handle())
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn carry(host: FakeHost<Organisation>) {
    let wake = host.with(|it| it.open.outbox.wake.clone());
    let mut rounds = JoinSet::new();
    loop {
        tokio::select! {
            () = wake.notified() => {}
            Some(_) = rounds.join_next(), if !rounds.is_empty() => continue,
        }
        while let Some(conversation_id) = host.with(|it| it.open.outbox.next_idle()) {
            rounds.spawn(serve(host.clone(), conversation_id));
        }
    }
}

/// Posts the webhooks of one conversation in order.
async fn serve(host: FakeHost<Organisation>, conversation_id: ConversationId) {
    while let Some(number) = host.with(|it| it.open.outbox.next_of(&conversation_id)) {
        let state = try_all(&host, number).await;
        host.with(|it| it.open.outbox.settle(number, state));
    }
}

async fn try_all(host: &FakeHost<Organisation>, number: u64) -> WebhookState {
    let timing = host.with(|it| it.open.outbox.timing);
    for attempt in 0..=timing.retries {
        if attempt > 0 {
            tokio::time::sleep(timing.wait).await;
        }
        let Some(post) = host.with(|it| it.post(number)) else {
            return WebhookState::NoReceiver;
        };
        let at = host.now();
        let status = post.once(timing).await;
        host.with(|it| {
            it.note(
                number,
                FakeAttempt {
                    at,
                    status: status.map(|s| s.as_u16()),
                },
            )
        });
        match status {
            Some(status) if status.is_success() => return WebhookState::Delivered,
            Some(StatusCode::TOO_MANY_REQUESTS) | None => {}
            Some(status) if status.is_server_error() => {}
            Some(status) => {
                host.with(|it| it.fail_conversation(number, status));
                return WebhookState::Refused;
            }
        }
    }
    WebhookState::GaveUp
}

/// What is needed to post a webhook.
struct Post {
    url: Url,
    headers: Map<String, Value>,
    signed: SignedWebhook,
}

impl Post {
    /// The status of the answer, if there is one in time.
    async fn once(&self, timing: WebhookTiming) -> Option<StatusCode> {
        let headers = webhook::headers(&self.headers).ok()?;
        let answer = self.signed.post(&self.url, headers);
        let answer = tokio::time::timeout(timing.timeout, answer).await;
        Some(answer.ok()?.ok()?.status)
    }
}

impl Organisation {
    /// Where a webhook goes now: the integration may have changed since it was written.
    fn post(&self, number: u64) -> Option<Post> {
        let webhook = self.open.outbox.sent.get(number)?;
        let integration = self.open.integrations.get(&webhook.integration_id)?;
        Some(Post {
            url: integration.webhook_url.clone()?,
            headers: integration.webhook_headers.clone(),
            signed: webhook.signed.clone(),
        })
    }

    fn note(&mut self, number: u64, attempt: FakeAttempt) {
        if let Some(webhook) = self.open.outbox.sent.get_mut(number) {
            webhook.attempts.push(attempt);
        }
    }

    /// An answer that is neither good nor worth another try makes the whole chat fail.
    fn fail_conversation(&mut self, number: u64, status: StatusCode) {
        let now_failed = self.open.outbox.sent.get(number);
        let Some(id) = now_failed.map(|webhook| webhook.conversation_id.clone()) else {
            return;
        };
        if let Some(conversation) = self.open.store.conversation_mut(id.as_str()) {
            conversation.failed_by = Some(status.as_u16());
        }
    }
}
