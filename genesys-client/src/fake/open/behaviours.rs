//! How Open Messaging can be told to behave.

use std::{collections::VecDeque, time::Duration};

use ccaas_http::test_util::{Provoke, Reply};
use http::Method;
use url::Url;

use super::WebhookTiming;
use crate::fake::{
    FakeGenesys,
    answers::{Refusal, checked},
};

const INBOUND: &str = "/api/v2/conversations/messages/{integrationId}/inbound/open/message";

/// What was told to go wrong and has not happened.
#[derive(Default)]
pub(super) struct Failures {
    inbound: VecDeque<Refusal>,
    receipts: VecDeque<&'static str>,
}

impl Failures {
    pub(super) fn next(&mut self) -> Result<(), Refusal> {
        self.inbound.pop_front().map_or(Ok(()), Err)
    }

    pub(super) fn next_receipt(&mut self) -> Option<&'static str> {
        self.receipts.pop_front()
    }
}

/// What Open Messaging does from now on.
impl FakeGenesys {
    /// Webhooks of the integration [`Self::INTEGRATION_ID`] go to `url`.
    ///
    /// # Panics
    /// If the integration was deleted.
    pub fn deliver_to(&self, url: Url) {
        self.host().with(|it| {
            let integration = it.open.integrations.get_mut(Self::INTEGRATION_ID);
            integration.expect("the integration is there").webhook_url = Some(url);
        });
    }

    /// How long webhooks wait for an answer and for the next try.
    pub fn set_webhook_timing(&self, timing: WebhookTiming) {
        self.host().with(|it| it.open.outbox.timing = timing);
    }

    /// Gives the integration [`Self::INTEGRATION_ID`] another content profile.
    ///
    /// # Panics
    /// If the integration was deleted.
    pub fn set_supported_content(&self, id: &str) {
        self.host().with(|it| {
            let integration = it.open.integrations.get_mut(Self::INTEGRATION_ID);
            let integration = integration.expect("the integration is there");
            id.clone_into(&mut integration.supported_content);
        });
    }

    /// How long the creation of an integration takes. The default is a second.
    pub fn set_creation_time(&self, time: Duration) {
        self.host()
            .with(|it| it.open.integrations.creation_time = time);
    }

    /// Lets the next `times` creations of an integration begin well and end with `Error`.
    pub fn fail_creations(&self, times: usize) {
        self.host().with(|it| it.open.integrations.failing = times);
    }

    /// Deletes the integration [`Self::INTEGRATION_ID`]: inbound calls are answered with 404.
    pub fn delete_integration(&self) {
        self.host()
            .with(|it| it.open.integrations.delete(Self::INTEGRATION_ID));
    }

    /// Brings the integration [`Self::INTEGRATION_ID`] back as it was at the start, with
    /// webhooks going to `url`.
    pub fn recreate_integration(&self, url: Url) {
        let now = self.host().now();
        self.host()
            .with(|it| it.open.integrations.recreate(now, Some(url)));
    }

    /// How long after the last message a customer's next one belongs to the same
    /// conversation. The default is 72 hours.
    pub fn set_threading_window(&self, window: Duration) {
        self.host().with(|it| it.open.store.window = window);
    }

    /// Answers the next `times` messages of customers, structured responses among them,
    /// with this status; they have no effect.
    ///
    /// # Panics
    /// If `status` is not an HTTP status.
    pub fn fail_inbound(&self, status: u16, times: usize) {
        self.plan_inbound(&Refusal::of_status(checked(status)), times);
    }

    /// Like [`fail_inbound`](Self::fail_inbound), with this `code` in the vendor's body.
    ///
    /// # Panics
    /// If `status` is not an HTTP status.
    pub fn refuse_inbound(&self, status: u16, code: &'static str, times: usize) {
        let message = "The request could not be completed.";
        self.plan_inbound(&Refusal::new(checked(status), code, message), times);
    }

    /// Answers the next `times` receipts with 200 and `Failed` for this reason, such as
    /// `GeneralError`; they have no effect.
    pub fn fail_receipts(&self, code: &'static str, times: usize) {
        self.host().with(|it| {
            let receipts = &mut it.open.failures.receipts;
            receipts.extend(std::iter::repeat_n(code, times));
        });
    }

    /// The next `times` inbound messages take effect, but their answers are lost.
    pub fn lose_inbound_answers(&self, times: usize) {
        self.provoke_inbound(times, Provoke::ThenCut);
    }

    /// The next `times` inbound messages have no effect and are never answered.
    pub fn hang_inbound(&self, times: usize) {
        self.provoke_inbound(times, Provoke::Instead(Reply::Hang));
    }

    /// The next `times` inbound messages take effect, and are answered late.
    pub fn delay_inbound(&self, times: usize, delay: Duration) {
        self.provoke_inbound(times, Provoke::Late(delay));
    }

    /// Whether downloads of agents' files need a token. Default false.
    pub fn protect_downloads(&self, protect: bool) {
        self.host().with(|it| it.open.files.need_token = protect);
    }

    /// Every download URL given out so far is dead.
    pub fn expire_downloads(&self) {
        self.host().with(|it| it.open.files.clear());
    }

    fn plan_inbound(&self, refusal: &Refusal, times: usize) {
        self.host().with(|it| {
            let inbound = &mut it.open.failures.inbound;
            inbound.extend(std::iter::repeat_n(refusal.clone(), times));
        });
    }

    fn provoke_inbound(&self, times: usize, what: Provoke) {
        self.host()
            .provoke_times(times, Method::POST, INBOUND, what);
    }
}
