//! The fake's state, and which request goes where.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, Fake, FakeRequest, Push, Reply, SocketEvent},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    FakeGenesys, answers::Refusal, callback::FakeCallback, callbacks::Fate, calls::Calls,
    desk::Desk, entities::Entities, notifications::Channels, open::OpenMessaging, rates::Rates,
};

/// The state machine behind [`FakeGenesys`]; it does no I/O.
pub struct Organisation {
    pub(super) tokens: BTreeMap<String, DateTime<Utc>>,
    pub(super) tokens_issued: u64,
    pub(super) token_life: Duration,
    pub(super) sign_in_refused: bool,
    pub(super) revoked: BTreeSet<String>,
    pub(super) throttled: (usize, Option<Duration>),
    pub(super) queues: Entities,
    pub(super) scripts: Entities,
    pub(super) callbacks: VecDeque<FakeCallback>,
    pub(super) create_fates: VecDeque<Fate>,
    pub(super) cancel_fates: VecDeque<Fate>,
    pub(super) open: OpenMessaging,
    pub(super) desk: Desk,
    pub(super) channels: Channels,
    pub(super) calls: Calls,
    pub(super) rates: Rates,
    ids: u64,
}

debug_allow_list!(Organisation {
    tokens_issued,
    token_life,
    sign_in_refused
});

impl Organisation {
    pub(super) fn new() -> Self {
        let mut queues = Entities::new("queue", "/api/v2/routing/queues");
        queues.add(FakeGenesys::QUEUE_ID, "Video Callbacks");
        let mut scripts = Entities::new("script", "/api/v2/scripts");
        scripts.add(FakeGenesys::SCRIPT_ID, "Video Callback Script");
        Self {
            tokens: BTreeMap::new(),
            tokens_issued: 0,
            token_life: Duration::from_secs(86_400),
            sign_in_refused: false,
            revoked: BTreeSet::new(),
            throttled: (0, None),
            queues,
            scripts,
            callbacks: VecDeque::new(),
            create_fates: VecDeque::new(),
            cancel_fates: VecDeque::new(),
            open: OpenMessaging::default(),
            desk: Desk::default(),
            channels: Channels::default(),
            calls: Calls::default(),
            rates: Rates::default(),
            ids: 0,
        }
    }

    /// Forgets what was told to go wrong and has not happened.
    pub(super) fn calm(&mut self) {
        self.sign_in_refused = false;
        self.revoked.clear();
        self.throttled = (0, None);
        self.create_fates.clear();
        self.cancel_fates.clear();
        self.open.calm();
    }

    /// An id in the vendor's form. The time in it keeps ids apart over restarts, for
    /// those who remember them longer than this fake does.
    pub(super) fn next_id(&mut self, now: DateTime<Utc>) -> String {
        self.ids += 1;
        let millis = now.timestamp_millis() & 0xffff_ffff_ffff;
        format!(
            "{:08x}-{:04x}-4000-8000-{:012x}",
            millis >> 16,
            millis & 0xffff,
            self.ids
        )
    }

    fn api(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        path: &[&str],
    ) -> Result<Reply, Refusal> {
        self.authenticate(now, request)?;
        if self.throttled.0 > 0 {
            self.throttled.0 -= 1;
            return Ok(self.too_many_requests(self.throttled.1).into());
        }
        if let Some(wait) = self.rates.excess(now, request) {
            return Ok(self.too_many_requests(Some(wait)).into());
        }
        if let Some(reply) = self.open_api(now, request, path)? {
            return Ok(reply);
        }
        let answer = match (request.method.as_str(), path) {
            ("POST", ["conversations", "callbacks", "bulk", "update"]) => {
                self.need("conversation:callback:edit")?;
                self.bulk_reschedule(now, request)?
            }
            ("POST", ["conversations", "callbacks", "bulk", "disconnect"]) => {
                self.need("conversation:communication:disconnect")?;
                self.bulk_cancel(now, request)?
            }
            ("POST", ["conversations", "callbacks"]) => {
                self.need("conversation:callback:create")?;
                return self.create_callback(now, request);
            }
            ("PATCH", ["conversations", "callbacks"]) => self.reschedule_callback(now, request)?,
            ("GET", ["conversations", "callbacks", id]) => self.get_callback(id)?,
            ("PATCH", ["conversations", "callbacks", id]) => {
                self.need("conversation:communication:disconnect")?;
                return self.cancel_callback(now, id, request);
            }
            ("GET", ["routing", "queues"]) => {
                self.need("routing:queue:view")?;
                self.queues.list(request)?
            }
            ("GET", ["routing", "queues", id]) if *id != "divisionviews" => {
                self.need("routing:queue:view")?;
                self.queues.get(id)?
            }
            ("GET", ["scripts"]) => {
                self.need("scripter:script:view")?;
                self.scripts.list(request)?
            }
            ("GET", ["scripts", id]) if *id != "published" => {
                self.need("scripter:script:view")?;
                self.scripts.get(id)?
            }
            ("GET", ["tokens", "me"]) => Answer::json(200, &token_info()),
            ("HEAD", ["tokens", "me"]) => Answer::empty(200),
            ("DELETE", ["tokens", "me"]) => {
                self.tokens.remove(request.bearer().unwrap_or_default());
                Answer::empty(200)
            }
            _ => {
                let reply = self.desk_api(now, request, path)?;
                return reply.ok_or_else(|| Refusal::of_status(404));
            }
        };
        Ok(answer.into())
    }

    pub(super) fn authenticate(
        &self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<(), Refusal> {
        let Some(token) = request.bearer() else {
            let message = "No authentication bearer token specified in authorization header.";
            return Err(Refusal::new(401, "authentication.required", message));
        };
        match self.tokens.get(token) {
            Some(expires_at) if now < *expires_at => Ok(()),
            _ => Err(Refusal::new(
                401,
                "bad.credentials",
                "Invalid login credentials.",
            )),
        }
    }

    pub(super) fn need(&self, permission: &str) -> Result<(), Refusal> {
        if self.revoked.contains(permission) {
            let message = format!(
                "Unable to perform the requested action. You are missing the following permission(s): {permission}"
            );
            return Err(Refusal::new(403, "missing.permissions", message));
        }
        Ok(())
    }

    /// Every answer tells the rate limit and an id to quote.
    fn with_headers(
        &self,
        answer: Answer,
        now: DateTime<Utc>,
        request: &FakeRequest,
        correlation_id: &str,
    ) -> Answer {
        let answer = answer.with_header("ININ-Correlation-Id", correlation_id);
        self.rates.tell(answer, now, request)
    }
}

impl Fake for Organisation {
    fn handle(&mut self, now: DateTime<Utc>, request: &FakeRequest) -> Reply {
        self.rates.count(now, request);
        let correlation_id = self.next_id(now);

        let parts = request.parts();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let reply = match route(&parts) {
            Route::SignIn => self.sign_in(now, request).into(),
            Route::Channel(id) => self.open_channel(id),
            Route::Upload(id) => self.upload(request, id).into(),
            Route::Calls(path) => self
                .calls_api(now, request, path)
                .unwrap_or_else(|refusal| refusal.answer(&correlation_id))
                .into(),
            Route::Callbacks(path) => self
                .due_api(now, request, path)
                .unwrap_or_else(|refusal| refusal.answer(&correlation_id))
                .into(),
            Route::Api(["downloads", key]) => self
                .download(now, request, key)
                .unwrap_or_else(|refusal| refusal.answer(&correlation_id))
                .into(),
            Route::Api(path) => self
                .api(now, request, path)
                .unwrap_or_else(|refusal| refusal.answer(&correlation_id).into()),
            Route::Unknown => Refusal::of_status(404).answer(&correlation_id).into(),
        };
        match reply {
            Reply::Answer(answer) => self
                .with_headers(answer, now, request, &correlation_id)
                .into(),
            other => other,
        }
    }

    fn too_many_requests(&self, retry_after: Option<Duration>) -> Answer {
        let seconds = retry_after.map(|wait| wait.as_secs());
        let message = match seconds {
            Some(seconds) => format!("Too many requests; retry in {seconds} seconds."),
            None => "Too many requests.".to_owned(),
        };
        let correlation_id = format!("fake-too-many-requests-{}", self.ids);
        let answer = Refusal::new(429, "too.many.requests.retry.after", message)
            .answer(&correlation_id)
            .with_header("ININ-Correlation-Id", &correlation_id);
        match seconds {
            Some(seconds) => answer.with_header("Retry-After", seconds),
            None => answer,
        }
    }

    fn internal_error(&self) -> Answer {
        let correlation_id = format!("fake-internal-error-{}", self.ids);
        Refusal::of_status(500)
            .answer(&correlation_id)
            .with_header("ININ-Correlation-Id", &correlation_id)
    }

    fn expire_tokens(&mut self) {
        self.tokens.clear();
    }

    fn socket(&mut self, _: DateTime<Utc>, channel: &str, event: SocketEvent) {
        self.channels.hear(channel, &event);
    }

    fn pushes(&mut self) -> Vec<(String, Push)> {
        std::mem::take(&mut self.channels.pushes)
    }
}

enum Route<'a> {
    SignIn,
    Channel(&'a str),
    Upload(&'a str),
    Calls(&'a [&'a str]),
    Callbacks(&'a [&'a str]),
    Api(&'a [&'a str]),
    Unknown,
}

/// SDKs that are pointed at a gateway may put a prefix before the vendor's path.
fn route<'a>(parts: &'a [&'a str]) -> Route<'a> {
    let parts = parts.strip_suffix(&[""]).unwrap_or(parts);
    if parts.ends_with(&["oauth", "token"]) {
        return Route::SignIn;
    }
    if let ["channels", id] = parts {
        return Route::Channel(id);
    }
    if let ["uploads", id] = parts {
        return Route::Upload(id);
    }
    if let ["_fake", "calls", path @ ..] = parts {
        return Route::Calls(path);
    }
    if let ["_fake", "callbacks", path @ ..] = parts {
        return Route::Callbacks(path);
    }
    match parts.windows(2).position(|pair| pair == ["api", "v2"]) {
        Some(start) => Route::Api(&parts[start + 2..]),
        None => Route::Unknown,
    }
}

fn token_info() -> Value {
    let organisation = json!({
        "id": "11111111-0000-4000-8000-000000000001",
        "name": "Fake Organisation",
    });
    json!({
        "organization": organisation,
        "homeOrganization": organisation,
        "authorizedScope": ["conversations", "messaging", "routing", "scripts"],
        "OAuthClient": {
            "id": FakeGenesys::CLIENT_ID,
            "name": "Fake OAuth Client",
            "authorizedGrantType": "CLIENT-CREDENTIALS",
            "state": "active",
            "organization": organisation,
        },
    })
}
