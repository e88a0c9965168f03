//! A fake WhatsApp Cloud API on a real socket, for tests and demos.
//!
//! It checks tokens, ids, required fields and limits, answers with the vendor's error
//! bodies, keeps messages, media, templates and settings in memory, and has customers
//! who write: their webhooks are signed and posted like the vendor's. It can misbehave
//! on demand: one method per behaviour. What it received is in [`FakeWhatsApp::host`]'s
//! journal.
//!
//! ```
//! use meta_whatsapp_client::{Error, fake::FakeWhatsApp, messages::Message};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! let whatsapp = FakeWhatsApp::start().await;
//! let (client, from) = (whatsapp.client(), whatsapp.phone_number_id());
//!
//! client.messages(&from).send(&Message::text("+12025550147", "Hello")).await?;
//!
//! assert_eq!(whatsapp.messages()[0].body["text"]["body"], "Hello");
//! # Ok(())
//! # }
//! ```

mod analytics;
mod answers;
mod behaviours;
mod customer;
mod delivery;
mod flows;
mod lists;
mod media;
mod multipart;
mod numbers;
mod paging;
mod rates;
mod rules;
mod rules_interactive;
mod sending;
mod statuses;
mod templates;
mod update;
mod waba;

use std::net::SocketAddr;

use ccaas_http::test_util::FakeHost;
use secrecy::SecretString;
use tokio::task::AbortHandle;
use url::{Host, Url};

pub use ccaas_http::test_util::{Delivered, SignedWebhook};
pub use customer::FakeCustomer;
pub use media::FakeMedia;
pub use sending::FakeMessage;
pub use update::FakeUpdate;
pub use waba::Waba;

use crate::{PhoneNumberId, WabaId, WhatsAppClient, WhatsAppClientBuilder};

/// A fake WhatsApp with one business account and one phone number. Cheap to clone.
///
/// The server ends when the last clone goes.
#[derive(Clone, Debug)]
pub struct FakeWhatsApp {
    host: FakeHost<Waba>,
    _courier: std::sync::Arc<Courier>,
}

/// Posts waiting webhooks; ends with the last handle.
#[derive(Debug)]
struct Courier(AbortHandle);

impl Drop for Courier {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl FakeWhatsApp {
    /// The access token it accepts.
    pub const TOKEN: &str = "fake-access-token";
    /// The one business phone number's id.
    pub const PHONE_NUMBER_ID: &str = "100000000000001";
    /// The one business phone number, as Meta displays it.
    pub const DISPLAY_PHONE_NUMBER: &str = "+1 202-555-0199";
    /// The one WhatsApp Business Account.
    pub const WABA_ID: &str = "200000000000002";
    /// The secret that webhooks are signed with.
    pub const APP_SECRET: &str = "fake-app-secret";
    /// The token of the webhook's verification.
    pub const VERIFY_TOKEN: &str = "fake-verify-token";

    /// Starts on a free port of loopback.
    ///
    /// # Panics
    /// If loopback has no free port.
    pub async fn start() -> Self {
        Self::over(FakeHost::start(Waba::new()).await)
    }

    /// Starts on `addr`.
    ///
    /// # Errors
    /// If the address is in use or not this machine's.
    pub async fn bind(addr: SocketAddr) -> std::io::Result<Self> {
        Ok(Self::over(FakeHost::bind(addr, Waba::new()).await?))
    }

    fn over(host: FakeHost<Waba>) -> Self {
        let courier = tokio::spawn(delivery::carry(host.clone()));
        let fake = Self {
            host,
            _courier: std::sync::Arc::new(Courier(courier.abort_handle())),
        };
        fake.set_public_url(fake.url());
        fake
    }

    /// A client that is pointed here, with the token that is accepted.
    ///
    /// # Panics
    /// If TLS cannot be set up.
    #[must_use]
    pub fn client(&self) -> WhatsAppClient {
        self.builder()
            .build()
            .expect("the default settings make a client")
    }

    /// Settings of a client that is pointed here.
    pub fn builder(&self) -> WhatsAppClientBuilder {
        WhatsAppClient::builder(self.token()).base_url(self.url())
    }

    /// The token that is accepted.
    #[must_use]
    pub fn token(&self) -> SecretString {
        SecretString::from(Self::TOKEN)
    }

    /// The secret that webhooks are signed with.
    #[must_use]
    pub fn app_secret(&self) -> SecretString {
        SecretString::from(Self::APP_SECRET)
    }

    /// The one business phone number.
    #[must_use]
    pub fn phone_number_id(&self) -> PhoneNumberId {
        PhoneNumberId::new(Self::PHONE_NUMBER_ID)
    }

    /// The one WhatsApp Business Account.
    #[must_use]
    pub fn waba_id(&self) -> WabaId {
        WabaId::new(Self::WABA_ID)
    }

    /// The base URL.
    ///
    /// # Panics
    /// Never: a host's URL takes any address.
    #[must_use]
    pub fn url(&self) -> Url {
        let mut url = self.host.url();
        // Bound to all addresses, it is reached at one of them.
        let local = match url.host() {
            Some(Host::Ipv4(ip)) if ip.is_unspecified() => Some("127.0.0.1"),
            Some(Host::Ipv6(ip)) if ip.is_unspecified() => Some("[::1]"),
            _ => None,
        };
        if local.is_some() {
            url.set_host(local).expect("an http URL takes any host");
        }
        url
    }

    /// The host: its journal, its faults, its clock.
    #[must_use]
    pub fn host(&self) -> &FakeHost<Waba> {
        &self.host
    }

    /// The messages that were accepted, oldest first; at most 10,000.
    #[must_use]
    pub fn messages(&self) -> Vec<FakeMessage> {
        self.host.with(|waba| waba.sent.iter().cloned().collect())
    }

    /// The ids of inbound messages that were marked as read, oldest first.
    #[must_use]
    pub fn read_marks(&self) -> Vec<String> {
        self.host.with(|waba| waba.read_marks.clone())
    }

    /// The files that exist, oldest first.
    #[must_use]
    pub fn media(&self) -> Vec<FakeMedia> {
        self.host.with(|waba| waba.media.files())
    }

    /// A customer who can write to the business.
    #[must_use]
    pub fn customer(&self, phone: impl Into<String>) -> FakeCustomer {
        FakeCustomer::new(self.host.clone(), phone.into())
    }
}
