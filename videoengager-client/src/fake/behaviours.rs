//! How a fake can be told to behave.

use std::time::Duration;

use ccaas_http::test_util::{Answer, Provoke, Reply};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;
use url::Url;

use super::{FakeAgent, FakeVideoEngager, FullUrl};

const SCHEDULES: &str = "/api/schedules/my/";
const SCHEDULE: &str = "/api/schedules/my/{id}";

/// What it does from now on.
impl FakeVideoEngager {
    /// Meeting URLs start with `url` instead of the own address.
    pub fn set_public_url(&self, url: Url) {
        self.host.with(|tenant| tenant.public_url = Some(url));
    }

    /// Every sign-in is answered 401 from now on. Tokens given out stay good.
    pub fn refuse_sign_in(&self) {
        self.host.with(|tenant| tenant.accepts_sign_in = false);
    }

    /// Right credentials sign in again.
    pub fn accept_sign_in(&self) {
        self.host.with(|tenant| tenant.accepts_sign_in = true);
    }

    /// Makes every token given out so far expired.
    pub fn expire_tokens(&self) {
        self.host.expire_tokens();
    }

    /// Tokens given out from now on live this long. Default 30 days.
    pub fn set_token_life(&self, life: Duration) {
        self.host.with(|tenant| tenant.token_life = life);
    }

    /// The next `times` calls about schedules have no effect and are answered 429.
    pub fn throttle(&self, times: usize, retry_after: Option<Duration>) {
        self.host
            .with(|tenant| tenant.throttled = (times, retry_after));
    }

    /// The next `times` creations have no effect and are answered with `status`.
    pub fn fail_creates(&self, status: u16, times: usize) {
        self.fail_calls(Method::POST, SCHEDULES, status, times);
    }

    /// The next `times` creations take effect, but their answers are lost.
    pub fn lose_create_answers(&self, times: usize) {
        self.host
            .provoke_times(times, Method::POST, SCHEDULES, Provoke::ThenCut);
    }

    /// The next `times` creations have no effect and are never answered.
    pub fn hang_creates(&self, times: usize) {
        self.host.provoke_times(
            times,
            Method::POST,
            SCHEDULES,
            Provoke::Instead(Reply::Hang),
        );
    }

    /// The next `times` updates have no effect and are answered with `status`.
    pub fn fail_updates(&self, status: u16, times: usize) {
        self.fail_calls(Method::PUT, SCHEDULE, status, times);
    }

    /// The next `times` deletions have no effect and are answered with `status`.
    pub fn fail_deletes(&self, status: u16, times: usize) {
        self.fail_calls(Method::DELETE, SCHEDULE, status, times);
    }

    /// Whether answers contain the `customerId` that was sent. Default true.
    ///
    /// Whether the real service echoes it is not documented.
    pub fn echo_customer_id(&self, echo: bool) {
        self.host.with(|tenant| tenant.echo_customer_id = echo);
    }

    /// Whether answers contain what was sent about the visitor. Default true.
    ///
    /// Most documented answers do; one has empty texts instead.
    pub fn echo_visitor(&self, echo: bool) {
        self.host.with(|tenant| tenant.echo_visitor = echo);
    }

    /// Whether answers contain `created`. Default false: it is not documented.
    pub fn report_created(&self, report: bool) {
        self.host.with(|tenant| tenant.report_created = report);
    }

    /// The next `times` calls of one kind have no effect and are answered with `status`.
    ///
    /// `{name}` in `pattern` stands for one path part.
    pub fn fail_calls(&self, method: Method, pattern: &str, status: u16, times: usize) {
        let body = json!({
            "error": "Provoked error", "message": "The fake was told to fail", "status": status
        });
        let answer = Answer::json(status, &body);
        self.host
            .provoke_times(times, method, pattern, Provoke::Instead(answer.into()));
    }

    /// The agents of the tenant. Default: two with an account, and one without.
    ///
    /// Whoever signs in with [`FakeVideoEngager::EMAIL`] may do so even if not among them.
    pub fn set_agents(&self, agents: Vec<FakeAgent>) {
        self.host.with(|tenant| tenant.agents = agents);
    }

    /// Whether a list of one agent is the agent alone. Default false.
    pub fn unwrap_single_agent(&self, unwrap: bool) {
        self.host.with(|tenant| tenant.unwrap_single_agent = unwrap);
    }

    /// How schedules tell `agent.fullUrl`. Default [`FullUrl::Plain`].
    pub fn set_full_url(&self, full_url: FullUrl) {
        self.host.with(|tenant| tenant.full_url = full_url);
    }

    /// No callback can be booked at this time.
    pub fn block_callback_time(&self, time: DateTime<Utc>) {
        self.host.with(|tenant| tenant.callbacks.block(time));
    }

    /// Whether the calendar is sent as an object, and not as a text. Default false.
    pub fn send_plain_calendar(&self, plain: bool) {
        self.host
            .with(|tenant| tenant.callbacks.plain_calendar = plain);
    }
}
