//! Meta's part: webhooks in order, each until the bridge takes it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use meta_whatsapp_client::fake::{FakeUpdate, FakeWhatsApp};
use serde_json::json;
use server_kit::events::{Event, Events};
use tokio::sync::mpsc;

use super::phone::{Phones, Reported};

const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Takes updates, and posts them one after the other. Ends with its last clone.
#[derive(Clone)]
pub(super) struct Courier {
    whatsapp: FakeWhatsApp,
    queue: mpsc::UnboundedSender<FakeUpdate>,
}

impl Courier {
    /// Starts posting; `phones` learn what was taken.
    pub(super) fn start(
        whatsapp: FakeWhatsApp,
        phones: Arc<Mutex<Phones>>,
        events: Events,
    ) -> Self {
        let (queue, mut waiting) = mpsc::unbounded_channel::<FakeUpdate>();
        let sender = whatsapp.clone();
        tokio::spawn(async move {
            while let Some(update) = waiting.recv().await {
                deliver(&sender, &update).await;
                let id = update.id().unwrap_or_default();
                phones
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .taken(id);
                events.send(Event::new("chat", &json!({})));
            }
        });
        Self { whatsapp, queue }
    }

    /// Posts an update after those that wait.
    pub(super) fn send(&self, update: FakeUpdate) {
        // The task at the other end lasts as long as this.
        let _ = self.queue.send(update);
    }

    /// Posts what the phone tells of messages of the business.
    pub(super) fn report(&self, statuses: Vec<Reported>) {
        for Reported { id, ticks } in statuses {
            self.send(self.whatsapp.status(&id, ticks.name()));
        }
    }
}

/// The vendor tries for days, with longer and longer waits.
async fn deliver(whatsapp: &FakeWhatsApp, update: &FakeUpdate) {
    let mut wait = FIRST_WAIT;
    loop {
        let answer = whatsapp.deliver([update.clone()]).await;
        if answer.is_ok_and(|answer| answer.status.is_success()) {
            return;
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
