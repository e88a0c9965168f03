//! A fake Genesys Cloud organisation, for tests and demos.
//!
//! [`FakeGenesys`] serves the sign-in and the API on one loopback address. It checks
//! credentials, tokens, permissions and required fields, answers the vendor's error
//! bodies, and breaks when told to. The vendor's own SDKs run against it, pointed at it
//! as at a gateway.

mod answers;
mod callback;
mod callbacks;
mod calls;
mod desk;
mod due;
mod entities;
mod leg;
mod notifications;
mod open;
mod organisation;
mod paging;
mod rates;
mod sign_in;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use ccaas_http::test_util::FakeHost;
use url::Url;

pub use callback::FakeCallback;
pub use calls::FakeCall;
pub use ccaas_http::test_util::{Delivered, SignedWebhook};
pub use desk::{FakeAgentless, FakeUpload};
pub use due::FakeDueCallback;
pub use notifications::FakeChannel;
pub use open::{
    FakeAgent, FakeAttempt, FakeConversation, FakeOpenMessage, FakeOutbound, FakeParticipant,
    FakeReceipt, FakeWebhook, WebhookState, WebhookTiming,
};
pub use organisation::Organisation;

use callbacks::Fate;
use open::Courier;

use crate::{builder::GenesysClientBuilder, client::GenesysClient, region::Region};

/// A fake Genesys Cloud organisation on a real socket; cheap to clone.
///
/// It ends with its last clone. It has one OAuth client, one queue and one script.
///
/// ```
/// use genesys_client::{CreateCallback, QueueId, fake::FakeGenesys};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), genesys_client::Error> {
/// let genesys = FakeGenesys::start().await;
/// let callback = CreateCallback::to_queue(QueueId::new(FakeGenesys::QUEUE_ID), "+12025550147");
///
/// genesys.client().callbacks().create(&callback).await?;
///
/// assert_eq!(genesys.callbacks()[0].state, "scheduled");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FakeGenesys {
    host: FakeHost<Organisation>,
    _courier: Arc<Courier>,
}

impl FakeGenesys {
    /// The id of its OAuth client.
    pub const CLIENT_ID: &'static str = "22222222-0000-4000-8000-000000000001";
    /// The secret of its OAuth client.
    pub const CLIENT_SECRET: &'static str = "fake-genesys-client-secret";
    /// The id of its queue, `Video Callbacks`.
    pub const QUEUE_ID: &'static str = "33333333-0000-4000-8000-000000000001";
    /// The id of its script, `Video Callback Script`.
    pub const SCRIPT_ID: &'static str = "44444444-0000-4000-8000-000000000001";
    /// The id of its Open Messaging integration, `Fake WhatsApp`.
    pub const INTEGRATION_ID: &'static str = "66666666-0000-4000-8000-000000000001";
    /// The id of that integration's content profile.
    pub const SUPPORTED_CONTENT_ID: &'static str = "77777777-0000-4000-8000-000000000001";
    /// The secret that webhooks are signed with.
    pub const WEBHOOK_SECRET: &'static str = "fake-genesys-webhook-secret";

    /// Starts on a free port of loopback.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn start() -> Self {
        Self::over(FakeHost::start(Organisation::new()).await)
    }

    /// Starts on `addr`.
    ///
    /// # Errors
    /// If the address is in use or not this machine's.
    pub async fn bind(addr: SocketAddr) -> std::io::Result<Self> {
        Ok(Self::over(FakeHost::bind(addr, Organisation::new()).await?))
    }

    fn over(host: FakeHost<Organisation>) -> Self {
        Self {
            _courier: Arc::new(Courier::start(host.clone())),
            host,
        }
    }

    /// A client of it, with the settings of a production client.
    ///
    /// # Panics
    /// If TLS cannot be set up.
    #[must_use]
    pub fn client(&self) -> GenesysClient {
        self.builder().build().expect("TLS can be set up")
    }

    /// Settings for a client of it.
    pub fn builder(&self) -> GenesysClientBuilder {
        GenesysClient::builder(self.region(), Self::CLIENT_ID, Self::CLIENT_SECRET.into())
    }

    /// Where it is, as a region.
    #[must_use]
    pub fn region(&self) -> Region {
        Region::custom(self.url(), self.url())
    }

    /// Where it is. `GENESYS_ENVIRONMENT`-like settings take this, too.
    #[must_use]
    pub fn url(&self) -> Url {
        self.host.url()
    }

    /// Its host: the journal of requests, the clock, and faults of any kind.
    #[must_use]
    pub fn host(&self) -> &FakeHost<Organisation> {
        &self.host
    }

    /// The callbacks it has, oldest first.
    #[must_use]
    pub fn callbacks(&self) -> Vec<FakeCallback> {
        self.host
            .with(|organisation| organisation.callbacks.iter().cloned().collect())
    }

    /// How many tokens it gave out.
    #[must_use]
    pub fn tokens_issued(&self) -> u64 {
        self.host.with(|organisation| organisation.tokens_issued)
    }

    /// Adds a queue.
    pub fn add_queue(&self, id: &str, name: &str) {
        self.host
            .with(|organisation| organisation.queues.add(id, name));
    }

    /// Adds a script.
    pub fn add_script(&self, id: &str, name: &str) {
        self.host
            .with(|organisation| organisation.scripts.add(id, name));
    }

    /// Forgets the queue [`Self::QUEUE_ID`].
    pub fn forget_queue(&self) {
        self.host
            .with(|organisation| organisation.queues.forget(Self::QUEUE_ID));
    }

    /// Forgets the script [`Self::SCRIPT_ID`].
    pub fn forget_script(&self) {
        self.host
            .with(|organisation| organisation.scripts.forget(Self::SCRIPT_ID));
    }

    /// Answers every sign-in with `invalid_client`. Tokens given out stay good.
    pub fn refuse_sign_in(&self) {
        self.host
            .with(|organisation| organisation.sign_in_refused = true);
    }

    /// Takes the right credentials again.
    pub fn accept_sign_in(&self) {
        self.host
            .with(|organisation| organisation.sign_in_refused = false);
    }

    /// Makes every token given out so far expired.
    pub fn expire_tokens(&self) {
        self.host.expire_tokens();
    }

    /// Gives tokens another life from now on. The default is a day.
    pub fn set_token_life(&self, life: Duration) {
        self.host
            .with(|organisation| organisation.token_life = life);
    }

    /// Takes a permission away, such as `conversation:callback:create`: calls that need
    /// it are answered with 403.
    pub fn revoke_permission(&self, permission: &str) {
        self.host
            .with(|organisation| organisation.revoked.insert(permission.to_owned()));
    }

    /// Answers the next `times` new callbacks with this status; they have no effect.
    ///
    /// # Panics
    /// If `status` is not an HTTP status.
    pub fn fail_callbacks(&self, status: u16, times: usize) {
        self.plan_callbacks(Fate::Fail(answers::checked(status)), times);
    }

    /// Answers the next `times` new callbacks with 202 and no body; they take effect.
    pub fn answer_callbacks_without_body(&self, times: usize) {
        self.plan_callbacks(Fate::NoBody, times);
    }

    /// Cuts the connection of the next `times` new callbacks before the answer; they
    /// take effect.
    pub fn lose_callback_answers(&self, times: usize) {
        self.plan_callbacks(Fate::Lose, times);
    }

    /// Never answers the next `times` new callbacks; they have no effect.
    pub fn hang_callbacks(&self, times: usize) {
        self.plan_callbacks(Fate::Hang, times);
    }

    /// Answers the next `times` cancellations with this status; they have no effect.
    ///
    /// # Panics
    /// If `status` is not an HTTP status.
    pub fn fail_cancels(&self, status: u16, times: usize) {
        let fate = Fate::Fail(answers::checked(status));
        self.host.with(|organisation| {
            organisation
                .cancel_fates
                .extend(std::iter::repeat_n(fate, times));
        });
    }

    /// Answers the next `times` API calls with 429, with `Retry-After` if given.
    pub fn throttle(&self, times: usize, retry_after: Option<Duration>) {
        self.host
            .with(|organisation| organisation.throttled = (times, retry_after));
    }

    /// How many calls a token may make each minute; beyond them the answer is 429. The
    /// default is `None`: no limit, although the answers tell of the vendor's 300.
    pub fn limit_rate(&self, allowed: Option<u64>) {
        self.host
            .with(|organisation| organisation.rates.allowed = allowed);
    }

    /// Forgets everything that was told to go wrong and has not happened.
    pub fn calm(&self) {
        self.host.calm();
        self.host.with(Organisation::calm);
    }

    fn plan_callbacks(&self, fate: Fate, times: usize) {
        self.host.with(|organisation| {
            organisation
                .create_fates
                .extend(std::iter::repeat_n(fate, times));
        });
    }
}
