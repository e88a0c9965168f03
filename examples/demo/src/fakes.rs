//! A running vendor fake, under the page's control.

use std::{
    net::SocketAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use ccaas_http::test_util::{Fake, FakeHost, Fault, JournalEntry};
use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use tokio::{task::AbortHandle, time::Instant};
use videoengager_client::fake::FakeVideoEngager;

use crate::{fault::Kind, services::FakePlan};

/// What the demo does with a fake's host, whichever vendor it is.
pub(crate) trait Host: Send + Sync {
    /// The requests received after number `seq`.
    fn journal_after(&self, seq: u64) -> Vec<JournalEntry>;
    /// Misbehaves for a while.
    fn inject(&self, fault: Fault, duration: Duration);
    /// Ends a fault.
    fn calm(&self);
    /// The fault that is on, and how long it lasts.
    fn fault(&self) -> Option<(Fault, Duration)>;
    /// Makes every token given out so far expired.
    fn expire_tokens(&self);
    /// Moves its time forward.
    fn advance(&self, by: Duration);
}

impl<F: Fake> Host for FakeHost<F> {
    fn journal_after(&self, seq: u64) -> Vec<JournalEntry> {
        self.journal_after(seq)
    }

    fn inject(&self, fault: Fault, duration: Duration) {
        self.inject(fault, duration);
    }

    fn calm(&self) {
        self.calm();
    }

    fn fault(&self) -> Option<(Fault, Duration)> {
        self.fault()
    }

    fn expire_tokens(&self) {
        self.expire_tokens();
    }

    fn advance(&self, by: Duration) {
        self.advance(by);
    }
}

/// A vendor's fake.
#[derive(Clone)]
pub(crate) enum Vendor {
    /// VideoEngager's.
    VideoEngager(FakeVideoEngager),
    /// Genesys Cloud's.
    Genesys(FakeGenesys),
    /// WhatsApp's.
    WhatsApp(FakeWhatsApp),
}

impl Vendor {
    fn host(&self) -> &dyn Host {
        match self {
            Self::VideoEngager(fake) => fake.host(),
            Self::Genesys(fake) => fake.host(),
            Self::WhatsApp(fake) => fake.host(),
        }
    }
}

/// A vendor fake that runs.
pub(crate) struct RunningFake {
    /// What it is.
    pub(crate) plan: &'static FakePlan,
    /// The fake itself.
    pub(crate) vendor: Vendor,
    expiring: Mutex<Option<Expiring>>,
}

/// Tokens are being expired until then.
struct Expiring {
    until: Instant,
    task: AbortHandle,
}

impl RunningFake {
    /// Starts a fake.
    pub(crate) async fn start(plan: &'static FakePlan, addr: SocketAddr) -> anyhow::Result<Self> {
        let vendor = (plan.start)(addr)
            .await
            .with_context(|| format!("{} cannot listen on port {}", plan.title, addr.port()))?;
        Ok(Self {
            plan,
            vendor,
            expiring: Mutex::new(None),
        })
    }

    /// The requests received after number `seq`.
    pub(crate) fn journal_after(&self, seq: u64) -> Vec<JournalEntry> {
        self.vendor.host().journal_after(seq)
    }

    /// Breaks it for a while; a fault that is on ends.
    pub(crate) fn inject(&self, kind: Kind, duration: Duration) {
        self.mend();
        match kind.on_host() {
            Some(fault) => self.vendor.host().inject(fault, duration),
            None => self.expire_for(duration),
        }
    }

    /// Ends a fault.
    pub(crate) fn mend(&self) {
        self.vendor.host().calm();
        if let Some(expiring) = self.expiring().take() {
            expiring.task.abort();
        }
    }

    /// The fault that is on, and how long it lasts.
    pub(crate) fn fault(&self) -> Option<(Kind, Duration)> {
        if let Some((fault, left)) = self.vendor.host().fault() {
            return Some((Kind::of_host(fault), left));
        }
        let until = self.expiring().as_ref()?.until;
        let left = until.checked_duration_since(Instant::now())?;
        Some((Kind::Expired, left))
    }

    /// Moves its time forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.vendor.host().advance(by);
    }

    fn expire_for(&self, duration: Duration) {
        let until = Instant::now() + duration;
        let vendor = self.vendor.clone();
        let task = tokio::spawn(async move {
            while Instant::now() < until {
                vendor.host().expire_tokens();
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        *self.expiring() = Some(Expiring {
            until,
            task: task.abort_handle(),
        });
    }

    fn expiring(&self) -> MutexGuard<'_, Option<Expiring>> {
        self.expiring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
