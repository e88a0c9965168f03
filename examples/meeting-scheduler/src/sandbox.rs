//! A fake VideoEngager inside this process, for a first look without credentials.

use ccaas_http::Clock;
use server_kit::sandbox::MovableClock;
use videoengager_client::fake::FakeVideoEngager;

use crate::settings::{Installation, Vendors};

/// The vendor as a fake, which ends with this value.
#[derive(Debug)]
pub struct Sandbox {
    video_engager: FakeVideoEngager,
}

impl Sandbox {
    /// Starts the fake on a free port of loopback.
    pub async fn start() -> Self {
        Self {
            video_engager: FakeVideoEngager::start().await,
        }
    }

    /// All environments lead to the fake.
    #[must_use]
    pub fn vendors(&self) -> Vendors {
        Vendors::all(Installation {
            environment: self.video_engager.environment(),
            partner: Some(self.video_engager.partner()),
        })
    }
}

/// The clock for everything that asks for the time.
#[must_use]
pub fn clock(clock: &MovableClock) -> Clock {
    let clock = clock.clone();
    Clock::new(move || clock.now(), tokio::time::sleep)
}
