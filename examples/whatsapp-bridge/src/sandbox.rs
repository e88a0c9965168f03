//! Fake vendors inside this process, for a first look without credentials.

use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use secrecy::SecretString;

use crate::routes_file::{Route, RouteName};

/// Both vendors as fakes, which end with this value.
#[derive(Debug)]
pub struct Sandbox {
    genesys: FakeGenesys,
    whatsapp: FakeWhatsApp,
}

impl Sandbox {
    /// Starts the fakes on free ports of loopback.
    pub async fn start() -> Self {
        Self {
            genesys: FakeGenesys::start().await,
            whatsapp: FakeWhatsApp::start().await,
        }
    }

    /// The route between the fakes.
    #[must_use]
    pub fn routes(&self) -> Vec<Route> {
        vec![route(&self.genesys, &self.whatsapp)]
    }
}

/// The route `default` between two fakes.
#[must_use]
pub fn route(genesys: &FakeGenesys, whatsapp: &FakeWhatsApp) -> Route {
    Route {
        name: RouteName::default_route(),
        phone_number_id: whatsapp.phone_number_id(),
        waba_id: Some(whatsapp.waba_id()),
        access_token: whatsapp.token(),
        app_secrets: vec![whatsapp.app_secret()],
        verify_token: SecretString::from(FakeWhatsApp::VERIFY_TOKEN),
        meta_base_url: Some(whatsapp.url()),
        region: genesys.region(),
        client_id: FakeGenesys::CLIENT_ID.to_owned(),
        client_secret: SecretString::from(FakeGenesys::CLIENT_SECRET),
        integration_id: "sandbox-integration".to_owned(),
        webhook_secrets: vec![SecretString::from("sandbox-webhook-secret")],
    }
}
