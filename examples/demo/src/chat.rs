//! A customer's phone and an agent's desk, with the bridge between them.
//!
//! The phone is the fake WhatsApp's customer, the desk the fake Genesys Cloud's agent. What
//! either side writes goes through the fakes, the real bridge and back.

mod bubble;
mod courier;
mod desk;
mod file;
mod phone;
mod picture;
pub(crate) mod routes;
mod trial;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ccaas_http::test_util::JournalEntry;
use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::{FakeCustomer, FakeWhatsApp};
use serde_json::json;
use server_kit::events::{Event, Events};
use url::Url;

use courier::Courier;
use phone::Phones;
use trial::Trial;

/// Both ends of the bridge. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Chat {
    whatsapp: FakeWhatsApp,
    genesys: FakeGenesys,
    phones: Arc<Mutex<Phones>>,
    courier: Courier,
    trial: Arc<Mutex<Option<Trial>>>,
    events: Events,
}

impl Chat {
    /// Both ends of the bridge, which takes webhooks at `bridge`.
    pub(crate) fn new(
        whatsapp: FakeWhatsApp,
        genesys: FakeGenesys,
        bridge: &Url,
        events: Events,
    ) -> Self {
        let at = |path: &str| bridge.join(path).expect("an http URL takes any path");
        whatsapp.deliver_to(at("webhook/whatsapp"));
        whatsapp.require_window(true);
        genesys.deliver_to(at("webhook/genesys"));
        let phones = Arc::<Mutex<Phones>>::default();
        let courier = Courier::start(whatsapp.clone(), Arc::clone(&phones), events.clone());
        Self {
            whatsapp,
            genesys,
            phones,
            courier,
            trial: Arc::default(),
            events,
        }
    }

    /// Looks at what a fake received: the phone shows it, and tells what became of it.
    pub(crate) fn noticed(&self, service: &str, entry: &JournalEntry) {
        match service {
            "fake-whatsapp" => {
                let changed = self.phones().notice(&self.whatsapp, entry);
                self.courier.report(changed);
            }
            "fake-genesys" if entry.path.contains("/conversations/messages/") => {}
            _ => return,
        }
        self.changed();
    }

    /// Tells the pages to look again.
    fn changed(&self) {
        self.events.send(Event::new("chat", &json!({})));
    }

    fn customer(&self, wa_id: &str, name: &str) -> FakeCustomer {
        self.whatsapp.customer(wa_id).named(name)
    }

    fn phones(&self) -> MutexGuard<'_, Phones> {
        self.phones.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trial(&self) -> MutexGuard<'_, Option<Trial>> {
        self.trial.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What trials and the clock look at.
impl Chat {
    /// The time, as both fakes have it.
    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.whatsapp.host().now()
    }

    /// How many of these messages of customers the bridge has acknowledged.
    fn taken(&self, ids: &[String]) -> usize {
        self.phones().taken_of(ids)
    }

    /// The number of the last request that Genesys Cloud received.
    fn genesys_seq(&self) -> u64 {
        let journal = self.genesys.host().journal();
        journal.last().map_or(0, |entry| entry.seq)
    }

    fn genesys_journal(&self, after: u64) -> Vec<JournalEntry> {
        self.genesys.host().journal_after(after)
    }
}
