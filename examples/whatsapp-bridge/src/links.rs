//! The routes with their clients, and how a webhook finds its route.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context, bail};
use ccaas_http::{Clock, Timeouts};
use genesys_client::GenesysClient;
use meta_whatsapp_client::WhatsAppClient;
use secrecy::{ExposeSecret, SecretString};

use crate::routes_file::{Route, RouteName};

/// A route with the clients of both its sides.
#[derive(Clone, Debug)]
pub struct Link {
    /// The route.
    pub route: Route,
    /// The first route of the same Meta app: one app signs for all of its numbers. Routes that
    /// share a secret are of one app, which one of them may know newer ones of.
    pub app: RouteName,
    /// Genesys Cloud; routes of one OAuth client share a token.
    pub genesys: GenesysClient,
    /// WhatsApp.
    pub whatsapp: WhatsAppClient,
}

/// All routes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Links(Arc<[Arc<Link>]>);

impl Links {
    /// Makes the clients of these routes.
    ///
    /// # Errors
    /// A text for the operator: no route, two alike, or TLS cannot be set up.
    pub fn new(routes: Vec<Route>, timeouts: Timeouts, clock: &Clock) -> anyhow::Result<Self> {
        if routes.is_empty() {
            bail!("there is no route: set the variables of META_ and GENESYS_, or ROUTES_FILE");
        }
        let mut organisations: HashMap<(String, String), GenesysClient> = HashMap::new();
        let mut links: Vec<Arc<Link>> = Vec::new();
        for route in routes {
            if let Some(other) = links.iter().find(|link| is_alike(&link.route, &route)) {
                let (one, two) = (&other.route.name, &route.name);
                bail!(
                    "routes {one} and {two} have the same name, phone_number_id or integration_id"
                );
            }
            let login = (route.region.api_url().to_string(), route.client_id.clone());
            let genesys = match organisations.get(&login) {
                Some(known) => known.clone(),
                None => genesys(&route, timeouts, clock)?,
            };
            organisations.insert(login, genesys.clone());
            let whatsapp = whatsapp(&route, timeouts, clock)?;
            let of_app = links.iter().find(|link| is_app(&link.route, &route));
            let app = of_app.map_or(&route.name, |link| &link.app).clone();
            links.push(Arc::new(Link {
                route,
                app,
                genesys,
                whatsapp,
            }));
        }
        Ok(Self(links.into()))
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Link>> {
        self.0.iter()
    }

    /// Their names.
    #[must_use]
    pub fn names(&self) -> Vec<RouteName> {
        self.iter().map(|link| link.route.name.clone()).collect()
    }

    /// The route of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Arc<Link>> {
        self.iter().find(|link| link.route.name.as_str() == name)
    }

    /// The route that is meant where none is named: `default`, or the only one.
    #[must_use]
    pub fn unnamed(&self) -> Option<&Arc<Link>> {
        let default = self.named(RouteName::default_route().as_str());
        default.or_else(|| self.only())
    }

    /// The route, if there is one only.
    #[must_use]
    pub fn only(&self) -> Option<&Arc<Link>> {
        self.0.first().filter(|_| self.0.len() == 1)
    }

    /// The Meta app whose secret `is_signed_by` takes: the name of its first route.
    pub fn app_by(&self, is_signed_by: impl Fn(&[SecretString]) -> bool) -> Option<&RouteName> {
        let mut tried: Vec<&[SecretString]> = Vec::new();
        let signer = self.iter().find(|link| {
            let secrets = link.route.app_secrets.as_slice();
            // The routes of one app mostly have the same.
            let is_new = !tried.iter().any(|known| is_same(known, secrets));
            tried.push(secrets);
            is_new && is_signed_by(secrets)
        });
        signer.map(|link| &link.app)
    }

    /// The route of this number.
    #[must_use]
    pub fn of_number(&self, phone_number_id: &str) -> Option<&Arc<Link>> {
        self.iter()
            .find(|link| link.route.phone_number_id.as_str() == phone_number_id)
    }
}

fn is_alike(one: &Route, two: &Route) -> bool {
    one.name == two.name
        || one.phone_number_id == two.phone_number_id
        || (one.integration_id == two.integration_id && one.region == two.region)
}

fn is_app(one: &Route, two: &Route) -> bool {
    let mut secrets = one.app_secrets.iter();
    secrets.any(|secret| two.app_secrets.iter().any(|other| is_equal(secret, other)))
}

fn is_same(one: &[SecretString], two: &[SecretString]) -> bool {
    one.len() == two.len() && one.iter().zip(two).all(|(one, two)| is_equal(one, two))
}

fn is_equal(one: &SecretString, two: &SecretString) -> bool {
    one.expose_secret() == two.expose_secret()
}

fn genesys(route: &Route, timeouts: Timeouts, clock: &Clock) -> anyhow::Result<GenesysClient> {
    let (region, secret) = (route.region.clone(), route.client_secret.clone());
    GenesysClient::builder(region, route.client_id.clone(), secret)
        .timeouts(timeouts)
        .clock(clock.clone())
        .build()
        .context("Genesys Cloud")
}

fn whatsapp(route: &Route, timeouts: Timeouts, clock: &Clock) -> anyhow::Result<WhatsAppClient> {
    let mut builder = WhatsAppClient::builder(route.access_token.clone())
        .timeouts(timeouts)
        .clock(clock.clone());
    if let Some(url) = &route.meta_base_url {
        builder = builder.base_url(url.clone());
    }
    builder.build().context("WhatsApp")
}

#[cfg(test)]
mod tests {
    use meta_whatsapp_client::PhoneNumberId;
    use secrecy::SecretString;

    use super::*;

    /// A route with this name; its number is its name, too.
    fn route(name: &str, app_secret: &str, client_id: &str) -> Route {
        Route {
            name: RouteName::parse(name).unwrap(),
            phone_number_id: PhoneNumberId::new(name),
            waba_id: None,
            access_token: SecretString::from("t"),
            app_secrets: vec![SecretString::from(app_secret)],
            verify_token: SecretString::from("v"),
            meta_base_url: None,
            region: genesys_client::Region::EuCentral1,
            client_id: client_id.to_owned(),
            client_secret: SecretString::from("s"),
            integration_id: format!("integration-{name}"),
            webhook_secrets: vec![SecretString::from("w")],
        }
    }

    /// The app that knows a secret.
    fn app_of<'a>(links: &'a Links, secret: &str) -> Option<&'a str> {
        let knows =
            |secrets: &[SecretString]| secrets.iter().any(|it| it.expose_secret() == secret);
        links.app_by(knows).map(RouteName::as_str)
    }

    fn links(routes: Vec<Route>) -> anyhow::Result<Links> {
        server_kit::tls::install_default();
        Links::new(routes, Timeouts::default(), &Clock::system())
    }

    #[test]
    fn numbers_of_one_app_are_signed_for_together_and_others_apart() {
        let (one, two) = (route("one", "a", "c"), route("two", "a", "c"));
        let links = links(vec![one, two, route("three", "b", "d")]).unwrap();

        assert_eq!(app_of(&links, "a"), Some("one"));
        assert_eq!(app_of(&links, "b"), Some("three"));
        assert_eq!(app_of(&links, "c"), None);
        assert_eq!(links.of_number("two").unwrap().app.as_str(), "one");
        assert!(links.of_number("four").is_none());
    }

    #[test]
    fn while_a_secret_is_replaced_the_numbers_of_an_app_stay_together() {
        let secrets = |secrets: &[&str]| secrets.iter().map(|it| SecretString::from(*it)).collect();
        for (one, two) in [(&["a", "b"][..], &["b"][..]), (&["b"], &["a", "b"])] {
            let (mut first, mut second) = (route("one", "-", "c"), route("two", "-", "c"));
            (first.app_secrets, second.app_secrets) = (secrets(one), secrets(two));

            let links = links(vec![first, second, route("three", "d", "c")]).unwrap();

            for signed_with in ["a", "b"] {
                assert_eq!(app_of(&links, signed_with), Some("one"), "{one:?} {two:?}");
            }
            let apps: Vec<_> = links.iter().map(|link| link.app.as_str()).collect();
            assert_eq!(apps, ["one", "one", "three"]);
        }
    }

    #[test]
    fn who_names_no_route_means_the_default_or_the_only_one() {
        let named = |names: &[&str]| {
            let routes = names.iter().map(|name| route(name, name, "c"));
            let links = links(routes.collect()).unwrap();
            let unnamed = links.unnamed().map(|link| link.route.name.to_string());
            (unnamed, links.only().is_some())
        };

        assert_eq!(named(&["milan"]), (Some("milan".to_owned()), true));
        assert_eq!(named(&["milan", "rome"]), (None, false));
        assert_eq!(
            named(&["milan", "default"]),
            (Some("default".to_owned()), false)
        );
    }

    #[test]
    fn two_routes_are_never_the_same_and_one_there_has_to_be() {
        let mut twin = route("two", "a", "c");
        twin.phone_number_id = PhoneNumberId::new("one");
        let alike = links(vec![route("one", "a", "c"), twin]).unwrap_err();

        assert!(alike.to_string().contains("routes one and two"), "{alike}");
        assert!(links(Vec::new()).is_err());
    }
}
