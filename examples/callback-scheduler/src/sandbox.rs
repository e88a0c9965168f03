//! Fake vendors inside this process, for a first look without credentials.

use ccaas_http::Clock;
use genesys_client::{QueueId, ScriptId, fake::FakeGenesys};
use secrecy::SecretString;
use server_kit::sandbox::MovableClock;
use videoengager_client::fake::FakeVideoEngager;

use crate::settings::Vendors;

/// Both vendors as fakes, which end with this value.
#[derive(Debug)]
pub struct Sandbox {
    genesys: FakeGenesys,
    video_engager: FakeVideoEngager,
}

impl Sandbox {
    /// Starts the fakes on free ports of loopback.
    pub async fn start() -> Self {
        Self {
            genesys: FakeGenesys::start().await,
            video_engager: FakeVideoEngager::start().await,
        }
    }

    /// The fakes, and who we are to them.
    #[must_use]
    pub fn vendors(&self) -> Vendors {
        Vendors {
            environment: self.video_engager.environment(),
            partner: self.video_engager.partner(),
            region: self.genesys.region(),
            client_id: FakeGenesys::CLIENT_ID.to_owned(),
            client_secret: SecretString::from(FakeGenesys::CLIENT_SECRET),
            queue_id: QueueId::new(FakeGenesys::QUEUE_ID),
            script_id: ScriptId::new(FakeGenesys::SCRIPT_ID),
        }
    }
}

/// The clock for everything that asks for the time.
#[must_use]
pub fn clock(clock: &MovableClock) -> Clock {
    let clock = clock.clone();
    Clock::new(move || clock.now(), tokio::time::sleep)
}
