//! How a fake can be told to behave.

use std::time::Duration;

use ccaas_http::test_util::{Provoke, Reply};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::Value;
use url::Url;

use super::FakeWhatsApp;
use crate::{FlowId, PhoneNumberId, TemplateId};

/// What it does from now on.
impl FakeWhatsApp {
    /// Media URLs start with `url` instead of the own address.
    pub fn set_public_url(&self, url: Url) {
        self.host().with(|waba| waba.public_url = Some(url));
    }

    /// The token is no longer accepted: code 190.
    pub fn expire_token(&self) {
        self.host().expire_tokens();
    }

    /// The token is accepted again.
    pub fn accept_token(&self) {
        self.host().with(|waba| waba.accepts_token = true);
    }

    /// Adds a business number that sends and receives like the one.
    pub fn add_phone_number(&self, id: &PhoneNumberId) {
        self.host().with(|waba| waba.numbers.add(id.as_str()));
    }

    /// The token ends then, and is accepted until then. Default: `None`, never.
    pub fn set_token_end(&self, end: Option<DateTime<Utc>>) {
        self.host().with(|waba| waba.token_end = end);
    }

    /// The next accepted message gets this id.
    pub fn accept_messages(&self, id: impl Into<String>) {
        self.host()
            .with(|waba| waba.next_message_ids.push_back(id.into()));
    }

    /// The next `times` messages have no effect and are answered with this error code.
    pub fn fail_messages(&self, code: i64, times: usize) {
        if times > 0 {
            self.host()
                .with(|waba| waba.failing.push_back((code, times)));
        }
    }

    /// The next `times` messages are accepted, but their answers are lost.
    pub fn lose_message_answers(&self, times: usize) {
        self.provoke_messages(times, Provoke::ThenCut);
    }

    /// The next `times` messages have no effect and are never answered.
    pub fn hang_messages(&self, times: usize) {
        self.provoke_messages(times, Provoke::Instead(Reply::Hang));
    }

    /// The next `times` messages are accepted, and answered late.
    pub fn delay_messages(&self, times: usize, delay: Duration) {
        self.provoke_messages(times, Provoke::Late(delay));
    }

    fn provoke_messages(&self, times: usize, what: Provoke) {
        // The version of the path is the client's.
        let pattern = format!("/{{version}}/{}/messages", Self::PHONE_NUMBER_ID);
        self.host()
            .provoke_times(times, Method::POST, &pattern, what);
    }

    /// Accepted messages are `held_for_quality_assessment` or `paused`, or with `None`
    /// `accepted` again.
    pub fn set_message_status(&self, status: Option<&'static str>) {
        self.host().with(|waba| waba.message_status = status);
    }

    /// Whether anything but a template is refused (131047) to customers who have not
    /// written for 24 hours. Default false.
    pub fn require_window(&self, require: bool) {
        self.host().with(|waba| waba.requires_window = require);
    }

    /// Whether the pace to one customer is limited (131056): one every 6 s, or up to 45 in
    /// 6 s and then none until 6 s for each of them have passed. Default false.
    pub fn limit_pairs(&self, limit: bool) {
        self.host().with(|waba| waba.rates.limits_pairs = limit);
    }

    /// How many messages a second the number may send (130429). Default: any.
    pub fn limit_throughput(&self, per_second: Option<usize>) {
        self.host().with(|waba| waba.rates.per_second = per_second);
    }

    /// Reports these statuses of every message that is sent from now on, in this order.
    /// Webhooks the receiver does not take are tried again a few times.
    pub fn report_statuses(&self, statuses: &[&'static str]) {
        self.host()
            .with(|waba| waba.reports_statuses = statuses.to_vec());
    }

    /// Adds an approved template, in the shape in which templates are created.
    pub fn add_template(&self, template: Value) -> TemplateId {
        let id = self.host().with(|waba| {
            let number = waba.next_id();
            waba.templates.add(number, template, "APPROVED")
        });
        TemplateId::new(id)
    }

    /// Gives all templates of this name a status, such as `PAUSED`.
    pub fn set_template_status(&self, name: &str, status: &str) {
        self.host()
            .with(|waba| waba.templates.set_status(name, status));
    }

    /// Whether new templates are approved at once. Default true.
    pub fn approve_templates(&self, approve: bool) {
        self.host().with(|waba| waba.templates.approves = approve);
    }

    /// Adds a flow, a draft.
    pub fn add_flow(&self, name: &str) -> FlowId {
        let now = self.host().now();
        let id = self.host().with(|waba| {
            let number = waba.next_id();
            waba.flows.add(now, number, name)
        });
        FlowId::new(id)
    }

    /// The users that are blocked.
    #[must_use]
    pub fn blocked_users(&self) -> Vec<String> {
        self.host().with(|waba| waba.lists.blocked())
    }

    /// Every download URL is dead from now on; looking the file up again gives a new one.
    pub fn expire_media_urls(&self) {
        self.host().with(|waba| waba.media.expire_urls());
    }

    /// Whether downloads can be resumed with `Range`. Default false.
    pub fn serve_ranges(&self, serve: bool) {
        self.host().with(|waba| waba.media.serves_ranges = serve);
    }

    /// Whether look-ups tell a wrong hash. Default false.
    pub fn lie_about_hashes(&self, lie: bool) {
        self.host().with(|waba| waba.media.lies_about_hash = lie);
    }
}
