//! Fake vendors inside this process, for a first look without credentials.

use std::net::SocketAddr;

use genesys_client::fake::FakeGenesys;
use meta_whatsapp_client::fake::FakeWhatsApp;
use secrecy::SecretString;

use crate::{
    dashboard::OPERATOR,
    routes_file::{Route, RouteName},
    services::Service,
};

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

    /// Has the fakes send their webhooks to these services.
    ///
    /// # Panics
    /// Never: an address makes a URL.
    pub fn deliver_to(&self, addresses: &[(Service, SocketAddr)]) {
        let url = |service, path: &str| {
            let of = |(it, _): &&(Service, SocketAddr)| *it == service;
            let (_, address) = addresses.iter().find(of).unwrap_or(&addresses[0]);
            let url = format!("http://127.0.0.1:{}{path}", address.port());
            url.parse().expect("an address makes a URL")
        };
        let (meta, genesys) = (Service::WhatsAppWebhook, Service::GenesysWebhook);
        self.whatsapp.deliver_to(url(meta, "/webhook/whatsapp"));
        self.genesys.deliver_to(url(genesys, "/webhook/genesys"));
    }

    /// What a first look needs: how to sign in, what Meta's check of the webhook wants, and
    /// where customers and agents can be played.
    #[must_use]
    pub fn first_steps() -> String {
        format!(
            "Sandbox: fakes stand in for WhatsApp and Genesys Cloud.\n  \
             To sign in to the dashboard, with the same DATA_DIR:\n    \
             whatsapp-bridge users add you@example.com --role {OPERATOR}\n  \
             Verify token of /webhook/whatsapp: {}\n  \
             To play customers and agents: cargo xtask demo\n",
            FakeWhatsApp::VERIFY_TOKEN
        )
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
        integration_id: FakeGenesys::INTEGRATION_ID.to_owned(),
        webhook_secrets: vec![SecretString::from(FakeGenesys::WEBHOOK_SECRET)],
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use server_kit::sign_in::accounts::users;

    use super::*;
    use crate::{
        dashboard::ROLES,
        settings::{Arguments, Command},
    };

    #[test]
    fn the_first_steps_are_ones_that_can_be_gone() {
        let steps = Sandbox::first_steps();

        assert!(steps.contains(FakeWhatsApp::VERIFY_TOKEN), "{steps}");
        let mut lines = steps.lines().map(str::trim);
        let line = lines.find(|line| line.starts_with("whatsapp-bridge "));
        let words = line.expect("a command").split(' ');
        let arguments = Arguments::try_parse_from(words).expect("it is one of the bridge's");
        let Some(Command::Users(users::Command::Add { role, .. })) = arguments.command else {
            panic!("{line:?}");
        };
        assert!(ROLES.contains(&role.as_str()), "{role}");
    }
}
